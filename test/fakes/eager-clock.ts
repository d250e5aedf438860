import type { Clock } from '../../sandbox-server/machines/clock.ts';

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** Longer waits are limits, not steps of a story: they end only when a test moves the clock. */
const LONGEST_STEP = 60_000;

/** A clock that jumps to the next moment that somebody waits for, as soon as all others have had their turn. */
export class EagerClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #sleepers = new Set<Sleeper>();
  #pumping = false;

  now(): number {
    return this.#now;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { at: this.#now + ms, wake };
      signal?.addEventListener('abort', stop, { once: true });
      this.#sleepers.add(sleeper);
      this.#pump();
    });
  }

  /** Moves time forward, past limits too. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#next(until); next; next = this.#next(until)) this.#wake(next);
    this.#now = until;
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      const next = this.#next(this.#now + LONGEST_STEP);
      if (!next) return;
      this.#wake(next);
      this.#pump();
    });
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers.delete(sleeper);
    this.#now = Math.max(this.#now, sleeper.at);
    sleeper.wake();
  }

  #next(until: number): Sleeper | undefined {
    const due = [...this.#sleepers].filter(({ at }) => at < until);
    return due.toSorted((one, other) => one.at - other.at)[0];
  }
}
