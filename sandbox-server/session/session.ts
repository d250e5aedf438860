import { type CellText, type Compiled, compileCell } from '../compile/cell.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Finish } from '../kernel/run.ts';
import type { Unfolded } from '../kernel/unfold.ts';
import type { RunEvent } from '../protocol/events.ts';
import { Check, exercisePart } from './check.ts';
import type { Journal, Reader } from './journal.ts';
import type { LessonBook } from './lesson-book.ts';
import { LessonParts } from './lesson-parts.ts';
import { LessonRefusal } from './refusal.ts';

/** Cells that may wait at once; the longest lesson has a tenth of it. */
const longestQueue = 200;
/** So many runs are remembered by themselves; those before are in the log, or made room for newer ones. */
const remembered = 10_000;

/** What a session asks of the rest of the server. */
export interface SessionParts {
  journal: Journal;
  /** Whether the learner's logs have no place left. */
  isFull(): boolean;
  /** Whether a run of this id was ever asked for. */
  isKnown(run: string): boolean;
  /** What the log has of a cell's last run. */
  lastRun(cell: string): RunEvent[];
  /** What the book says of this lesson. */
  book: LessonBook;
  /** Gets a kernel; `emit` hears what it does. */
  launch(emit: (event: RunEvent) => void): Promise<Kernel>;
  clock: Clock;
  /** Hears of faults of our own. */
  report(error: unknown): void;
}

interface Job extends CellText {
  cancelled: boolean;
  check?: Check;
}

/** One learner's copy of one lesson: its queue of cells, its kernel, its log. */
export class Session {
  /** When it was last used, in milliseconds since 1970. */
  lastUsed: number;
  /** What the learner answers, and which help they take. */
  readonly parts: LessonParts;
  readonly #parts: SessionParts;
  readonly #asked = new Set<string>();
  readonly #queue: Job[] = [];
  #current: Job | undefined;
  #work: Promise<void> = Promise.resolve();
  #kernel: Promise<Kernel> | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.lastUsed = parts.clock.now();
    this.parts = new LessonParts({ ...parts, demandRoom: () => this.#demandRoom() });
  }

  /** Queues a run of a cell. The same run id a second time is the same run: nothing happens. */
  run(text: CellText): void {
    this.#enqueue(text);
  }

  /** Queues the check of an exercise; what it finds, and whether all of it holds, comes into the log. */
  check({ run, exercise }: { run: string; exercise: string }): void {
    const check = new Check(exercise);
    this.#enqueue({ run, cell: check.cell, code: this.parts.checkOf(exercise) }, check);
  }

  #enqueue(text: CellText, check?: Check): void {
    this.lastUsed = this.#parts.clock.now();
    if (this.#asked.has(text.run) || this.#parts.isKnown(text.run)) return;
    if (this.#queue.length >= longestQueue) {
      throw new LessonRefusal(`${longestQueue} cells are waiting already. Wait for them, or interrupt.`);
    }
    this.#demandRoom();
    this.#remember(text.run);
    this.#parts.journal.add({ kind: 'queued', run: text.run, cell: text.cell, code: text.code });
    const busy = this.isBusy;
    this.#queue.push({ ...text, cancelled: false, ...(check && { check }) });
    if (!busy) this.#work = this.#workOff().catch((error: unknown) => this.#parts.report(error));
  }

  /** Stops the running cell, and takes the waiting ones out of the queue; what cells made stays. */
  async interrupt(): Promise<void> {
    this.#cancel('It was not run, because the lesson was interrupted.');
    if (this.#current) this.#current.cancelled = true;
    const kernel = await this.#present();
    await kernel?.interrupt();
  }

  /** A new kernel in place of the old one. */
  async restart(): Promise<void> {
    await this.stop('The kernel was restarted: everything that cells had made is gone.');
    await this.#ready();
  }

  /** Keeps the learner's text of a cell; `null` puts the lesson's own text back. */
  edit(cell: string, code: string | null): void {
    if (code !== null) this.#demandRoom();
    this.#parts.journal.add({ kind: 'edited', cell, code });
  }

  /** Back to the start: no kernel, no outputs, no edits. */
  async reset(): Promise<void> {
    await this.stop('The lesson was reset.');
    this.#parts.journal.add({ kind: 'reset' });
    this.#parts.journal.flush();
  }

  /** What a value consists of, by the handle that it was shown with. */
  async unfold(handle: string): Promise<Unfolded> {
    const kernel = await this.#present();
    return kernel ? kernel.unfold(handle) : { properties: [], gone: true };
  }

  /** Gives `reader` all entries after number `after`, then each new one; returns what ends that. */
  subscribe(after: number, reader: Reader): () => void {
    return this.#parts.journal.subscribe(after, reader);
  }

  /** Ends the kernel and all runs, for a `reason` that the learner reads. */
  async stop(reason: string): Promise<void> {
    this.#cancel(`It was not run. ${reason}`);
    if (this.#current) this.#current.cancelled = true;
    const kernel = await this.#present();
    if (kernel) {
      this.#leave(reason);
      await kernel.stop();
    }
    await this.#work;
    this.#parts.journal.flush();
  }

  /** Whether a cell is running or waiting. */
  get isBusy(): boolean {
    return this.#current !== undefined || this.#queue.length > 0;
  }

  get hasKernel(): boolean {
    return this.#kernel !== undefined;
  }

  /** Whether nobody would miss it: it has no kernel and no run, and nobody reads. What it was is in the log. */
  get isIdle(): boolean {
    return !this.isBusy && !this.hasKernel && !this.#parts.journal.isInUse;
  }

  /** Memory of its kernel, in MiB; 0 without one. */
  async memory(): Promise<number> {
    return (await (await this.#present())?.memory()) ?? 0;
  }

  #demandRoom(): void {
    if (!this.#parts.isFull()) return;
    throw new LessonRefusal(
      'Your outputs and edits fill all the place that a learner has here. Reset a lesson to make room.',
    );
  }

  #remember(run: string): void {
    this.#asked.add(run);
    const [oldest] = this.#asked;
    if (this.#asked.size > remembered && oldest !== undefined) this.#asked.delete(oldest);
  }

  async #workOff(): Promise<void> {
    for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
      this.#current = job;
      const finish = await this.#runJob(job).catch((error: unknown) => this.#fault(job, error));
      this.lastUsed = this.#parts.clock.now();
      this.#current = undefined;
      if (finish.outcome !== 'ok' && !job.cancelled)
        this.#cancel(`It was not run, because cell “${job.cell}” did not end well.`);
    }
  }

  async #runJob(job: Job): Promise<Finish> {
    const compiled = await this.#compile(job);
    if (job.cancelled) return this.#finish(job, { outcome: 'interrupted' });
    if (!compiled.ok) return this.#finish(job, { outcome: 'error', error: compiled.error });
    const kernel = await this.#ready().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      return this.#finish(job, { outcome: 'lost', error: { name: 'NoKernel', message, stack: [] } });
    });
    if ('outcome' in kernel) return kernel;
    if (job.cancelled) return this.#finish(job, { outcome: 'interrupted' });
    if (job.check === undefined) return kernel.run(compiled.script);
    const finish = await job.check.run(kernel, compiled.script, this.#parts.clock);
    this.#parts.journal.add(job.check.verdict(finish));
    return finish;
  }

  #compile(job: Job): Promise<Compiled> {
    if (job.check === undefined) return compileCell(job);
    this.#parts.journal.flush();
    return job.check.compile(job, this.#parts.lastRun(exercisePart(job.check.exercise)));
  }

  #fault(job: Job, error: unknown): Finish {
    this.#parts.report(error);
    const message = 'Something went wrong in the server itself, not in your cell. Its log says more.';
    return this.#finish(job, { outcome: 'lost', error: { name: 'ServerFault', message, stack: [] } });
  }

