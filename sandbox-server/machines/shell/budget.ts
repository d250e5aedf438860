import type { MachineLimits } from '../limits.ts';
import { Breath, type ComputedTooLong } from './breath.ts';

/** A script printed more than it may. */
export class PrintedTooMuch extends Error {
  constructor(bytes: number) {
    super(`Killed: it printed more than ${bytes} bytes`);
    this.name = 'PrintedTooMuch';
  }
}

/** A script started more processes than it may: a fork bomb. */
export class StartedTooMuch extends Error {
  constructor(starts: number) {
    super(`Killed: it started more than ${starts} processes`);
    this.name = 'StartedTooMuch';
  }
}

/** What a script and all that it starts may still take of the host; when it is used up, `signal` is aborted. */
export class Budget {
  readonly breath: Breath;
  readonly #abort = new AbortController();
  readonly #most: number;
  readonly #mostStarts: number;
  #printed = 0;
  #started = 0;

  constructor(limits: Pick<MachineLimits, 'computing' | 'output' | 'starts'>) {
    this.#most = limits.output;
    this.#mostStarts = limits.starts;
    this.breath = new Breath(limits.computing, (error: ComputedTooLong) => this.#abort.abort(error));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** One more process begins. */
  start(): void {
    this.#started += 1;
    if (this.#started > this.#mostStarts) this.#abort.abort(new StartedTooMuch(this.#mostStarts));
  }

  /** The part of `text` that may still be printed. */
  print(text: string): string {
    const left = this.#most - this.#printed;
    this.#printed += text.length;
    if (this.#printed > this.#most) this.#abort.abort(new PrintedTooMuch(this.#most));
    return left <= 0 ? '' : text.slice(0, left);
  }
}
