import type { Clock } from './clock.ts';
import { appendLog } from './disk/log-file.ts';
import type { Tree } from './disk/tree.ts';

/** A line of the journal: `at` in milliseconds since the epoch, and which process of which unit said it. */
export interface JournalEntry {
  readonly at: number;
  readonly unit: string;
  readonly pid: number;
  readonly message: string;
}

const MOST = 2000;
const LONGEST = 4096;

/** `Jan 01 00:00:00`: how syslog and journalctl write a moment. */
export function syslogTime(at: number): string {
  const [, month, day] = new Date(at).toUTCString().match(/^\w+, (\d+) (\w+)/) ?? [];
  return `${day} ${month} ${new Date(at).toISOString().slice(11, 19)}`;
}

/** The messages of the services since the machine was switched on; /var/log/syslog keeps them longer. */
export class Journal {
  readonly #clock: Clock;
  readonly #tree: Tree;
  readonly #hostname: () => string;
  readonly #listeners = new Set<(entry: JournalEntry) => void>();
  #entries: JournalEntry[] = [];

  constructor(clock: Clock, tree: Tree, hostname: () => string) {
    this.#clock = clock;
    this.#tree = tree;
    this.#hostname = hostname;
  }

  add(unit: string, pid: number, text: string): void {
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const entry = { at: this.#clock.now(), unit, pid, message: line.slice(0, LONGEST) };
      this.#entries.push(entry);
      if (this.#entries.length > 2 * MOST) this.#entries = this.#entries.slice(-MOST);
      appendLog(this.#tree, '/var/log/syslog', `${this.format(entry)}\n`);
      for (const listener of this.#listeners) listener(entry);
    }
  }

  entries(unit?: string): JournalEntry[] {
    return this.#entries.filter((entry) => unit === undefined || entry.unit === unit);
  }

  format({ at, unit, pid, message }: JournalEntry): string {
    return `${syslogTime(at)} ${this.#hostname()} ${unit}[${pid}]: ${message}`;
  }

  /** Hears what is added from now on, until the function that is returned is called. */
  listen(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A new boot begins. */
  clear(): void {
    this.#entries = [];
  }
}
