import type { Breakpoints, StepKind } from '../../sandbox-server/protocol/debugger.ts';
import type { LogEntry } from '../../sandbox-server/protocol/events.ts';
import type { CallSummary } from '../../sandbox-server/protocol/wire.ts';
import type { ConnectionState } from './connection.ts';
import type { Refusal } from './refusal.ts';
import type { Rows } from './sandbox-client.ts';

/** What a client tells the page. */
export type ClientEvents = {
  connection: (state: ConnectionState) => void;
  entries: (entries: readonly LogEntry[]) => void;
  rows: (rows: Rows) => void;
  /** Another window has written `code` into a cell in which this learner's text waits: the later writing wins. */
  overwritten: (cell: string, code: string | null) => void;
  /** Calls to the learner's cloud; with `all` every one that is kept. */
  calls: (calls: readonly CallSummary[], all: boolean) => void;
  /** The server takes this browser for another learner than before. */
  otherLearner?: () => void;
  /** Something could not be carried out; `run` says which run, where it was one. */
  refused: (why: Refusal, run?: string) => void;
};

/** What is said of the line to the server, when there is none or it breaks. */
export type LineWords = {
  /** A cell cannot be run, and something cannot be asked for, without one. */
  noRun: string;
  none: string;
  broke: string;
  unheard: string;
  newer: string;
};

/** How a cell is run. */
export type RunKind = {
  /** Where it pauses; without any it is not debugged. */
  breakpoints?: Breakpoints;
  /** Names the runs that are asked for together with it: when one of them fails, those after it are not run. */
  order?: string | undefined;
};

/** What a run that is debugged is told. */
export type DebugOrder =
  | { type: 'step'; how: StepKind }
  | { type: 'set-breakpoints'; breakpoints: Breakpoints };
