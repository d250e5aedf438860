import type { Finish } from '../kernel/run.ts';
import type { Reason } from '../protocol/reason.ts';
import { behindFailed } from './check.ts';
import type { Job } from './job.ts';
import { LessonRefusal } from './refusal.ts';

/** Cells that may wait at once; the longest lesson has a tenth of it. */
const longestQueue = 200;
/** So many orders that came to an early end are remembered. */
const rememberedOrders = 1000;

/** What the queue needs of its session. */
export interface QueueParts {
  /** Runs a job to its end; never rejects. */
  run(job: Job): Promise<Finish>;
  /** Ends a job that is not run. */
  drop(job: Job, reason: Reason): void;
  /** Hears that nothing is left to run. */
  emptied(): void;
  /** Hears of faults of our own. */
  report(error: unknown): void;
}

/** The jobs of a lesson, one after another. One that fails stops those that wait, and the rest of its order. */
export class Queue {
  readonly #parts: QueueParts;
  readonly #waiting: Job[] = [];
  /** Why the rest of an order is not run; some of it may still be on its way. */
  readonly #ended = new Map<string, Reason>();
  #current: Job | undefined;
  #currentEnd: Promise<unknown> = Promise.resolve();

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** @throws LessonRefusal when no more jobs may wait; nothing more of their order is run then */
  demandRoom(order: string | undefined): void {
    if (this.#waiting.length < longestQueue) return;
    this.#endOrder(order, { code: 'no-room-before' });
    throw new LessonRefusal({ code: 'queue-full', most: longestQueue });
  }

  /** Runs a job when those before it have ended, unless its order has come to an early end. */
  add(job: Job): void {
    const reason = job.order === undefined ? undefined : this.#ended.get(job.order);
    if (reason !== undefined) {
      this.#parts.drop(job, reason);
      return;
    }
    const busy = this.isBusy;
    this.#waiting.push(job);
    if (!busy) void this.#workOff().catch((error: unknown) => this.#parts.report(error));
  }

  /** Keeps one run from beginning; one that has begun, or has ended, is left as it is. */
  cancel(run: string, reason: Reason): void {
    const at = this.#waiting.findIndex(({ text }) => text.run === run);
    if (this.#current?.text.run === run) this.#current.cancel(reason);
    for (const job of at === -1 ? [] : this.#waiting.splice(at, 1)) this.#parts.drop(job, reason);
  }

  cancelAll(reason: Reason): void {
    this.#dropWaiting(reason);
    if (this.#current === undefined) return;
    this.#endOrder(this.#current.order, reason);
    this.#current.cancel(reason);
  }

  /** The job that is at work. */
  get current(): Job | undefined {
    return this.#current;
  }

  /** Settles when the current job has ended. */
  get currentEnd(): Promise<unknown> {
    return this.#currentEnd;
  }

  /** Whether a job is at work or waits. */
  get isBusy(): boolean {
    return this.#current !== undefined || this.#waiting.length > 0;
  }

  async #workOff(): Promise<void> {
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      this.#current = job;
      const end = this.#parts.run(job);
      this.#currentEnd = end;
      const { outcome } = await end;
      this.#current = undefined;
      if (outcome === 'ok' || job.isCancelled) continue;
      const reason = behindFailed(job.text.cell);
      this.#endOrder(job.order, reason);
      this.#dropWaiting(reason);
    }
    this.#parts.emptied();
  }

  #dropWaiting(reason: Reason): void {
    for (const job of this.#waiting.splice(0)) {
      this.#endOrder(job.order, reason);
      this.#parts.drop(job, reason);
    }
  }

  #endOrder(order: string | undefined, reason: Reason): void {
    if (order === undefined) return;
    this.#ended.set(order, reason);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > rememberedOrders && oldest !== undefined) this.#ended.delete(oldest);
  }
}
