import type { TimeLimit as Allowance } from '../protocol/events.ts';
import type { Clock } from './clock.ts';
import type { Limits } from './limits.ts';

/** The time of one run, which can be extended while it runs. */
export class TimeLimit {
  readonly #limits: Limits;
  #time: number;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#time = limits.time;
  }

  get allowance(): Allowance {
    return { time: this.#time, most: Math.max(this.#limits.time, this.#limits.longest) };
  }

  /** Gives it more time. @returns false when it has the most already */
  extend(): boolean {
    const { time, most } = this.allowance;
    this.#time = Math.min(most, time + this.#limits.extension);
    return time < most;
  }

  /** Resolves when the time is up, with what it was extended by; rejects when `over` is aborted first. */
  async strikes(clock: Clock, over: AbortSignal): Promise<void> {
    const start = clock.now();
    const rest = (): number => start + this.#time - clock.now();
    while (rest() > 0) await clock.wait(rest(), over);
  }
}
