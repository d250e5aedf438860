import type { LayeredDisk } from '../../../machines/disk/layered-disk.ts';
import type { Machine } from '../../../machines/machine.ts';
import type { Process, SignalName } from '../../../machines/processes.ts';
import { SIGNALS } from '../../../machines/processes.ts';
import { Tty } from '../../../machines/terminal/tty.ts';
import { conflict, DockerFault } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { ContainerFacts } from './container-facts.ts';
import { ContainerLog } from './container-log.ts';
import type { ContainerRecord } from './container-record.ts';
import type { Exec } from './exec.ts';
import { CannotStart } from './find-command.ts';
import { firstCommand } from './first-command.ts';
import { HealthWatch } from './health.ts';
import { Input } from './input.ts';
import { machineOf, mountAll } from './inside.ts';
import { Output, type StreamName } from './output.ts';
import { PausingClock } from './pausing-clock.ts';
import { endBySignal } from './pid-one.ts';
import { filesFor, plugIn, plugOut } from './plugging.ts';
import { restartPause } from './restart.ts';
import { runCommand } from './run-command.ts';
import { signalNamed } from './signal-named.ts';

const DEFAULT_GRACE = 10;

/** The code and the moment that a run of a container ended with. */
export interface ContainerEnd {
  readonly code: number;
  readonly error: string;
}

/** A container: its record, and what there is of it while it runs. */
export class Container extends ContainerFacts {
  readonly machine: Machine;
  readonly disk: LayeredDisk;
  readonly log: ContainerLog;
  readonly output = new Output();
  readonly execs = new Map<string, Exec>();
  readonly health: HealthWatch;
  input = new Input();
  tty: Tty | undefined;
  readonly #clock: PausingClock;
  #process: Process | undefined;
  #forcedCode: number | undefined;
  #size = { columns: 80, rows: 24 };
  #ended = Promise.withResolvers<ContainerEnd>();
  #over = Promise.resolve();
  readonly #removed = Promise.withResolvers<ContainerEnd>();
  #stopping = new AbortController();
  #startedAt = 0;

  constructor(host: DockerHost, record: ContainerRecord, disk: LayeredDisk) {
    super(host, record);
    this.disk = disk;
    this.#clock = new PausingClock(host.clock);
    this.machine = machineOf(host, record, disk, this.#clock);
    this.log = new ContainerLog(disk, host.clock);
    this.health = new HealthWatch(this);
    this.output.listen((stream, text) => {
      if (record.hostConfig.LogConfig.Type !== 'none') this.log.add(stream, text);
    });
  }

  get process(): Process | undefined {
    return this.#process;
  }
  /** @throws DockerFault when it cannot be started; `CannotStart` when there is no such command in it */
  async start(): Promise<void> {
    if (this.status === 'paused') throw conflict('cannot start a paused container, try unpause instead');
    await this.#over;
    this.#stopping = new AbortController();
    this.hold({ state: { ...this.record.state, byHand: false, restarts: 0 } });
    await this.#startOnce();
  }

  async #startOnce(): Promise<void> {
    const { machine, host } = this;
    const { config } = this.record;
    try {
      await plugIn(this);
      await mountAll(host, machine, this.record, filesFor(this));
      const order = firstCommand(this);
      machine.powerOn(null);
      this.tty = config.Tty ? new Tty(this.#size, (text) => this.output.print('stdout', text)) : undefined;
      if (config.OpenStdin && this.#startedAt !== 0) this.input = new Input();
      await this.#launch((more) => runCommand(machine, { ...this.#sinks(), ...more, ...order }));
    } catch (error) {
      this.#failToStart(error);
      throw error;
    }
  }

  #sinks() {
    const { tty } = this;
    return {
      input: this.record.config.OpenStdin ? this.input : undefined,
      tty,
      print: (stream: StreamName, text: string) => (tty ? tty.write(text) : this.output.print(stream, text)),
      interrupted: () => this.signal('SIGINT'),
    };
  }

  /** Settles once the first process is there. */
  async #launch(run: (more: { started(process: Process): void }) => Promise<number>): Promise<void> {
    const started = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    this.#over = over.promise;
    this.#forcedCode = undefined;
    this.machine.launcher.launch(async () => {
      let code = 0;
      try {
        code = await run({
          started: (process) => {
            this.#process = process;
            this.#started();
            started.resolve();
          },
        });
      } catch (error) {
        started.reject(error);
        over.resolve();
        throw error;
      }
      this.#finish(this.#forcedCode ?? code);
      over.resolve();
    });
    await started.promise;
  }

