import type { Machine } from '../machine.ts';
import { Killed, type Process, type SignalName } from '../processes.ts';

/** How a service is to be run. */
export interface ServicePlan {
  readonly name: string;
  readonly command: readonly string[];
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly restart: 'always' | 'on-failure' | 'no';
  /** Milliseconds before it is tried again. */
  readonly pause: number;
  /** Milliseconds after which a service counts as started; one that ends before has failed to start. */
  readonly settle: number;
  /** How often a start is tried that fails at once. */
  readonly tries: number;
  /** The service itself says when it is ready. */
  readonly notifies: boolean;
}

/** What a service is doing; `backoff`: it waits to be started again. */
export type ServiceState = 'stopped' | 'starting' | 'running' | 'backoff' | 'stopping' | 'exited' | 'failed';

/** Somebody who hears of a service. */
export interface ServiceListener {
  out(text: string, pid: number): void;
  err(text: string, pid: number): void;
  /** Its state changed; `reason` is said in words when there is one. */
  changed?(state: ServiceState, reason?: string): void;
}

/** One service: started, watched, and started again when its plan says so. */
export class Supervised {
  readonly #machine: Machine;
  readonly #listener: ServiceListener;
  plan: ServicePlan;
  #state: ServiceState = 'stopped';
  #process: Process | undefined;
  #changedAt: number;
  #exitCode: number | undefined;
  #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(machine: Machine, plan: ServicePlan, listener: ServiceListener) {
    this.#machine = machine;
    this.plan = plan;
    this.#listener = listener;
    this.#changedAt = machine.clock.now();
  }

  get state(): ServiceState {
    return this.#state;
  }

  get process(): Process | undefined {
    return this.#process;
  }

  /** When the state last changed, in milliseconds since the epoch. */
  get changedAt(): number {
    return this.#changedAt;
  }

  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  get isUp(): boolean {
    return ['starting', 'running', 'backoff'].includes(this.#state);
  }

  /** Resolves once the service runs, or has failed to. */
  async start(): Promise<void> {
    if (this.isUp) return;
    await this.#ended;
    this.#stop = new AbortController();
    const settled = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    this.#ended = ended.promise;
    this.#become('starting');
    this.#machine.launcher.launch(async () => {
      try {
        await this.#keepUp(settled.resolve);
      } finally {
        settled.resolve();
        ended.resolve();
      }
    });
    await settled.promise;
  }

  /** Resolves once the service has ended. */
  async stop(signal: SignalName = 'SIGTERM'): Promise<void> {
    if (!this.isUp) return;
    this.#become('stopping');
    this.#stop.abort(new Killed(signal));
    this.#process?.kill(signal);
    await this.#ended;
    this.#become('stopped');
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #keepUp(settled: () => void): Promise<void> {
    for (let failures = 0; ; ) {
      const since = this.#machine.clock.now();
      const code = await this.#runOnce(settled);
      if (this.#stop.signal.aborted || !this.#machine.isOn) return;
      this.#exitCode = code;
      const early = this.#machine.clock.now() - since < this.plan.settle;
      failures = early ? failures + 1 : 0;
      const again = this.plan.restart === 'always' || (this.plan.restart === 'on-failure' && code !== 0);
      if (!again || failures > this.plan.tries) {
        this.#become(again || code !== 0 ? 'failed' : 'exited', `exit status ${code}`);
        return;
      }
      this.#become('backoff', `exit status ${code}`);
      if (!(await this.#pause())) return;
      this.#become('starting');
    }
  }

  async #pause(): Promise<boolean> {
    try {
      await this.#machine.clock.wait(
        this.plan.pause,
        AbortSignal.any([this.#stop.signal, this.#machine.power]),
      );
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted || !this.#machine.isOn) return false;
      throw error;
    }
  }

  async #runOnce(settled: () => void): Promise<number> {
    const { plan } = this;
    let pid = 0;
    const ready = (): void => {
      if (this.#state === 'starting') this.#become('running');
      settled();
    };
    const code = await this.#machine.execute({
      ...plan,
      started: (process) => {
        pid = process.pid;
        this.#process = process;
        if (!plan.notifies) ready();
      },
      ready,
      out: (text) => this.#listener.out(text, pid),
      err: (text) => this.#listener.err(text, pid),
    });
    this.#process = undefined;
    return code;
  }

  #become(state: ServiceState, reason?: string): void {
    this.#state = state;
    this.#changedAt = this.#machine.clock.now();
    this.#listener.changed?.(state, reason);
  }
}
