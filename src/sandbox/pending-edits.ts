import { z } from 'zod';
import { readKept, type TextStorage } from './kept-text.ts';

const shape = z.object({
  learner: z.string().optional(),
  edits: z.record(z.string(), z.string().nullable()),
});
type Kept = z.infer<typeof shape>;

/**
 * What a learner typed and the server has not acknowledged yet, by cell; `null` puts the lesson's text back.
 * It lives in the browser's storage, so that neither a reload nor a lost connection loses a keystroke. The windows of
 * one browser share it: each change begins with what is there.
 */
export class PendingEdits {
  readonly #storage: TextStorage;
  readonly #key: string;
  #kept: Kept;
  #learner: string | undefined;
  /** True when the storage has no room: then the edits live in this window until the server has them. */
  #isAlone = false;

  constructor(storage: TextStorage, lesson: string) {
    this.#storage = storage;
    this.#key = `workbook:${lesson}:edits`;
    this.#kept = this.#read();
  }

  /** Reads again what another window of this browser has left there. */
  reread(): void {
    if (!this.#isAlone) this.#kept = this.#read();
  }

  /** Whether the browser's storage keeps the edits of this lesson under `key`. */
  isAt(key: string | null): boolean {
    return key === this.#key;
  }

  /** Every edit that waits, by cell. */
  all(): readonly [string, string | null][] {
    return Object.entries(this.#kept.edits);
  }

  /** The text that waits for a cell; undefined when none does. */
  of(cell: string): string | null | undefined {
    return this.#kept.edits[cell];
  }

  /** Says whose edits these are: what another learner left in this browser is not sent as this one's. */
  belongTo(learner: string): void {
    this.reread();
    this.#learner = learner;
    if (this.#kept.learner === learner) return;
    this.#write(this.#kept.learner === undefined ? this.#kept.edits : {});
  }

  keep(cell: string, code: string | null): void {
    this.reread();
    this.#write({ ...this.#kept.edits, [cell]: code });
  }

  /** The server has `code` for `cell`: it waits no longer, unless the learner has typed on. */
  acknowledge(cell: string, code: string | null): void {
    this.reread();
    if (this.#kept.edits[cell] !== code) return;
    this.#write(Object.fromEntries(this.all().filter(([name]) => name !== cell)));
  }

  clear(): void {
    this.#write({});
  }

  #read(): Kept {
    return readKept(this.#storage, this.#key, shape, { edits: {} });
  }

  #write(edits: Kept['edits']): void {
    const learner = this.#learner ?? this.#kept.learner;
    this.#kept = { edits, ...(learner !== undefined && { learner }) };
    try {
      if (Object.keys(edits).length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(this.#kept));
      this.#isAlone = false;
    } catch {
      this.#isAlone = true;
    }
  }
}
