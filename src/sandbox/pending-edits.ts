import { z } from 'zod';

const shape = z.object({
  learner: z.string().optional(),
  edits: z.record(z.string(), z.string().nullable()),
});
type Kept = z.infer<typeof shape>;

/** The part of `localStorage` that is used here. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * What a learner typed and the server has not acknowledged yet, by cell; `null` puts the lesson's text back.
 * It lives in the browser's storage, so that neither a reload nor a lost connection loses a keystroke.
 */
export class PendingEdits {
  readonly #storage: TextStorage;
  readonly #key: string;
  #kept: Kept;

  constructor(storage: TextStorage, lesson: string) {
    this.#storage = storage;
    this.#key = `workbook:${lesson}:edits`;
    this.#kept = this.#read();
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
    if (this.#kept.learner === learner) return;
    const edits = this.#kept.learner === undefined ? this.#kept.edits : {};
    this.#write({ learner, edits });
  }

  keep(cell: string, code: string | null): void {
    this.#write({ ...this.#kept, edits: { ...this.#kept.edits, [cell]: code } });
  }

  /** The server has `code` for `cell`: it waits no longer, unless the learner has typed on. */
  acknowledge(cell: string, code: string | null): void {
    if (this.#kept.edits[cell] !== code) return;
    this.#write({ ...this.#kept, edits: Object.fromEntries(this.all().filter(([name]) => name !== cell)) });
  }

  clear(): void {
    this.#write({ ...this.#kept, edits: {} });
  }

  #read(): Kept {
    const text = this.#storage.getItem(this.#key);
    if (text === null) return { edits: {} };
    try {
      return shape.parse(JSON.parse(text));
    } catch {
      // Another program wrote under this key: what it wrote is no edit, and must not keep the page from opening.
      this.#storage.removeItem(this.#key);
      return { edits: {} };
    }
  }

  #write(kept: Kept): void {
    this.#kept = kept;
    if (Object.keys(kept.edits).length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(kept));
  }
}
