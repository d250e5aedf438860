import { Terminal, type TerminalEnding, type TerminalPlace } from './terminal.ts';
import type { TtySize } from './tty.ts';

/** A terminal as a list shows it: `machine` is the name by which it was opened. */
export interface TerminalEntry {
  readonly id: string;
  readonly machine: string;
  readonly ending: TerminalEnding | undefined;
}

/** What the terminals are made of. */
export interface TerminalsParts {
  /** Where a terminal of `owner` on the machine of that name stands. @throws when there is no such machine of theirs */
  place(owner: string, machine: string): Promise<TerminalPlace>;
  /** Hears of faults that are ours. */
  failed(error: unknown): void;
}

/** Terminals that one owner may have at once, those that are over included. */
const MOST_TERMINALS = 12;

/** A terminal that cannot be opened for reasons of its owner's; the words are for them. */
class TooManyTerminals extends Error {
  override name = 'TooManyTerminals';
  readonly reason = { code: 'too-many-terminals', most: MOST_TERMINALS };
  readonly status = 429;
}

/** No terminal of this owner's has that id: it may be another's, or gone. */
class UnknownTerminal extends Error {
  override name = 'UnknownTerminal';
  readonly reason = { code: 'terminal-gone' };
  readonly status = 404;
}

type Held = { readonly machine: string; readonly terminal: Terminal };

/** All terminals, by whose they are: nobody can name another's. */
export class Terminals {
  readonly #parts: TerminalsParts;
  readonly #held = new Map<string, Map<string, Held>>();
  readonly #watchers = new Map<string, Set<() => void>>();

  constructor(parts: TerminalsParts) {
    this.#parts = parts;
  }

  list(owner: string): TerminalEntry[] {
    return [...(this.#held.get(owner)?.values() ?? [])].map(({ machine, terminal: { id, ending } }) => ({
      id,
      machine,
      ending,
    }));
  }

  /** @throws UnknownTerminal */
  get(owner: string, id: string): Terminal {
    const found = this.#held.get(owner)?.get(id)?.terminal;
    if (!found) throw new UnknownTerminal('That terminal is gone. Open a new one.');
    return found;
  }

  /** @throws TooManyTerminals, or what `place` throws */
  async open(owner: string, machine: string, size: TtySize): Promise<Terminal> {
    const place = await this.#parts.place(owner, machine);
    const own = this.#held.get(owner) ?? new Map<string, Held>();
    if (own.size >= MOST_TERMINALS)
      throw new TooManyTerminals(`You have ${MOST_TERMINALS} terminals open. Close one of them first.`);
    this.#held.set(owner, own);
    const terminal = new Terminal(crypto.randomUUID(), place, size, (fault) => {
      if (fault !== undefined) this.#parts.failed(fault);
      this.#changed(owner);
    });
    own.set(terminal.id, { machine, terminal });
    this.#changed(owner);
    return terminal;
  }

  /** The newest open terminal on a machine, or a new one. */
  async on(owner: string, machine: string, size: TtySize): Promise<Terminal> {
    const known = this.list(owner).findLast(
      (entry) => entry.machine === machine && entry.ending === undefined,
    );
    return known ? this.get(owner, known.id) : await this.open(owner, machine, size);
  }

  /** Ends a terminal and forgets it. @throws UnknownTerminal */
  close(owner: string, id: string): void {
    this.get(owner, id).close();
    this.#held.get(owner)?.delete(id);
    this.#changed(owner);
  }

  /** Ends all terminals of an owner, or of everybody. */
  closeAll(owner?: string): void {
    for (const [each, own] of this.#held)
      if (owner === undefined || each === owner) for (const id of own.keys()) this.close(each, id);
  }

  /** Hears of terminals that come, end and go; the answer ends that. */
  watch(owner: string, listener: () => void): () => void {
    const watchers = this.#watchers.get(owner) ?? new Set();
    this.#watchers.set(owner, watchers.add(listener));
    return () => {
      watchers.delete(listener);
      if (watchers.size === 0) this.#watchers.delete(owner);
    };
  }

  #changed(owner: string): void {
    for (const listener of this.#watchers.get(owner) ?? []) listener();
  }
}
