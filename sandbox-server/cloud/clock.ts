/** Time as the cloud sees it. It comes from outside, so that a test or a lesson can skip ahead. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Settles after `ms` of this clock's time; rejects with the signal's reason when it is aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** `2026-01-01T00:00:00Z`: how Nova, Neutron and Glance write a moment. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-01T00:00:00.000000Z`: how Keystone writes a moment. */
export function isoMicroseconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** `2026-01-01T00:00:00.000000`: how Nova writes a moment in its extended attributes, without a zone. */
export function isoUnzoned(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000`;
}
