import type { Engine } from '../engines/engine.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Kernel, startKernel } from '../kernel/kernel.ts';
import type { Limits } from '../kernel/limits.ts';
import type { RunEvent } from '../protocol/events.ts';
import type { Capacity } from './capacity.ts';
import { type Place, Places, type Wait } from './places.ts';
import { type WarmKernel, WarmKernels } from './warm-kernels.ts';

/** What kernels are made of. */
export interface KernelsParts {
  engine: Engine;
  /** The environment variables of a learner's kernels: OS_… and WORKBOOK_…, nothing of the server's own. */
  environment(learner: string): Record<string, string> | Promise<Record<string, string>>;
  /** The variables that are the same for all of them. */
  common?: Record<string, string>;
  /** What kernels may connect to, as `host:port`: the server itself. */
  reach: string[];
  /** Most memory of one kernel, in MiB. */
  memory: number;
  limits: Limits;
  clock: Clock;
  capacity: Capacity;
}

/** The kernels of all sessions: each takes a place, and comes from those that were started ahead. */
export class Kernels {
  readonly #parts: KernelsParts;
  readonly #places: Places;
  readonly #warm: WarmKernels;
  readonly #running = new Set<Kernel>();
  /** Memory of all that are running, in MiB, when it was last looked at. */
  #used = 0;

  constructor(parts: KernelsParts) {
    this.#parts = parts;
    const { capacity, memory } = parts;
    this.#places = new Places({ ...capacity, fits: () => this.#used + memory <= capacity.memory });
    this.#warm = new WarmKernels({
      size: capacity.warm,
      start: (signal) => this.#start(signal),
      hasRoom: () => this.#places.taken < capacity.most,
    });
    this.#warm.fill();
  }

  /** Whether nobody more can wait for a kernel. */
  get isFull(): boolean {
    return this.#places.isFull;
  }

  /**
   * A kernel for a session, as soon as there is a place; `emit` hears what it does.
   * @param admitted is called when the wait in the line is over
   * @throws EngineError when too many wait already, or there is no kernel to be had
   */
  async launch(
    place: Place,
    line: { wait: Wait; admitted: () => void },
    emit: (event: RunEvent) => void,
  ): Promise<Kernel> {
    const leave = await this.#places.take(place, line.wait);
    try {
      line.admitted();
      const environment = await this.#parts.environment(place.learner);
      const warm = await this.#warm.take();
      const { kernel } = warm;
      warm.emit = emit;
      this.#running.add(kernel);
      void kernel.exited.then(() => {
        this.#running.delete(kernel);
        leave();
      });
      await kernel.adopt(environment);
      return kernel;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Somebody's kernel may make room for others now. */
  serve(): void {
    void this.#places.serve();
  }

  /** Looks at how much memory there is left. */
  async measure(): Promise<void> {
    // One that is ending has no memory to speak of.
    const memories = [...this.#running].map((kernel) => kernel.memory().catch(() => 0));
    this.#used = (await Promise.all(memories)).reduce((sum, each) => sum + each, 0);
    if (this.#used + this.#parts.memory <= this.#parts.capacity.memory) this.serve();
  }

  /** Ends those that nobody has got. */
  close(): Promise<void> {
    return this.#warm.close();
  }

  async #start(signal: AbortSignal): Promise<WarmKernel> {
    const { engine, common = {}, reach, memory, clock, limits } = this.#parts;
    const host = await engine.launch({ memory, reach, environment: common }, signal);
    const warm: Omit<WarmKernel, 'kernel'> = { emit: () => undefined };
    const kernel = await startKernel({ host, emit: (event) => warm.emit(event), clock, limits });
    return Object.assign(warm, { kernel });
  }
}
