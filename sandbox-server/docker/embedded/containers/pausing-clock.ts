import type { Clock } from '../../../machines/clock.ts';

/** The clock of a container: while it is paused nobody in it wakes up. */
export class PausingClock implements Clock {
  readonly #clock: Clock;
  #resumed: PromiseWithResolvers<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#clock.wait(ms, signal);
    while (this.#resumed) {
      const stopped = Promise.withResolvers<void>();
      const stop = (): void => stopped.resolve();
      signal?.addEventListener('abort', stop, { once: true });
      await Promise.race([this.#resumed.promise, stopped.promise]);
      signal?.removeEventListener('abort', stop);
      signal?.throwIfAborted();
    }
  }

  pause(): void {
    this.#resumed ??= Promise.withResolvers();
  }

  unpause(): void {
    this.#resumed?.resolve();
    this.#resumed = undefined;
  }
}
