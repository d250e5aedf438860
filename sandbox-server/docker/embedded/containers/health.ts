import type { Container } from './container.ts';
import { runInside } from './exec.ts';

const NANOSECONDS = 1_000_000;
const DEFAULTS = { interval: 30_000, timeout: 30_000, retries: 3 };
const KEPT = 5;
const LONGEST = 4096;

interface Probe {
  readonly Start: string;
  readonly End: string;
  readonly ExitCode: number;
  readonly Output: string;
}

/** What is known of a container's health. */
export interface HealthView {
  readonly Status: 'starting' | 'healthy' | 'unhealthy';
  readonly FailingStreak: number;
  readonly Log: readonly Probe[];
}

/** Asks a container now and then whether it is well, as its health check says. */
export class HealthWatch {
  readonly #container: Container;
  #view: HealthView | undefined;
  #stop = new AbortController();

  constructor(container: Container) {
    this.#container = container;
  }

  get view(): HealthView | undefined {
    return this.#view;
  }

  begin(): void {
    const { Test = [] } = this.#container.record.config.Healthcheck ?? {};
    if (Test.length === 0 || Test[0] === 'NONE') return;
    this.#stop = new AbortController();
    this.#view = { Status: 'starting', FailingStreak: 0, Log: [] };
    this.#container.machine.launcher.launch(() => this.#watch(this.#stop.signal));
  }

  end(): void {
    this.#stop.abort();
    if (this.#view) this.#view = { ...this.#view, Status: 'unhealthy' };
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { Interval = 0 } = this.#container.record.config.Healthcheck ?? {};
    try {
      while (!signal.aborted) {
        await this.#container.host.clock.wait(Interval / NANOSECONDS || DEFAULTS.interval, signal);
        await this.#probe(signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #probe(signal: AbortSignal): Promise<void> {
    const { host, record, machine } = this.#container;
    const { Test = [], Timeout = 0, Retries = 0, StartPeriod = 0 } = record.config.Healthcheck ?? {};
    const words =
      Test[0] === 'CMD-SHELL'
        ? [...(record.config.Shell ?? ['/bin/sh', '-c']), ...Test.slice(1)]
        : Test.slice(1);
    const Start = new Date(host.clock.now()).toISOString();
    const late = new AbortController();
    const limit = Timeout / NANOSECONDS || DEFAULTS.timeout;
    const timer = host.clock.wait(limit, late.signal).then(
      () => ({ code: -1, text: `Health check exceeded timeout (${limit / 1000}s)` }),
      () => ({ code: -1, text: '' }),
    );
    const { code, text } = await Promise.race([runInside(this.#container, words), timer]);
    late.abort();
    if (signal.aborted || !this.#view) return;
    const probe = {
      Start,
      End: new Date(host.clock.now()).toISOString(),
      ExitCode: code,
      Output: text.slice(0, LONGEST),
    };
    const FailingStreak = code === 0 ? 0 : this.#view.FailingStreak + 1;
    const isStarting = this.#view.Status === 'starting' && machine.uptime < StartPeriod / NANOSECONDS;
    const failed = FailingStreak >= (Retries || DEFAULTS.retries) && !isStarting;
    const Status = code === 0 ? 'healthy' : failed ? 'unhealthy' : this.#view.Status;
    const before = this.#view.Status;
    this.#view = {
      Status,
      FailingStreak: isStarting ? 0 : FailingStreak,
      Log: [...this.#view.Log, probe].slice(-KEPT),
    };
    if (before !== Status) this.#container.event(`health_status: ${Status}`);
  }
}
