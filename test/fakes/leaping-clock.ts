import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../sandbox-server/faafo/clock.ts';

/** A clock on which nobody ever waits: it leaps to the moment that somebody waits for, and notes how far. */
export class LeapingClock implements Clock {
  readonly waits: number[] = [];
  #now = Date.UTC(2016, 4, 26);

  now(): number {
    return this.#now;
  }

  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const due = this.#now + milliseconds;
    // Others get their turn, as they would while time passes.
    await setImmediate();
    signal?.throwIfAborted();
    this.waits.push(milliseconds);
    this.#now = Math.max(this.#now, due);
  }
}
