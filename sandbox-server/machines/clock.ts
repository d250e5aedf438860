/** Time as a machine sees it. It comes from outside, so that a test or a lesson can skip ahead. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Settles after `ms` of this clock's time; rejects with the signal's reason when it is aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}
