import type { CellText } from '../compile/cell.ts';
import type { Breakpoints } from '../protocol/debugger.ts';
import type { Check } from './check.ts';

/** One run of a cell, from when it is asked for to when it ends. */
export class Job {
  readonly text: CellText;
  /** What it checks, when it is the check of an exercise. */
  readonly check: Check | undefined;
  /** Where it pauses. */
  readonly breakpoints: Breakpoints;
  /** Resolves when it is cancelled. */
  readonly cancelled: Promise<void>;
  isCancelled = false;
  /** What its learner reads of why it was never run. */
  reason: string | undefined;
  readonly #cancel: () => void;

  constructor(
    text: CellText,
    { check, breakpoints = [] }: { check?: Check; breakpoints?: Breakpoints } = {},
  ) {
    this.text = text;
    this.check = check;
    this.breakpoints = breakpoints;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.cancelled = promise;
    this.#cancel = resolve;
  }

  /** Keeps it from running if it does not yet; the reason is that of the first who asks. */
  cancel(reason: string): void {
    this.isCancelled = true;
    this.reason ??= reason;
    this.#cancel();
  }
}