  #started(): void {
    this.#startedAt = this.host.clock.now();
    this.become({
      status: 'running',
      exitCode: 0,
      error: '',
      oomKilled: false,
      startedAt: this.#startedAt,
      finishedAt: this.record.state.finishedAt,
    });
    this.host.networks.changed();
    this.event('start');
    this.health.begin();
    this.checkMemory();
  }

  #failToStart(error: unknown): void {
    const code = error instanceof CannotStart ? error.code : 128;
    const message = error instanceof Error ? error.message : String(error);
    this.machine.powerOff();
    this.host.endShim(this.id);
    plugOut(this);
    this.become({ status: this.#startedAt === 0 ? 'created' : 'exited', exitCode: code, error: message });
    this.event('die', { exitCode: String(code) });
    this.#settle({ code, error: message });
    if (this.record.hostConfig.AutoRemove) void this.host.remove(this, { force: true, volumes: true });
  }

  #finish(code: number): void {
    this.health.end();
    this.#process = undefined;
    this.log.flush();
    this.#clock.unpause();
    this.machine.powerOff();
    this.host.endShim(this.id);
    plugOut(this);
    for (const exec of this.execs.values()) exec.lost();
    this.become({ status: 'exited', exitCode: code, finishedAt: this.host.clock.now() });
    this.host.networks.changed();
    this.event('die', { exitCode: String(code) });
    const pause = restartPause(
      this.record,
      this.host.clock.now() - this.#startedAt,
      this.#stopping.signal.aborted,
    );
    this.#settle({ code, error: '' });
    if (pause !== undefined) void this.#restartAfter(pause);
    else if (this.record.hostConfig.AutoRemove) void this.host.remove(this, { force: true, volumes: true });
  }

  #settle(end: ContainerEnd): void {
    const ended = this.#ended;
    this.#ended = Promise.withResolvers();
    this.output.end();
    ended.resolve(end);
  }

  async #restartAfter(pause: number): Promise<void> {
    this.become({ status: 'restarting', restarts: this.record.state.restarts + 1 });
    const { signal } = this.#stopping;
    try {
      await this.host.clock.wait(pause, signal);
      await this.#startOnce();
    } catch (error) {
      if (signal.aborted) this.become({ status: 'exited' });
      else if (!(error instanceof DockerFault)) this.host.failed(error);
    }
  }

  /** Ends it: its own signal first, SIGKILL after so many seconds. Settles once it has ended. */
  async stop(seconds = this.record.config.StopTimeout ?? DEFAULT_GRACE): Promise<void> {
    const name = this.record.config.StopSignal ?? 'SIGTERM';
    await this.#endBy(signalNamed(name) ?? 'SIGTERM', seconds);
    this.event('stop');
  }

  async #endBy(signal: SignalName, seconds: number): Promise<void> {
    this.become({ byHand: true });
    this.#stopping.abort();
    if (!this.isUp) return;
    this.unpauseQuietly();
    const ended = this.#over;
    this.kill(signal);
    const waiting = new AbortController();
    const late = this.host.clock.wait(Math.max(0, seconds) * 1000, waiting.signal).then(
      () => this.kill('SIGKILL'),
      () => undefined,
    );
    await (seconds < 0 ? ended : Promise.race([ended, late]));
    waiting.abort();
    await ended;
  }

  /** Sends a signal as `docker kill` does. */
  kill(signal: SignalName): void {
    if (signal === 'SIGKILL') {
      this.become({ byHand: true });
      this.#stopping.abort();
    }
    this.event('kill', { signal: String(SIGNALS[signal]) });
    this.signal(signal);
  }

  /** A signal for the first process, which may be deaf to it. */
  signal(signal: SignalName): void {
    const code = endBySignal(this.record.path, signal, this.record.hostConfig.Init ?? false);
    if (code === undefined) return;
    this.#forcedCode = code;
    this.#clock.unpause();
    this.#process?.kill(signal);
  }

  /** Kills it when its processes take more memory than it may have. */
  checkMemory(): void {
    const { Memory } = this.record.hostConfig;
    if (Memory === 0 || this.host.memoryOf(this) <= Memory) return;
    this.event('oom');
    this.become({ oomKilled: true });
    this.#forcedCode = 137;
    this.#process?.kill('SIGKILL');
  }

  pause(): void {
    if (this.status === 'paused') throw conflict(`Container ${this.id} is already paused`);
    this.demandUp();
    this.#clock.pause();
    this.become({ status: 'paused' });
    this.event('pause');
  }

  unpause(): void {
    if (this.status !== 'paused') throw new DockerFault(500, `Container ${this.id} is not paused`);
    this.unpauseQuietly();
    this.event('unpause');
  }

  unpauseQuietly(): void {
    this.#clock.unpause();
    if (this.status === 'paused') this.become({ status: 'running' });
  }

  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
    this.tty?.resize(this.#size);
  }

  /** How the next end will be; at once with the last one when it does not run. */
  async wait(condition: 'not-running' | 'next-exit' | 'removed'): Promise<ContainerEnd> {
    if (condition === 'removed') return await this.#removed.promise;
    const { exitCode, error } = this.record.state;
    if (condition === 'not-running' && !this.isUp && this.status !== 'restarting')
      return { code: exitCode, error };
    return await this.#ended.promise;
  }

  /** It is gone: whoever waits for that hears of it. */
  gone(): void {
    this.machine.launcher.close();
    this.#removed.resolve({ code: this.record.state.exitCode, error: '' });
    this.#settle({ code: this.record.state.exitCode, error: '' });
  }

  /** The host is switched off: it ends at once, and is started again with it where its policy says so. */
  async lose(): Promise<void> {
    this.#stopping.abort();
    this.#process?.kill('SIGKILL');
    await this.#over;
    this.machine.launcher.close();
  }
}
