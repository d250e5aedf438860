/** Time as faafo needs it, so that a simulated machine can live on the time of its cloud. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()` counts. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason once that is aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/**
 * How long to wait before the next try of something that failed: one second, doubled each time, at most thirty.
 * @param failures how many tries have failed so far, at least 1
 */
export const backoff = (failures: number): number => Math.min(30_000, 1000 * 2 ** Math.min(failures - 1, 10));
