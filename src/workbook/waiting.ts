import type { WorkbookState } from './workbook-state.ts';

/** What a cell in the queue waits for. */
export type Waiting =
  /** The cell before it in the queue, or the one that runs. */
  | { for: 'cell'; cell: string }
  /** A kernel, which takes a moment to begin; with a `place` in the line, while all are at work. */
  | { for: 'kernel'; place?: number }
  /** Nothing but its turn. */
  | { for: 'turn' };

/** What the queued cell of that name waits for; undefined when it is not queued. */
export const waitingOf = ({ cells, kernel }: WorkbookState, name: string): Waiting | undefined => {
  const own = cells.get(name);
  if (own?.state !== 'queued') return undefined;
  const before = [...cells]
    .filter(
      ([, { state, queuedAs = 0 }]) =>
        state === 'running' || (state === 'queued' && queuedAs < (own.queuedAs ?? 0)),
    )
    .toSorted(([, one], [, other]) => (one.queuedAs ?? 0) - (other.queuedAs ?? 0))
    .at(-1);
  if (before !== undefined) return { for: 'cell', cell: before[0] };
  if (kernel.state === 'ready') return { for: 'turn' };
  const place = kernel.state === 'waiting' ? kernel.place : undefined;
  return { for: 'kernel', ...(place !== undefined && { place }) };
};
