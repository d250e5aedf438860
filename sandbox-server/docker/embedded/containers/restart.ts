import type { ContainerRecord } from './container-record.ts';

const FIRST = 100;
const LONGEST = 60_000;
/** A container that ran so long counts as well: the pauses begin anew. */
const WELL = 10_000;

/** Milliseconds until a container that ended is started again; undefined when it is not. */
export function restartPause(
  { hostConfig, state }: ContainerRecord,
  ran: number,
  stopped: boolean,
): number | undefined {
  const { Name, MaximumRetryCount } = hostConfig.RestartPolicy;
  if (stopped || Name === 'no' || Name === '') return undefined;
  if (
    Name === 'on-failure' &&
    (state.exitCode === 0 || (MaximumRetryCount > 0 && state.restarts >= MaximumRetryCount))
  )
    return undefined;
  return ran >= WELL ? FIRST : Math.min(LONGEST, FIRST * 2 ** state.restarts);
}

/** Whether a container that ran when the engine ended is started again with it. */
export function restartsWithEngine({ hostConfig, state }: ContainerRecord): boolean {
  const { Name } = hostConfig.RestartPolicy;
  return (
    Name === 'always' ||
    (Name === 'unless-stopped' && !state.byHand) ||
    (Name === 'on-failure' && !state.byHand)
  );
}
