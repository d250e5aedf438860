import { type CellText, type Compiled, compileCell } from '../compile/cell.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Choice, TableRows, ValueText } from '../kernel/library.ts';
import type { Finish } from '../kernel/run.ts';
import type { Unfolded } from '../kernel/unfold.ts';
import type { VariableList } from '../kernel/variables.ts';
import type { TablePage } from '../protocol/browser.ts';
import type { Breakpoints } from '../protocol/debugger.ts';
import type { GoneCause, RunEvent } from '../protocol/events.ts';
import { behindFailed, Check, exercisePart } from './check.ts';
import { Job } from './job.ts';
import type { Journal, Reader } from './journal.ts';
import type { LessonBook } from './lesson-book.ts';
import { LessonDebugger } from './lesson-debugger.ts';
import { LessonInputs } from './lesson-inputs.ts';
import { LessonKernel } from './lesson-kernel.ts';
import { LessonParts } from './lesson-parts.ts';
import type { Wait } from './places.ts';
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
  /** What the learner has set the lesson's widgets to. */
  chosen(): Choice[];
  /** Gets a kernel, after waiting in the line if need be; `emit` hears what it does. */
  launch(line: { wait: Wait; admitted: () => void }, emit: (event: RunEvent) => void): Promise<Kernel>;
  /** Does the work of understanding a cell, when the learner's other lessons have had theirs done. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Hears that nothing is left to run, so that its kernel may make room for others. */
  rested(): void;
  clock: Clock;
  /** Hears of faults of our own. */
  report(error: unknown): void;
}

