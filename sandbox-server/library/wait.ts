/**
 * Waits, on the clock on the wall.
 * @param milliseconds how long
 * @returns a promise that rejects with the signal's reason once that is aborted
 */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stopWaiting = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stopWaiting);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stopWaiting, { once: true });
  });
}
