import { type CellText, type Compiled, compileCell } from '../compile/cell.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Choice, TableRows, ValueText } from '../kernel/library.ts';
import type { Finish } from '../kernel/run.ts';
import type { Unfolded } from '../kernel/unfold.ts';
import type { VariableList } from '../kernel/variables.ts';
import type { TablePage } from '../protocol/browser.ts';
import type { GoneCause, RunEvent } from '../protocol/events.ts';
import type { Reason } from '../protocol/reason.ts';
import { endedBy } from '../protocol/reason-in-english.ts';
import { Check, exercisePart } from './check.ts';
import { Job, type JobKind } from './job.ts';
import type { Journal, Reader } from './journal.ts';
import type { LessonBook } from './lesson-book.ts';
import { LessonDebugger } from './lesson-debugger.ts';
import { LessonInputs } from './lesson-inputs.ts';
import { LessonKernel, whyNoKernel } from './lesson-kernel.ts';
import { LessonParts } from './lesson-parts.ts';
import type { Wait } from './places.ts';
import { Queue } from './queue.ts';
import { LessonRefusal } from './refusal.ts';

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
  readonly #queue: Queue;
  readonly #kernel: LessonKernel;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.lastUsed = parts.clock.now();
    this.#kernel = new LessonKernel({
      journal: parts.journal,
      launch: async (wait, admitted) =>
        this.inputs.begin(await parts.launch({ wait, admitted }, (event) => this.#hear(event))),
    });
    this.#queue = new Queue({
      run: (job) => this.#run(job),
      drop: (job, reason) => this.#drop(job, reason),
      emptied: () => this.#rest(),
      report: parts.report,
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
  run({ run, cell, code, breakpoints, order }: CellText & Omit<JobKind, 'check'>): void {
    this.#enqueue({ run, cell, code }, { breakpoints, order });
  }

  /** Queues the check of an exercise; what it finds, and whether all of it holds, comes into the log. */
  check({ run, exercise }: { run: string; exercise: string }): void {
    const check = new Check(exercise);
    this.#enqueue({ run, cell: check.cell, code: this.parts.checkOf(exercise) }, { check });
  }

  #enqueue(text: CellText, kind: JobKind): void {
    this.lastUsed = this.#parts.clock.now();
    if (this.#asked.has(text.run) || this.#parts.isKnown(text.run)) return;
    this.#queue.demandRoom(kind.order);
    this.#demandRoom();
    this.#remember(text.run);
    this.#parts.journal.add({ kind: 'queued', ...text });
    this.#queue.add(new Job(text, kind));
  }

  /** Stops the running cell, and takes the waiting ones out of the queue; what cells made stays. */
  async interrupt(): Promise<void> {
    this.#queue.cancelAll({ code: 'lesson-interrupted' });
    const kernel = await this.#kernel.present();
    await kernel?.interrupt();
  }

  /** Keeps one run from beginning; one that has begun, or has ended, is left as it is. */
  cancel(run: string): void {
    this.#queue.cancel(run, { code: 'taken-out' });
  }

  /** Gives the running run more time. @throws LessonRefusal when it is over, or has the most that a run gets */
  async extend(run: string): Promise<void> {
    const kernel = await this.#kernel.present();
    const answer = kernel?.extend(run) ?? 'over';
    if (answer === 'over') throw new LessonRefusal({ code: 'run-over' });
    if (answer === 'most') throw new LessonRefusal({ code: 'most-time' });
  }

  /** A new kernel in place of the old one. */
  async restart(): Promise<void> {
    await this.stop({ code: 'kernel-restarted' }, 'restarted');
    await this.#kernel.ready();
  }

  /** Keeps the learner's text of a cell; `null` puts the lesson's own text back. */
  edit(cell: string, code: string | null): void {
    if (code !== null) this.#demandRoom();
    this.#parts.journal.add({ kind: 'edited', cell, code });
  }

  /** Back to the start: no kernel, no outputs, no edits. */
  async reset(): Promise<void> {
    await this.stop({ code: 'lesson-reset' }, 'reset');
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

  /** Ends the kernel and all runs, for a reason that the learner reads. */
  async stop(reason: Reason, cause: GoneCause): Promise<void> {
    this.#queue.cancelAll(reason);
    await Promise.all([this.#kernel.end(reason, cause), this.#queue.currentEnd]);
    this.#parts.journal.flush();
  }

  /** Ends a kernel that is not in use; its learner reads of it if they lose something. Whether it has ended. */
  async sleep(reason: Reason, cause: GoneCause): Promise<boolean> {
    if (this.isBusy || !this.hasKernel) return !this.hasKernel;
    await this.#kernel.sleep(reason, cause, () => !this.isBusy);
    this.#parts.journal.flush();
    return !this.hasKernel;
  }

  /** Whether a cell is running or waiting. */
  get isBusy(): boolean {
    return this.#queue.isBusy;
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
    throw new LessonRefusal({ code: 'no-place' });
  }

  #remember(run: string): void {
    this.#asked.add(run);
    const [oldest] = this.#asked;
    if (this.#asked.size > remembered && oldest !== undefined) this.#asked.delete(oldest);
  }

  async #run(job: Job): Promise<Finish> {
    const finish = await this.#runJob(job).catch((error: unknown) => this.#fault(job, error));
    this.lastUsed = this.#parts.clock.now();
    return finish;
  }

  #rest(): void {
    this.#kernel.leaveLine();
    this.#parts.rested();
  }

  async #runJob(job: Job): Promise<Finish> {
    const compiled = await this.#parts.inTurn(() => this.#compile(job));
    if (job.isCancelled) return this.#drop(job);
    if (!compiled.ok) return this.#finish(job, { outcome: 'error', error: compiled.error });
    const kernel = await Promise.race([this.#kernel.ready(), job.cancelled]).catch((error: unknown) => {
      return this.#finish(job, { outcome: 'lost', error: endedBy('NoKernel', whyNoKernel(error)) });
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
    return this.#finish(job, { outcome: 'lost', error: endedBy('ServerFault', { code: 'server-fault' }) });
  }

  /** Ends a run that never reached the kernel. */
  #finish({ text: { run, cell } }: Job, finish: Finish): Finish {
    this.#parts.journal.add({ kind: 'finished', run, cell, ...finish, elapsed: 0 });
    return finish;
  }

  /** Ends a run that was cancelled before it reached the kernel. */
  #drop(job: Job, reason: Reason = job.reason ?? { code: 'not-run' }): Finish {
    return this.#finish(job, { outcome: 'interrupted', error: endedBy('NotRun', reason) });
  }

  /** What a cell calls a finding is none: only the check that is running finds out something. */
  #hear(event: RunEvent): void {
    if (event.kind === 'check') {
      const { current } = this.#queue;
      if (current?.check === undefined || event.run !== current.text.run) return;
      current.check.hear(event);
    }
    this.inputs.hear(event);
    this.#parts.journal.add(event);
  }
}
