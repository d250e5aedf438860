import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../kernel/clock.ts';
import { defaultLimits } from '../kernel/limits.ts';
import type { LogEntry, RunEvent } from '../protocol/events.ts';
import type { Reason } from '../protocol/reason.ts';
import { endedBy } from '../protocol/reason-in-english.ts';
import type { LessonWork } from '../protocol/work.ts';
import { capacityOf } from './capacity.ts';
import { Journal, Steps } from './journal.ts';
import { Kernels, type KernelsParts } from './kernels.ts';
import { LearnerLog } from './learner-log.ts';
import { emptyBook, type LessonBook } from './lesson-book.ts';
import { type LogKey, RunLog } from './log.ts';
import { LessonRefusal } from './refusal.ts';
import { Session } from './session.ts';
import { Turns } from './turns.ts';
import { lessonsOf } from './work.ts';

/** What all sessions share, and how much they may take. */
export interface SessionsParts
  extends Omit<KernelsParts, 'memory' | 'limits' | 'clock' | 'capacity'>,
    Partial<Pick<KernelsParts, 'memory' | 'limits' | 'clock' | 'capacity'>> {
  /** Where the log is kept. */
  database: DatabaseSync;
  /** Hears of faults of our own. */
  report(error: unknown): void;
  /** What the book says of a lesson. */
  book?: (lesson: string) => LessonBook;
  /** Milliseconds after which a kernel that nobody uses is put to sleep. */
  idle?: number;
  /** The most lessons of one learner that are in use at once. */
  lessons?: number;
}

/** All sessions of all learners. */
export interface Sessions {
  /** The session of a learner in a lesson; it begins with the first call. */
  open(key: LogKey): Session;
  /** What a learner has done in each lesson, the newest first. */
  work(learner: string): LessonWork[];
  /** Everything that is kept of a learner's lessons, in pieces, lesson by lesson and in order. */
  entries(learner: string): Iterable<{ lesson: string; entries: LogEntry[] }>;
  /** Ends a learner's sessions, and forgets all that the log has of them; nobody may open another one meanwhile. */
  forget(learner: string): Promise<void>;
  /** Kernels that are running. */
  readonly kernels: number;
  /** Whether all kernels are at work, and so many wait that nobody more can. */
  readonly isFull: boolean;
  /** Stops every kernel: the server is shutting down. */
  stop(): Promise<void>;
}

/** So many entries are read at once, at most. */
const page = 500;

const defaults = {
  book: (_lesson: string): LessonBook => emptyBook,
  memory: 256,
  limits: defaultLimits,
  clock: systemClock,
  capacity: capacityOf({ memory: 8192, processors: 2 }, { warm: 0 }),
  idle: 20 * 60_000,
  lessons: 100,
};

/** How often it is looked how much memory all kernels take, in milliseconds. */
const memoryInterval = 5_000;

/** Takes up the logs where an earlier server left them. */
export function createSessions(parts: SessionsParts): Sessions {
  return new AllSessions({ ...defaults, ...parts });
}

class AllSessions implements Sessions {
  readonly #parts: SessionsParts & typeof defaults;
  readonly #log: RunLog;
  readonly #learnerLog: LearnerLog;
  readonly #steps = new Steps();
  /** The thread that understands cells serves one learner after the other. */
  readonly #turns = new Turns();
  /** By learner, then by lesson. */
  readonly #sessions = new Map<string, Map<string, Session>>();
  readonly #kernels: Kernels;
  readonly #closing = new AbortController();

  constructor(parts: SessionsParts & typeof defaults) {
    this.#parts = parts;
    this.#log = new RunLog(parts.database);
    this.#learnerLog = new LearnerLog(parts.database);
    this.#kernels = new Kernels(parts);
    this.#takeUp();
    void this.#every(parts.idle / 10, () => this.#sleepUnused());
    void this.#every(memoryInterval, () => this.#kernels.measure());
  }

