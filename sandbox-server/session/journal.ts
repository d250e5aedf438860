import type { LogEntry, RunEvent } from '../protocol/events.ts';
import { coalesce } from './coalesce.ts';
import type { LogKey, RunLog } from './log.ts';

/** Hears the entries of a log, in order. */
export type Reader = (entries: LogEntry[]) => void;

/** So many entries are given to a reader at once. */
const page = 500;

/** One lesson's log with its readers: what happens within a turn is written at its end, and then told. */
export class Journal {
  readonly #log: RunLog;
  readonly #key: LogKey;
  readonly #now: () => number;
  readonly #readers = new Set<Reader>();
  #pending: RunEvent[] = [];

  constructor(log: RunLog, key: LogKey, now: () => number) {
    this.#log = log;
    this.#key = key;
    this.#now = now;
  }

  add(event: RunEvent): void {
    if (this.#pending.length === 0) setImmediate(() => this.flush());
    this.#pending.push(event);
  }

  /** Writes what is waiting, then tells it. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const events = coalesce(this.#pending);
    this.#pending = [];
    const entries = this.#log.append(this.#key, events, new Date(this.#now()).toISOString());
    for (const reader of this.#readers) reader(entries);
  }

  /**
   * Gives `reader` the entries after the one numbered `after`, now, and then all further ones.
   * @returns ends it
   */
  subscribe(after: number, reader: Reader): () => void {
    this.flush();
    // A number that was never given out is one of another log: begin at the start.
    let seen = after > this.#log.last(this.#key) ? 0 : after;
    for (;;) {
      const entries = this.#log.read(this.#key, seen, page);
      const newest = entries.at(-1);
      if (newest === undefined) break;
      seen = newest.seq;
      reader(entries);
    }
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  get hasReaders(): boolean {
    return this.#readers.size > 0;
  }
}
