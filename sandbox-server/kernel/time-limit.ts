import type { TimeLimit as Allowance } from '../protocol/events.ts';
import type { Clock } from './clock.ts';
import type { Limits } from './limits.ts';

/** The time of one run, which can be extended while it runs, and stands still while it is paused. */
export class TimeLimit {
  readonly #limits: Limits;
  #time: number;
  /** Milliseconds that it stood still for, in all. */
  #still = 0;
  #pause: { since: number; over: PromiseWithResolvers<void> } | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#time = limits.time;
  }

  /** Counted from the run's start, so that what it stood still for is in it. */
  get allowance(): Allowance {
    const most = Math.max(this.#limits.time, this.#limits.longest);
    return { time: this.#time + this.#still, most: most + this.#still };
  }

  /** How long it may run, without its pauses, in milliseconds. */
  get time(): number {
    return this.#time;
  }

  /** How long it may be paused from now on, in milliseconds. */
  get pauseAllowance(): number {
    return Math.max(0, Math.min(this.#limits.pause, this.#limits.pauses - this.#still));
  }

  /** Gives it more time. @returns false when it has the most already */
  extend(): boolean {
    const most = Math.max(this.#limits.time, this.#limits.longest);
    if (this.#time >= most) return false;
    this.#time = Math.min(most, this.#time + this.#limits.extension);
    return true;
  }

  pause(now: number): void {
    this.#pause ??= { since: now, over: Promise.withResolvers() };
  }

  resume(now: number): void {
    if (this.#pause === undefined) return;
    this.#still += now - this.#pause.since;
    this.#pause.over.resolve();
    this.#pause = undefined;
  }

  /** Resolves when the time is up, with what it was extended by; rejects when `over` is aborted first. */
  async strikes(clock: Clock, over: AbortSignal): Promise<void> {
    const start = clock.now();
    const rest = (): number => start + this.allowance.time - clock.now();
    while (rest() > 0 || this.#pause !== undefined) {
      await this.#pause?.over.promise;
      if (rest() > 0) await clock.wait(rest(), over);
    }
    over.throwIfAborted();
  }
}
