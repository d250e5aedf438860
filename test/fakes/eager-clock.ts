import type { Clock } from '../../sandbox-server/machines/clock.ts';
import { Sleepers } from './sleepers.ts';

/** Longer waits are limits, not steps of a story: they end only when a test moves the clock. */
const LONGEST_STEP = 60_000;

/** A clock that jumps to the next moment that somebody waits for, as soon as all others have had their turn. */
export class EagerClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #sleepers = new Sleepers();
  #pumping = false;

  now(): number {
    return this.#now;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    const waiting = this.#sleepers.until(this.#now + ms, signal);
    this.#pump();
    return waiting;
  }

  /** Moves time forward, past limits too. */
  advance(ms: number): void {
    const until = this.#now + ms;
    while (this.#wakeNext(until));
    this.#now = until;
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      if (this.#wakeNext(this.#now + LONGEST_STEP - 1)) this.#pump();
    });
  }

  /** Wakes the next who waits for a moment up to `until`, at that moment; false when nobody does. */
  #wakeNext(until: number): boolean {
    const [next] = this.#sleepers.due(until);
    if (!next) return false;
    this.#now = Math.max(this.#now, next.at);
    next.wake();
    return true;
  }
}
