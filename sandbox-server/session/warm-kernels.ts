import type { Kernel } from '../kernel/kernel.ts';
import type { RunEvent } from '../protocol/events.ts';

/** A kernel that is ready and nobody's yet; `emit` may be set to whoever will hear it. */
export interface WarmKernel {
  kernel: Kernel;
  emit: (event: RunEvent) => void;
}

/** What the kernels that are started ahead come from. */
export interface WarmKernelsParts {
  /** How many are kept ready. */
  size: number;
  /** Starts one; an abort of the signal ends what was begun. */
  start(signal: AbortSignal): Promise<WarmKernel>;
  /** Whether there is room for one that nobody has asked for. */
  hasRoom(): boolean;
}

/** Kernels that are started ahead, so that a first cell need not wait for one. Each is given out once, and to one session. */
export class WarmKernels {
  readonly #parts: WarmKernelsParts;
  readonly #ready: Promise<WarmKernel>[] = [];
  readonly #closing = new AbortController();

  constructor(parts: WarmKernelsParts) {
    this.#parts = parts;
  }

  /** Starts as many as are missing. */
  fill(): void {
    while (this.#ready.length < this.#parts.size && this.#parts.hasRoom() && !this.#closing.signal.aborted) {
      this.#ready.push(this.#start());
    }
  }

  /** The oldest that is ready or will be, or else a new one; another takes its place in the background. */
  async take(): Promise<WarmKernel> {
    const oldest = this.#ready.shift();
    // One that could not be had ahead is asked for anew: whoever asks now hears why.
    const taken = await (oldest?.catch(() => this.#parts.start(this.#closing.signal)) ??
      this.#parts.start(this.#closing.signal));
    this.fill();
    return taken;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The server is shutting down.'));
    const left = await Promise.allSettled(this.#ready.splice(0));
    await Promise.all(
      left.map((each) => (each.status === 'fulfilled' ? each.value.kernel.stop() : undefined)),
    );
  }

  /** One that ends while nobody has it is forgotten; the next that is taken brings another. */
  #start(): Promise<WarmKernel> {
    const started = this.#parts.start(this.#closing.signal);
    const forget = (): void => {
      const at = this.#ready.indexOf(started);
      if (at !== -1) this.#ready.splice(at, 1);
    };
    started.then(({ kernel }) => kernel.exited.then(forget)).catch(forget);
    return started;
  }
}
