interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** Those who wait for a moment of a clock that a test moves. */
export class Sleepers {
  readonly #waiting = new Set<Sleeper>();

  /** Settles when the sleepers of `moment` are woken; rejects with the signal's reason when it is aborted. */
  until(moment: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        this.#waiting.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        this.#waiting.delete(sleeper);
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { at: moment, wake };
      signal?.addEventListener('abort', stop, { once: true });
      this.#waiting.add(sleeper);
    });
  }

  /** Those who wait for `moment` or an earlier one, in the order of their moments. */
  due(moment: number): Sleeper[] {
    return [...this.#waiting].filter(({ at }) => at <= moment).sort((one, other) => one.at - other.at);
  }
}