  open(key: LogKey): Session {
    const { learner, lesson } = key;
    const own = this.#sessions.get(learner) ?? new Map<string, Session>();
    this.#sessions.set(learner, own);
    const known = own.get(lesson);
    if (known) return known;
    this.#demandRoom(own);
    const { clock, report, book } = this.#parts;
    const session: Session = new Session({
      journal: new Journal({ log: this.#log, key, now: () => clock.now(), report, steps: this.#steps }),
      isFull: () => this.#log.isFull(learner),
      isKnown: (run) => this.#log.hasRun(run),
      lastRun: (cell) => this.#log.ofCell(key, cell),
      book: book(lesson),
      chosen: () => this.#log.chosen(key),
      launch: (line, emit) => this.#kernels.launch({ session, learner }, line, emit),
      inTurn: (work) => this.#turns.take(learner, work),
      rested: () => this.#kernels.serve(),
      clock,
      report,
    });
    own.set(lesson, session);
    return session;
  }

  work(learner: string): LessonWork[] {
    return lessonsOf(this.#learnerLog, learner, this.#parts.book);
  }

  *entries(learner: string): Iterable<{ lesson: string; entries: LogEntry[] }> {
    for (const lesson of this.#learnerLog.lessons(learner)) {
      const key = { learner, lesson };
      for (let entries = this.#log.read(key, 0, page); entries.length > 0; ) {
        yield { lesson, entries };
        entries = this.#log.read(key, entries.at(-1)?.seq ?? 0, page);
      }
    }
  }

  async forget(learner: string): Promise<void> {
    const own = [...(this.#sessions.get(learner)?.values() ?? [])];
    await Promise.all(own.map((session) => session.stop({ code: 'learner-deleted' }, 'reset')));
    this.#sessions.delete(learner);
    this.#learnerLog.forget(learner);
  }

  get kernels(): number {
    return this.#withKernel().length;
  }

  get isFull(): boolean {
    return this.#kernels.isFull;
  }

  async stop(): Promise<void> {
    this.#closing.abort();
    await Promise.all([
      this.#kernels.close(),
      ...this.#all().map((session) => session.stop({ code: 'server-stopping' }, 'server')),
    ]);
  }

  /** Forgets those of a learner's sessions that nobody would miss, when there are many. */
  #demandRoom(own: Map<string, Session>): void {
    const { lessons } = this.#parts;
    if (own.size < lessons) return;
    for (const [lesson, session] of own) if (session.isIdle) own.delete(lesson);
    if (own.size >= lessons) throw new LessonRefusal({ code: 'too-many-lessons', most: lessons });
  }

  /** Does something again and again, until the server shuts down. */
  async #every(interval: number, act: () => Promise<void>): Promise<void> {
    const { clock, report } = this.#parts;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      // Shutting down is what ends the wait early.
      await clock.wait(interval, signal).catch(() => undefined);
      if (!signal.aborted) await act().catch(report);
    }
  }

  async #sleepUnused(): Promise<void> {
    const { clock, idle } = this.#parts;
    const reason: Reason = { code: 'kernel-idle', minutes: Math.round(idle / 60_000) };
    const unused = this.#withKernel().filter((each) => !each.isBusy && each.lastUsed + idle <= clock.now());
    await Promise.all(unused.map((session) => session.sleep(reason, 'idle')));
  }

  /** What an earlier server left running has ended with it. */
  #takeUp(): void {
    const time = new Date(this.#parts.clock.now()).toISOString();
    for (const { learner, lesson, run, cell } of this.#log.unfinished()) {
      const error = endedBy('ServerStopped', { code: 'server-ended' });
      const event: RunEvent = { kind: 'finished', run, cell, outcome: 'lost', error, elapsed: 0 };
      this.#log.append({ learner, lesson }, [event], time);
    }
    for (const { state, ...key } of this.#log.alive()) {
      const reason: Reason = { code: 'server-restarted' };
      const gone: RunEvent = { kind: 'kernel', state: 'gone', reason, cause: 'server' };
      this.#log.append(key, [state === 'waiting' ? { kind: 'kernel', state: 'asleep' } : gone], time);
    }
  }

  #all(): Session[] {
    return [...this.#sessions.values()].flatMap((own) => [...own.values()]);
  }

  #withKernel(): Session[] {
    return this.#all().filter(({ hasKernel }) => hasKernel);
  }
}