  /** Ends a run that never reached the kernel. */
  #finish({ run, cell }: CellText, finish: Finish): Finish {
    this.#parts.journal.add({ kind: 'finished', run, cell, ...finish, elapsed: 0 });
    return finish;
  }

  #cancel(message: string): void {
    for (const job of this.#queue.splice(0)) {
      this.#finish(job, { outcome: 'interrupted', error: { name: 'NotRun', message, stack: [] } });
    }
  }

  #ready(): Promise<Kernel> {
    this.#kernel ??= this.#launch();
    return this.#kernel;
  }

  /** The kernel if there is one, or will be in a moment. */
  #present(): Promise<Kernel | undefined> {
    return this.#kernel?.catch(() => undefined) ?? Promise.resolve(undefined);
  }

  async #launch(): Promise<Kernel> {
    const { journal, launch } = this.#parts;
    journal.add({ kind: 'kernel', state: 'starting' });
    try {
      const kernel = await launch((event) => this.#hear(event));
      journal.add({ kind: 'kernel', state: 'ready' });
      const own = this.#kernel;
      void kernel.exited.then(({ words }) => {
        if (this.#kernel === own) this.#leave(`${words} Everything that cells had made is gone.`);
      });
      return kernel;
    } catch (error) {
      this.#leave(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** What a cell calls a finding is none: only the check that is running finds out something. */
  #hear(event: RunEvent): void {
    if (event.kind === 'check') {
      if (this.#current?.check === undefined || event.run !== this.#current.run) return;
      this.#current.check.hear(event);
    }
    this.#parts.journal.add(event);
  }

  #leave(reason: string): void {
    this.#kernel = undefined;
    this.#parts.journal.add({ kind: 'kernel', state: 'gone', reason });
  }
}