/** One learner's copy of one lesson: its queue of cells, its kernel, its log. */
export class Session {
  /** When it was last used, in milliseconds since 1970. */
  lastUsed: number;
  /** What the learner answers, and which help they take. */
  readonly parts: LessonParts;
  /** What the learner tells cells. */
  readonly inputs: LessonInputs;
  /** What the learner tells a run that is debugged. */
  readonly debugger: LessonDebugger;
  readonly #parts: SessionParts;
  readonly #asked = new Set<string>();
  readonly #queue: Job[] = [];
  #current: Job | undefined;
  /** Settles when the current job has ended. */
  #currentEnd: Promise<unknown> = Promise.resolve();
  readonly #kernel: LessonKernel;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.lastUsed = parts.clock.now();
    this.#kernel = new LessonKernel({
      journal: parts.journal,
      launch: async (wait, admitted) =>
        this.inputs.begin(await parts.launch({ wait, admitted }, (event) => this.#hear(event))),
    });
    this.inputs = new LessonInputs({
      ...parts,
      demandRoom: () => this.#demandRoom(),
      kernel: () => this.#kernel.present(),
    });
    this.debugger = new LessonDebugger(() => this.#kernel.present());
    this.parts = new LessonParts({ ...parts, demandRoom: () => this.#demandRoom() });
  }

  /** Queues a run of a cell. The same run id a second time is the same run: nothing happens. */
  run({ breakpoints = [], ...text }: CellText & { breakpoints?: Breakpoints | undefined }): void {
    this.#enqueue(text, { breakpoints });
  }

  /** Queues the check of an exercise; what it finds, and whether all of it holds, comes into the log. */
  check({ run, exercise }: { run: string; exercise: string }): void {
    const check = new Check(exercise);
    this.#enqueue({ run, cell: check.cell, code: this.parts.checkOf(exercise) }, { check });
  }

  #enqueue(text: CellText, kind: { check?: Check; breakpoints?: Breakpoints }): void {
    this.lastUsed = this.#parts.clock.now();
    if (this.#asked.has(text.run) || this.#parts.isKnown(text.run)) return;
    if (this.#queue.length >= longestQueue) {
      throw new LessonRefusal(`${longestQueue} cells are waiting already. Wait for them, or interrupt.`);
    }
    this.#demandRoom();
    this.#remember(text.run);
    this.#parts.journal.add({ kind: 'queued', run: text.run, cell: text.cell, code: text.code });
    const busy = this.isBusy;
    this.#queue.push(new Job(text, kind));
    if (!busy) void this.#workOff().catch((error: unknown) => this.#parts.report(error));
  }

  /** Stops the running cell, and takes the waiting ones out of the queue; what cells made stays. */
  async interrupt(): Promise<void> {
    this.#cancelAll('It was not run, because the lesson was interrupted.');
    const kernel = await this.#kernel.present();
    await kernel?.interrupt();
  }

  /** Keeps one run from beginning; one that has begun, or has ended, is left as it is. */
  cancel(run: string): void {
    const at = this.#queue.findIndex(({ text }) => text.run === run);
    const reason = 'It was taken out of the queue.';
    if (this.#current?.text.run === run) this.#current.cancel(reason);
    for (const job of at === -1 ? [] : this.#queue.splice(at, 1)) this.#drop(job, reason);
  }

  /** Gives the running run more time. @throws LessonRefusal when it is over, or has the most that a run gets */
  async extend(run: string): Promise<void> {
    const kernel = await this.#kernel.present();
    const answer = kernel?.extend(run) ?? 'over';
    if (answer === 'over') throw new LessonRefusal('The cell is not running any more.');
    if (answer === 'most') throw new LessonRefusal('The cell has as much time as a cell may have.');
  }

  /** A new kernel in place of the old one. */
  async restart(): Promise<void> {
    await this.stop('The kernel was restarted: everything that cells had made is gone.', 'restarted');
    await this.#kernel.ready();
  }

  /** Keeps the learner's text of a cell; `null` puts the lesson's own text back. */
  edit(cell: string, code: string | null): void {
    if (code !== null) this.#demandRoom();
    this.#parts.journal.add({ kind: 'edited', cell, code });
  }

  /** Back to the start: no kernel, no outputs, no edits. */
  async reset(): Promise<void> {
    await this.stop('The lesson was reset.', 'reset');
    this.#parts.journal.add({ kind: 'reset' });
    this.#parts.journal.flush();
  }

  /** What a value consists of, by the handle that it was shown with. */
  async unfold(handle: string): Promise<Unfolded> {
    const kernel = await this.#kernel.present();
    return kernel ? kernel.unfold(handle) : { properties: [], gone: true };
  }

  /** What cells have declared, as it is now. */
  async readVariables(): Promise<VariableList> {
    const gone = { variables: [], more: 0, gone: true };
    return (await this.#kernel.present())?.ask(({ variables }) => variables.read(), gone) ?? gone;
  }

  /** Rows of a table, by the handle that it was shown with. */
  async readTable(page: TablePage): Promise<TableRows> {
    const gone = { rows: [], gone: true };
    return (await this.#kernel.present())?.ask((library) => library.readTable(page), gone) ?? gone;
  }

  /** A whole value as JSON, by the handle that it was shown with. */
  async readValue(handle: string): Promise<ValueText> {
    const gone = { text: '', gone: true };
    return (await this.#kernel.present())?.ask((library) => library.readValue(handle), gone) ?? gone;
  }

  /** Gives `reader` all entries after number `after`, then each new one; returns what ends that. */
  subscribe(after: number, reader: Reader): () => void {
    return this.#parts.journal.subscribe(after, reader);
  }

  /** Ends the kernel and all runs, for a `reason` that the learner reads. */
  async stop(reason: string, cause: GoneCause): Promise<void> {
    this.#cancelAll(`It was not run. ${reason}`);
    await Promise.all([this.#kernel.end(reason, cause), this.#currentEnd]);
    this.#parts.journal.flush();
  }

  /** Ends a kernel that is not in use; its learner reads of it if they lose something. Whether it has ended. */
  async sleep(reason: string, cause: GoneCause): Promise<boolean> {
    if (this.isBusy || !this.hasKernel) return !this.hasKernel;
    await this.#kernel.sleep(reason, cause, () => !this.isBusy);
    this.#parts.journal.flush();
    return !this.hasKernel;
  }

  /** Whether a cell is running or waiting. */
  get isBusy(): boolean {
    return this.#current !== undefined || this.#queue.length > 0;
  }

  get hasKernel(): boolean {
    return this.#kernel.isThere;
  }

  /** Whether nobody would miss it: it has no kernel and no run, and nobody reads. What it was is in the log. */
  get isIdle(): boolean {
    return !this.isBusy && !this.hasKernel && !this.#kernel.isEnding && !this.#parts.journal.isInUse;
  }

  /** Memory of its kernel, in MiB; 0 without one. */
  async memory(): Promise<number> {
    return (await (await this.#kernel.present())?.memory()) ?? 0;
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
      const end = this.#runJob(job).catch((error: unknown) => this.#fault(job, error));
      this.#currentEnd = end;
      const { outcome } = await end;
      this.lastUsed = this.#parts.clock.now();
      this.#current = undefined;
      if (outcome === 'ok' || job.isCancelled) continue;
      const reason = behindFailed(job.text.cell);
      for (const waiting of this.#queue.splice(0)) this.#drop(waiting, reason);
    }
    this.#kernel.leaveLine();
    this.#parts.rested();
  }

  async #runJob(job: Job): Promise<Finish> {
    const compiled = await this.#parts.inTurn(() => this.#compile(job));
    if (job.isCancelled) return this.#drop(job);
    if (!compiled.ok) return this.#finish(job, { outcome: 'error', error: compiled.error });
    const kernel = await Promise.race([this.#kernel.ready(), job.cancelled]).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      return this.#finish(job, { outcome: 'lost', error: { name: 'NoKernel', message, stack: [] } });
    });
    if (kernel === undefined || job.isCancelled) return this.#drop(job);
    if ('outcome' in kernel) return kernel;
    if (job.check === undefined) return kernel.run(compiled.script, job.breakpoints);
    const finish = await job.check.run(kernel, compiled.script, this.#parts.clock);
    this.#parts.journal.add(job.check.verdict(finish));
    return finish;
  }

  #compile({ text, check }: Job): Promise<Compiled> {
    if (check === undefined) return compileCell(text);
    this.#parts.journal.flush();
    return check.compile(text, this.#parts.lastRun(exercisePart(check.exercise)));
  }

  #fault(job: Job, error: unknown): Finish {
    this.#parts.report(error);
    const message = 'Something went wrong in the server itself, not in your cell. Its log says more.';
    return this.#finish(job, { outcome: 'lost', error: { name: 'ServerFault', message, stack: [] } });
  }

  /** Ends a run that never reached the kernel. */
  #finish({ text: { run, cell } }: Job, finish: Finish): Finish {
    this.#parts.journal.add({ kind: 'finished', run, cell, ...finish, elapsed: 0 });
    return finish;
  }

  /** Ends a run that was cancelled before it reached the kernel. */
  #drop(job: Job, message = job.reason ?? 'It was not run.'): Finish {
    return this.#finish(job, { outcome: 'interrupted', error: { name: 'NotRun', message, stack: [] } });
  }

  #cancelAll(reason: string): void {
    for (const job of this.#queue.splice(0)) this.#drop(job, reason);
    this.#current?.cancel(reason);
  }

  /** What a cell calls a finding is none: only the check that is running finds out something. */
  #hear(event: RunEvent): void {
    if (event.kind === 'check') {
      if (this.#current?.check === undefined || event.run !== this.#current.text.run) return;
      this.#current.check.hear(event);
    }
    this.inputs.hear(event);
    this.#parts.journal.add(event);
  }
}
