import type { LogEntry, RunEvent } from '../../sandbox-server/protocol/events.ts';
import { reduceParts } from './parts.ts';
import {
  type CellState,
  cellOf,
  emptyWorkbook,
  isBusy,
  type Shown,
  type WorkbookState,
} from './workbook-state.ts';

type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;

const withCell = (workbook: WorkbookState, name: string, cell: CellState): WorkbookState => ({
  ...workbook,
  cells: new Map(workbook.cells).set(name, cell),
});

type Printed = Extract<Shown, { kind: 'printed' }>;

/** What the workbook says stands apart from what the cell does. */
const goesOn = (last: Printed, next: Printed): boolean =>
  last.stream === next.stream && last.reason === undefined && next.reason === undefined;

/** Adds to what a cell shows: text goes on where text ended, and a display takes the place of the one with its id. */
const add = (shown: readonly Shown[], next: Shown): readonly Shown[] => {
  const last = shown.at(-1);
  if (next.kind === 'printed' && last?.kind === 'printed' && goesOn(last, next)) {
    return [...shown.slice(0, -1), { ...last, text: last.text + next.text }];
  }
  const id = 'id' in next ? next.id : undefined;
  const place = id === undefined ? -1 : shown.findIndex((one) => 'id' in one && one.id === id);
  return place === -1 ? [...shown, next] : shown.with(place, next);
};

const show = (cell: CellState, next: Shown): CellState => ({
  ...cell,
  shown: add(cell.old ? [] : cell.shown, next),
  old: false,
});

const queue = (cell: CellState, { run, code }: EventOf<'queued'>, seq: number): CellState => ({
  state: 'queued',
  run,
  queuedAs: seq,
  ran: code,
  shown: cell.shown,
  old: cell.shown.length > 0,
  ...(cell.edited === undefined ? {} : { edited: cell.edited }),
  ...(cell.chosen === undefined ? {} : { chosen: cell.chosen }),
});

const leave = ({ paused: _, ...rest }: CellState): CellState => rest;

/** A run that came to nothing before it began leaves what the one before it has shown. */
const finish = (cell: CellState, { outcome, error, elapsed }: EventOf<'finished'>): CellState => {
  const takenBack = outcome !== 'error' && cell.startedAs === undefined;
  return {
    ...leave(cell),
    state: outcome,
    elapsed,
    shown: cell.old && !takenBack ? [] : cell.shown,
    old: cell.old && takenBack,
    ...(error === undefined ? {} : { error }),
  };
};

/** With its kernel, all values that a cell has made are gone; one that waits will run in the next kernel. */
const loseKernel = (cell: CellState): CellState =>
  isBusy(cell) || cell.startedAs === undefined ? cell : { ...cell, gone: true };

const edit = (cell: CellState, code: string | null): CellState => {
  const { edited: _before, ...rest } = cell;
  return code === null ? rest : { ...rest, edited: code };
};

const replyTo = (cell: CellState, { id, reply }: EventOf<'replied'>): CellState => ({
  ...cell,
  shown: cell.shown.map((one) => (one.kind === 'question' && one.id === id ? { ...one, reply } : one)),
});

const choose = (cell: CellState, { widget, value }: EventOf<'chosen'>, seq: number): CellState => ({
  ...cell,
  chosen: new Map(cell.chosen).set(widget, { value, seq }),
});

/** Whether a run takes the place of those before it in the log, though a newer one waits already. */
const replaces = (event: RunEvent): boolean =>
  event.kind === 'started' || (event.kind === 'finished' && event.outcome === 'error');

const forget = (cell: CellState): CellState => (cell.old ? { ...cell, shown: [], old: false } : cell);

const reduceRun = (
  workbook: WorkbookState,
  event: EventOf<
    'started' | 'extended' | 'paused' | 'resumed' | 'output' | 'display' | 'replied' | 'finished'
  >,
  { seq, time }: Pick<LogEntry, 'seq' | 'time'>,
): WorkbookState => {
  const cell = cellOf(workbook, event.cell);
  if (cell.run !== event.run)
    return replaces(event) ? withCell(workbook, event.cell, forget(cell)) : workbook;
  switch (event.kind) {
    case 'started':
      return withCell(workbook, event.cell, {
        ...cell,
        state: 'running',
        startedAt: Date.parse(time),
        startedAs: seq,
        ...(event.limit === undefined ? {} : { limit: event.limit }),
      });
    case 'extended':
      return withCell(workbook, event.cell, { ...cell, limit: event.limit });
    case 'paused':
      return withCell(workbook, event.cell, { ...cell, paused: event.frames });
    case 'resumed':
      return withCell(workbook, event.cell, { ...cell, paused: [], limit: event.limit });
    case 'output': {
      const { stream, text, reason } = event;
      const printed = { kind: 'printed', stream, text, ...(reason && { reason }) } as const;
      return withCell(workbook, event.cell, show(cell, printed));
    }
    case 'display':
      return withCell(workbook, event.cell, show(cell, event.display));
    case 'replied':
      return withCell(workbook, event.cell, replyTo(cell, event));
    case 'finished':
      return withCell(workbook, event.cell, finish(cell, event));
  }
};

const reduceKernel = (workbook: WorkbookState, { kind: _, ...kernel }: EventOf<'kernel'>): WorkbookState => ({
  ...workbook,
  kernel,
  // Whatever is said of a kernel, what ran before it was said ran in another one.
  cells: new Map([...workbook.cells].map(([name, cell]) => [name, loseKernel(cell)])),
});

const reduceEvent = (workbook: WorkbookState, { seq, time, event }: LogEntry): WorkbookState => {
  switch (event.kind) {
    case 'queued':
      return withCell(workbook, event.cell, queue(cellOf(workbook, event.cell), event, seq));
    case 'started':
    case 'extended':
    case 'paused':
    case 'resumed':
    case 'output':
    case 'display':
    case 'replied':
    case 'finished':
      return reduceRun(workbook, event, { seq, time });
    case 'chosen':
      return withCell(workbook, event.cell, choose(cellOf(workbook, event.cell), event, seq));
    case 'kernel':
      return reduceKernel(workbook, event);
    case 'edited':
      return withCell(workbook, event.cell, edit(cellOf(workbook, event.cell), event.code));
    case 'check':
    case 'checked':
    case 'answered':
    case 'helped':
      return workbook;
    case 'reset':
      return { ...emptyWorkbook, seq: workbook.seq };
  }
};

const reduceBoth = (workbook: WorkbookState, entry: LogEntry): WorkbookState => {
  const next = reduceEvent(workbook, entry);
  const parts = reduceParts(next.parts, entry.event, entry.time);
  return parts === next.parts ? next : { ...next, parts };
};

/** The workbook after one more entry of its log; one that was read before changes nothing. */
export const reduce = (workbook: WorkbookState, entry: LogEntry): WorkbookState =>
  entry.seq <= workbook.seq ? workbook : { ...reduceBoth(workbook, entry), seq: entry.seq };
