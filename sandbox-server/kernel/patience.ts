import type { Clock } from './clock.ts';

/** What is waited with: the clock, and the end of what is waited for. */
export interface Waiting {
  clock: Clock;
  /** Milliseconds. */
  time: number;
  exited: Promise<unknown>;
}

/** Whether `work` is done in time; a kernel that is no more has nothing left to do. */
export async function isDoneInTime(work: Promise<void>, { clock, time, exited }: Waiting): Promise<boolean> {
  const patience = new AbortController();
  const late = clock.wait(time, patience.signal).then(
    () => false,
    () => true,
  );
  const done = await Promise.race([work.then(() => true), late, exited.then(() => true)]);
  patience.abort();
  return done;
}

/**
 * What `work` comes to; `gone` when the kernel is no more.
 * @throws Error when the kernel has no time for it
 */
export function inTimeOr<Result>(
  work: Promise<Result>,
  gone: Result,
  { clock, time, exited }: Waiting,
): Promise<Result> {
  const patience = new AbortController();
  const busy = clock.wait(time, patience.signal).then(() => {
    throw new Error('The kernel is busy with a cell. Try again when that has finished.');
  });
  // It has ended before it could be late.
  busy.catch(() => undefined);
  return Promise.race([work, busy, exited.then(() => gone)]).finally(() => patience.abort());
}
