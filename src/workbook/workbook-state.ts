import type { StackFrame } from '../../sandbox-server/protocol/debugger.ts';
import type {
  CellError,
  Display,
  Outcome,
  RunEvent,
  TimeLimit,
} from '../../sandbox-server/protocol/events.ts';
import type { Reason } from '../../sandbox-server/protocol/reason.ts';
import type { Reply, WidgetValue } from '../../sandbox-server/protocol/widgets.ts';
import type { PartStates } from './parts.ts';

/** What a cell is doing, as `<run-cell state>` says it. */
export type RunState = 'idle' | 'queued' | 'running' | Outcome;

/** One thing that a run has shown: printed text, or a display; a question with its reply, once there is one. */
export type Shown =
  | { kind: 'printed'; stream: 'stdout' | 'stderr'; text: string; reason?: Reason | undefined }
  | (Display & { reply?: Reply });

/** A cell as its reader sees it. */
export type CellState = {
  state: RunState;
  /** The run that `state` and `shown` speak of; a late event of another run changes nothing. */
  run?: string;
  /** The code of that run. */
  ran?: string;
  shown: readonly Shown[];
  /** True while `shown` is of the run before: the new one has shown nothing yet. */
  old: boolean;
  error?: CellError;
  /** When the run began, in milliseconds since the epoch. */
  startedAt?: number;
  /** Where the run is paused, the innermost call first; empty when it was, and has gone on. */
  paused?: readonly StackFrame[];
  /** How long the run may take. */
  limit?: TimeLimit;
  /** The number of the entry by which it was queued, and of the one by which it began: what was first, is less. */
  queuedAs?: number;
  startedAs?: number;
  /** The kernel in which it ran is gone, and what it had made. */
  gone?: boolean;
  /** How long the run took, in milliseconds. */
  elapsed?: number;
  /** The learner's text; absent while it is the lesson's own. */
  edited?: string;
  /** What the reader has set the cell's widgets to, by name; and the number of the entry that says so. */
  chosen?: ReadonlyMap<string, { value: WidgetValue; seq: number }>;
};

/** The kernel, in which the values of a lesson live, as its last event says it: `none` until a first run. */
export type KernelState = { state: 'none' } | Omit<Extract<RunEvent, { kind: 'kernel' }>, 'kind'>;

/** One learner's copy of one lesson, as its log says. */
export type WorkbookState = {
  /** The last entry that was read; 0 before the first. */
  seq: number;
  kernel: KernelState;
  cells: ReadonlyMap<string, CellState>;
  /** Exercises, quizzes, predictions and Parsons problems, by name. */
  parts: PartStates;
};

/** A cell that has never been run. */
export const untouched: CellState = { state: 'idle', shown: [], old: false };

/** A lesson of which nothing has been read yet. */
export const emptyWorkbook: WorkbookState = {
  seq: 0,
  kernel: { state: 'none' },
  cells: new Map(),
  parts: new Map(),
};

/** The cell of that name, or one that was never touched. */
export const cellOf = (workbook: WorkbookState, name: string): CellState =>
  workbook.cells.get(name) ?? untouched;

/** True while a cell waits or runs. */
export const isBusy = ({ state }: CellState): boolean => state === 'queued' || state === 'running';
