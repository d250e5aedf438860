import type { Bindings } from './bindings.ts';

/** The worker in which texts are read, as far as it is used here. */
export type BindingsWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** What a reader needs of the world around it. */
export type ReaderWorld = {
  open: () => BindingsWorker;
  /** Calls after so many milliseconds; the answer prevents it. */
  after: (milliseconds: number, call: () => void) => () => void;
};

/** What the worker answers. */
export type BindingsAnswer = { bindings: Bindings | undefined };

/** A text that is not read after so many milliseconds is none that anybody wrote to be read. */
const longest = 2000;
/** So many texts are remembered: many times those of a lesson, so that each keystroke's text does not stay. */
const remembered = 400;

/**
 * Reads what cells declare and use, in a worker that is begun when the first text is asked for. A text that
 * keeps the worker busy for too long is given up with it: nothing is known of that text, and the next has a
 * new worker.
 */
export class BindingsReader {
  readonly #world: ReaderWorld;
  readonly #changed: () => void;
  readonly #known = new Map<string, Bindings | undefined>();
  readonly #waiting = new Set<string>();
  #worker: BindingsWorker | undefined;
  /** The text that is being read. */
  #current: string | undefined;
  #giveUp: (() => void) | undefined;
  #idle = Promise.withResolvers<void>();

  /** `changed` hears when everything that was asked for is known. */
  constructor(world: ReaderWorld, changed: () => void) {
    this.#world = world;
    this.#changed = changed;
  }

  /** What is known of a text now. A text that is new is read, and `changed` is called. */
  of(code: string): Bindings | undefined {
    if (this.#known.has(code) || this.#current === code) return this.#known.get(code);
    this.#waiting.add(code);
    if (this.#current === undefined) this.#next();
    return undefined;
  }

  /** What the texts declare and use, when it is known of all of them. */
  async all(codes: readonly string[]): Promise<(Bindings | undefined)[]> {
    for (const code of codes) this.of(code);
    if (this.#current !== undefined) await this.#idle.promise;
    return codes.map((code) => this.#known.get(code));
  }

  #next(): void {
    const [code] = this.#waiting;
    if (code === undefined) {
      this.#current = undefined;
      this.#idle.resolve();
      this.#idle = Promise.withResolvers();
      this.#changed();
      return;
    }
    this.#waiting.delete(code);
    this.#current = code;
    this.#worker ??= this.#begin();
    this.#giveUp = this.#world.after(longest, () => this.#end());
    this.#worker.postMessage(code);
  }

  #begin(): BindingsWorker {
    const worker = this.#world.open();
    worker.addEventListener('message', ({ data }: MessageEvent<BindingsAnswer>) => {
      if (worker === this.#worker) this.#answer(data.bindings);
    });
    worker.addEventListener('error', () => {
      if (worker === this.#worker) this.#end();
    });
    return worker;
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#answer(undefined);
  }

  #answer(bindings: Bindings | undefined): void {
    this.#giveUp?.();
    if (this.#current !== undefined) this.#known.set(this.#current, bindings);
    const [oldest] = this.#known.keys();
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest);
    this.#next();
  }
}
