import type { Clock } from './clock.ts';
import type { MachineLimits } from './limits.ts';

/** A process ended by a signal; `code` is what a shell says of it. */
export class Killed extends Error {
  readonly signal: SignalName;

  constructor(signal: SignalName) {
    super(`Killed by ${signal}`);
    this.name = 'Killed';
    this.signal = signal;
  }

  get code(): number {
    return 128 + SIGNALS[this.signal];
  }
}

/** The signals that a machine knows, by their numbers on Linux. */
export const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
} as const;
/** A signal by its name. */
export type SignalName = keyof typeof SIGNALS;

/** The machine has as many processes as it may have. */
export class TooManyProcesses extends Error {
  constructor() {
    super('fork: retry: Resource temporarily unavailable');
    this.name = 'TooManyProcesses';
  }
}

/** Something that runs on a machine. */
export class Process {
  readonly pid: number;
  /** Whoever started it; `systemd` once that one is gone. */
  parent: number;
  readonly user: string;
  readonly command: string;
  readonly startedAt: number;
  readonly #abort = new AbortController();
  readonly #clock: Clock;
  #computed = 0;
  #busySince: number | undefined;

  constructor(facts: { pid: number; parent: number; user: string; command: string }, clock: Clock) {
    this.pid = facts.pid;
    this.parent = facts.parent;
    this.user = facts.user;
    this.command = facts.command;
    this.startedAt = clock.now();
    this.#clock = clock;
  }

  /** Aborted with a `Killed` when the process gets a signal that ends it. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  kill(signal: SignalName): void {
    this.#abort.abort(new Killed(signal));
  }

  /** Says whether the process computes or waits: `top` shows it. */
  set busy(busy: boolean) {
    if (busy === this.busy) return;
    if (this.#busySince !== undefined) this.#computed += this.#clock.now() - this.#busySince;
    this.#busySince = busy ? this.#clock.now() : undefined;
  }

  get busy(): boolean {
    return this.#busySince !== undefined;
  }

  /** Milliseconds of processor time so far. */
  get computed(): number {
    return this.#computed + (this.#busySince === undefined ? 0 : this.#clock.now() - this.#busySince);
  }
}

/** A process of an inner name space, as those outside see it: another number, the same process. */
class SeenProcess extends Process {
  readonly #inner: Process;

  constructor(inner: Process, facts: { pid: number; parent: number }, clock: Clock) {
    super({ ...facts, user: inner.user, command: inner.command }, clock);
    this.#inner = inner;
  }

  override get signal(): AbortSignal {
    return this.#inner.signal;
  }

  override kill(signal: SignalName): void {
    this.#inner.kill(signal);
  }

  override get busy(): boolean {
    return this.#inner.busy;
  }

  override set busy(busy: boolean) {
    this.#inner.busy = busy;
  }

  override get computed(): number {
    return this.#inner.computed;
  }
}

/** The name space around a machine's own, in which its processes are seen too, below the process `parent`. */
export interface OuterProcesses {
  readonly processes: Processes;
  parent(): number;
}

/** A process that is to begin: whose it is, what `ps` shows, and its parent, `systemd` when not given. */
export interface Spawn {
  readonly user: string;
  readonly command: string;
  readonly parent?: number;
}

/** All processes of a machine, from `systemd` on. */
export class Processes {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #running = new Map<number, Process>();
  readonly #outer: OuterProcesses | undefined;
  readonly #seen = new Map<number, Process>();
  #nextPid = 2;

  constructor(clock: Clock, limits: Pick<MachineLimits, 'processes'>, outer?: OuterProcesses) {
    this.#clock = clock;
    this.#most = limits.processes;
    this.#outer = outer;
  }

  /** A process as the name space around this one sees it; undefined where there is none around. */
  seenOutside(pid: number): Process | undefined {
    return this.#seen.get(pid);
  }

  list(): Process[] {
    return [...this.#running.values()];
  }

  get(pid: number): Process | undefined {
    return this.#running.get(pid);
  }

  /** Starts a process that lives until `leave`. @throws TooManyProcesses */
  enter({ user, command, parent = 1 }: Spawn): Process {
    if (this.#running.size >= this.#most) throw new TooManyProcesses();
    const pid = this.#running.has(1) ? this.#nextPid : 1;
    if (pid !== 1) this.#nextPid += 1;
    const process = new Process({ pid, parent: pid === 1 ? 0 : parent, user, command }, this.#clock);
    this.#running.set(pid, process);
    this.#show(process);
    return process;
  }

  #show(process: Process): void {
    if (!this.#outer) return;
    const { processes, parent } = this.#outer;
    this.#seen.set(process.pid, processes.#see(process, this.#seen.get(process.parent)?.pid ?? parent()));
  }

  #see(inner: Process, parent: number): Process {
    const process = new SeenProcess(inner, { pid: this.#nextPid, parent }, this.#clock);
    this.#nextPid += 1;
    this.#running.set(process.pid, process);
    return process;
  }

  #hide(pid: number): void {
    const seen = this.#seen.get(pid);
    this.#seen.delete(pid);
    if (seen && this.#outer) this.#outer.processes.#running.delete(seen.pid);
  }

  /** A process is over; what it left running goes on under `systemd`. */
  leave(process: Process): void {
    process.busy = false;
    this.#running.delete(process.pid);
    this.#hide(process.pid);
    for (const child of this.list()) if (child.parent === process.pid) child.parent = 1;
  }

  /** The power is gone. */
  clear(): void {
    for (const process of this.list()) {
      process.kill('SIGKILL');
      this.#hide(process.pid);
    }
    this.#running.clear();
    this.#nextPid = 2;
  }
}
