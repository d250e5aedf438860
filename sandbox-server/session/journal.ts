import type { LogEntry, RunEvent } from '../protocol/events.ts';
import { coalesce } from './coalesce.ts';
import type { LogKey, RunLog } from './log.ts';

/** Hears the entries of a log, in order; `upToDate` when these are the newest, be there some or none. */
export type Reader = (entries: LogEntry[], upToDate: boolean) => void;

/** So many entries are given to a reader at once, at most; fewer when they are long. */
const page = 500;

/**
 * So long, in milliseconds, what happens is gathered before it is written, unless a run ends: a quick cell is one
 * writing and one message.
 */
const gatheringTime = 5;

/** Steps that may take a while, of all journals together: one in each turn, so that others have theirs. */
export class Steps {
  readonly #waiting: (() => void)[] = [];

  add(step: () => void): void {
    this.#waiting.push(step);
    if (this.#waiting.length === 1) setImmediate(() => this.#next());
  }

  #next(): void {
    try {
      this.#waiting[0]?.();
    } finally {
      this.#waiting.shift();
      if (this.#waiting.length > 0) setImmediate(() => this.#next());
    }
  }
}

/** The log that a journal writes to, and what it needs beside it. */
export interface JournalParts {
  log: RunLog;
  key: LogKey;
  now(): number;
  /** Hears of faults of our own: what cannot be written, because the disk is full, say. */
  report(error: unknown): void;
  /** Where long readings wait for their turn. */
  steps: Steps;
}

/** One lesson's log with its readers: what happens is gathered for a moment, written, and then told. */
export class Journal {
  readonly #parts: JournalParts;
  readonly #readers = new Set<Reader>();
  #pending: RunEvent[] = [];
  #gathering: NodeJS.Timeout | undefined;

  constructor(parts: JournalParts) {
    this.#parts = parts;
  }

  add(event: RunEvent): void {
    const flush = () => this.#attempt(() => this.flush());
    if (event.kind === 'finished') setImmediate(flush);
    else if (this.#pending.length === 0) this.#gathering = setTimeout(flush, gatheringTime);
    this.#pending.push(event);
  }

  /** Writes what is waiting, then tells it. */
  flush(): void {
    if (this.#pending.length === 0) return;
    clearTimeout(this.#gathering);
    const events = coalesce(this.#pending);
    this.#pending = [];
    const { log, key, now } = this.#parts;
    const entries = log.append(key, events, new Date(now()).toISOString());
    for (const reader of this.#readers) this.#attempt(() => reader(entries, true));
  }

  /**
   * Gives `reader` the entries after the one numbered `after`, page by page, the first page now, and then all
   * further ones. It hears at least once: that it is up to date.
   * @returns ends it
   */
  subscribe(after: number, reader: Reader): () => void {
    const { log, key, steps } = this.#parts;
    this.flush();
    // A number that was never given out is one of another log: begin at the start.
    let seen = after > log.last(key) ? 0 : after;
    let ended = false;
    const read = (): void => {
      if (ended) return;
      this.flush();
      const entries = log.read(key, seen, page);
      seen = entries.at(-1)?.seq ?? seen;
      const upToDate = seen >= log.last(key);
      reader(entries, upToDate);
      if (ended) return;
      if (upToDate) this.#readers.add(reader);
      else steps.add(() => this.#attempt(read));
    };
    read();
    return () => {
      ended = true;
      this.#readers.delete(reader);
    };
  }

  /** Whether somebody reads it, or something is still to be written. */
  get isInUse(): boolean {
    return this.#readers.size > 0 || this.#pending.length > 0;
  }

  /** Nobody waits for what is done in a turn of its own: its fault is told, and harms no one else. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.report(error);
    }
  }
}
