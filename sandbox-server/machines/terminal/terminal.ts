import { MachineIsOff } from '../network/errors.ts';
import { type Login, runLogin } from './interactive-shell.ts';
import { type Piece, Scrollback } from './scrollback.ts';
import { Tty, type TtySize } from './tty.ts';

/** Where a terminal stands: whose shell is run on which machine, and what greets there. */
export interface TerminalPlace extends Pick<Login, 'machine' | 'user' | 'env'> {
  readonly greeting: string;
}

/** Why a terminal is over: its user left, it was closed, its machine went off, or a fault of ours. */
export type TerminalEnding = 'left' | 'closed' | 'machine-off' | 'fault';

/** UTF-16 units of output that are kept for whoever comes back. */
const KEPT = 256 * 1024;

class TerminalClosed extends Error {
  override name = 'TerminalClosed';
}

/** One terminal: a shell that goes on whether anybody looks or not, and the newest part of what it printed. */
export class Terminal {
  readonly id: string;
  readonly place: TerminalPlace;
  /** Undefined while it is open. */
  ending: TerminalEnding | undefined;
  readonly #scrollback = new Scrollback(KEPT);
  readonly #listeners = new Set<() => void>();
  readonly #close = new AbortController();
  readonly #tty: Tty;

  constructor(id: string, place: TerminalPlace, size: TtySize, ended: (fault: unknown) => void) {
    this.id = id;
    this.place = place;
    this.#tty = new Tty(size, (text) => this.#print(text));
    this.#tty.write(place.greeting);
    void this.#run(ended);
  }

  /** What was typed at it. */
  input(text: string): void {
    if (this.ending === undefined) this.#tty.feed(text);
  }

  resize(size: TtySize): void {
    if (this.ending === undefined) this.#tty.resize(size);
  }

  /** Hangs up: what runs in it ends. */
  close(): void {
    this.#close.abort(new TerminalClosed('The terminal was closed.'));
  }

  /** What it printed from `offset` on, at most `most` UTF-16 units; less when older parts are no longer kept. */
  read(offset: number, most: number): Piece {
    return this.#scrollback.from(offset, most);
  }

  /** Hears that there is more to read; the answer ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #print(text: string): void {
    this.#scrollback.add(text);
    for (const listener of this.#listeners) listener();
  }

  async #run(ended: (fault: unknown) => void): Promise<void> {
    const { machine, user, env } = this.place;
    const signal = AbortSignal.any([this.#close.signal, machine.power]);
    let fault: unknown;
    try {
      await runLogin({ machine, user, env, tty: this.#tty, signal });
      this.ending = 'left';
    } catch (error) {
      if (error instanceof TerminalClosed) this.ending = 'closed';
      else if (error instanceof MachineIsOff) this.ending = 'machine-off';
      else {
        this.ending = 'fault';
        fault = error;
      }
    }
    ended(fault);
  }
}
