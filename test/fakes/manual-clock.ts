import type { Clock } from '../../sandbox-server/cloud/clock.ts';
import { Sleepers } from './sleepers.ts';

/** A clock that stands still until it is told to move. */
export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers = new Sleepers();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleepers.until(this.#now + ms, signal);
  }

  /** Moves time forward and wakes, in order, whoever waited for a moment that has now come. */
  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers.due(this.#now)) sleeper.wake();
  }
}
