import type { DatabaseSync } from 'node:sqlite';
import { type Engine, EngineError } from '../engines/engine.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { type Kernel, startKernel } from '../kernel/kernel.ts';
import { defaultLimits, type Limits } from '../kernel/limits.ts';
import type { RunEvent } from '../protocol/events.ts';
import { Journal } from './journal.ts';
import { type LogKey, RunLog } from './log.ts';
import { Session } from './session.ts';

export interface SessionsParts {
  /** Where the log is kept. */
  database: DatabaseSync;
  engine: Engine;
  /** The environment variables of a learner's kernels: OS_… and WORKBOOK_…, nothing of the server's own. */
  environment(learner: string): Record<string, string> | Promise<Record<string, string>>;
  /** What kernels may connect to, as `host:port`: the server itself. */
  reach: string[];
  /** Hears of faults of our own. */
  report(error: unknown): void;
  /** Memory of a kernel, in MiB. */
  memory?: number;
  limits?: Limits;
  clock?: Clock;
  /** Milliseconds after which a kernel that nobody uses is stopped. */
  idle?: number;
  /** The most kernels at once. */
  most?: number;
}

/** All sessions of all learners. */
export interface Sessions {
  /** The session of a learner in a lesson; it begins with the first call. */
  open(key: LogKey): Session;
  /** Kernels that are running. */
  readonly kernels: number;
  /** Stops every kernel: the server is shutting down. */
  stop(): Promise<void>;
}

const defaults = { memory: 256, limits: defaultLimits, clock: systemClock, idle: 20 * 60_000, most: 40 };

/** Takes up the logs where an earlier server left them. */
export function createSessions(parts: SessionsParts): Sessions {
  return new AllSessions({ ...defaults, ...parts });
}

class AllSessions implements Sessions {
  readonly #parts: SessionsParts & typeof defaults;
  readonly #log: RunLog;
  readonly #sessions = new Map<string, Session>();
  readonly #closing = new AbortController();

  constructor(parts: SessionsParts & typeof defaults) {
    this.#parts = parts;
    this.#log = new RunLog(parts.database);
    this.#takeUp();
    void this.#stopIdle();
  }

  open(key: LogKey): Session {
    const id = JSON.stringify([key.learner, key.lesson]);
    const known = this.#sessions.get(id);
    if (known) return known;
    const { clock, report } = this.#parts;
    const session = new Session({
      journal: new Journal(this.#log, key, () => clock.now()),
      isKnown: (run) => this.#log.hasRun(run),
      launch: (emit) => this.#launch(key.learner, emit),
      clock,
      report,
    });
    this.#sessions.set(id, session);
    return session;
  }

  get kernels(): number {
    return this.#withKernel().length;
  }

  async stop(): Promise<void> {
    this.#closing.abort();
    const reason = 'The server was stopped; the next run starts a new kernel.';
    await Promise.all([...this.#sessions.values()].map((session) => session.stop(reason)));
  }

  async #launch(learner: string, emit: (event: RunEvent) => void): Promise<Kernel> {
    const { engine, environment, reach, memory, clock, limits } = this.#parts;
    await this.#makeRoom();
    const order = { memory, reach, environment: await environment(learner) };
    const host = await engine.launch(order, this.#closing.signal);
    return startKernel({ host, emit, clock, limits });
  }

  /** The session that asks for a kernel is not yet counted among those that have one. */
  async #makeRoom(): Promise<void> {
    const { most } = this.#parts;
    if (this.kernels < most) return;
    const [oldest] = this.#withKernel()
      .filter(({ isBusy }) => !isBusy)
      .sort((one, other) => one.lastUsed - other.lastUsed);
    if (oldest === undefined) {
      throw new EngineError(`All ${most} kernels of this server are at work. Try again in a moment.`);
    }
    await oldest.stop('The kernel was stopped because others needed its place; run the cells again.');
  }

  async #stopIdle(): Promise<void> {
    const { clock, idle, report } = this.#parts;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      // Shutting down is what ends the wait early.
      await clock.wait(idle / 10, signal).catch(() => undefined);
      if (signal.aborted) return;
      const reason = `The kernel was not used for ${Math.round(idle / 60_000)} minutes and was stopped.`;
      const unused = this.#withKernel().filter((each) => !each.isBusy && each.lastUsed + idle <= clock.now());
      await Promise.all(unused.map((session) => session.stop(reason).catch(report)));
    }
  }

  /** What an earlier server left running has ended with it. */
  #takeUp(): void {
    const time = new Date(this.#parts.clock.now()).toISOString();
    const message = 'The server was stopped while this cell was running or waiting. Run it again.';
    for (const { learner, lesson, run, cell } of this.#log.unfinished()) {
      const error = { name: 'ServerStopped', message, stack: [] };
      const event: RunEvent = { kind: 'finished', run, cell, outcome: 'lost', error, elapsed: 0 };
      this.#log.append({ learner, lesson }, [event], time);
    }
    for (const key of this.#log.alive()) {
      const reason = 'The server was started anew: everything that cells had made is gone.';
      this.#log.append(key, [{ kind: 'kernel', state: 'gone', reason }], time);
    }
  }

  #withKernel(): Session[] {
    return [...this.#sessions.values()].filter(({ hasKernel }) => hasKernel);
  }
}
