import type { CellText } from '../compile/cell.ts';
import type { Breakpoints } from '../protocol/debugger.ts';
import type { Reason } from '../protocol/reason.ts';
import type { Check } from './check.ts';

/** What kind of run is asked for. */
export interface JobKind {
  /** What it checks, when it is the check of an exercise. */
  check?: Check;
  /** Where it pauses; without any it is not debugged. */
  breakpoints?: Breakpoints | undefined;
  /** Names the runs that were asked for together with it, such as all of a lesson. */
  order?: string | undefined;
}

/** One run of a cell, from when it is asked for to when it ends. */
export class Job {
  readonly text: CellText;
  readonly check: Check | undefined;
  readonly breakpoints: Breakpoints;
  readonly order: string | undefined;
  /** Resolves when it is cancelled. */
  readonly cancelled: Promise<void>;
  isCancelled = false;
  /** What its learner reads of why it was never run. */
  reason: Reason | undefined;
  readonly #cancel: () => void;

  constructor(text: CellText, { check, breakpoints = [], order }: JobKind = {}) {
    this.text = text;
    this.check = check;
    this.breakpoints = breakpoints;
    this.order = order;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.cancelled = promise;
    this.#cancel = resolve;
  }

  /** Keeps it from running if it does not yet; the reason is that of the first who asks. */
  cancel(reason: Reason): void {
    this.isCancelled = true;
    this.reason ??= reason;
    this.#cancel();
  }
}
