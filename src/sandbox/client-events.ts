import type { Breakpoints, StepKind } from '../../sandbox-server/protocol/debugger.ts';
import type { LogEntry } from '../../sandbox-server/protocol/events.ts';
import type { CallSummary } from '../../sandbox-server/protocol/wire.ts';
import type { ConnectionState } from './connection.ts';
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
  refused: (message: string, run?: string) => void;
};

/** What a run that is debugged is told. */
export type DebugOrder =
  | { type: 'step'; how: StepKind }
  | { type: 'set-breakpoints'; breakpoints: Breakpoints };
