import type { ZodType } from 'zod';
import { readKept, type TextStorage } from './kept-text.ts';

/** Where something of a learner's is kept, and what it is. */
export interface KeptParts<Kept> {
  storage: TextStorage;
  key: string;
  shape: ZodType<Kept>;
  /** What is kept before anything is. */
  none: Kept;
  isEmpty(kept: Kept): boolean;
}

/** Something that one learner of this browser has left in its storage, so that a reload loses nothing of it. */
export class KeptForLearner<Kept extends { learner?: string | undefined }> {
  readonly #parts: KeptParts<Kept>;
  #kept: Kept;

  constructor(parts: KeptParts<Kept>) {
    const { storage, key, shape, none } = parts;
    this.#parts = parts;
    this.#kept = readKept(storage, key, shape, none);
  }

  get kept(): Kept {
    return this.#kept;
  }

  write(kept: Kept): void {
    const { storage, key, isEmpty } = this.#parts;
    this.#kept = kept;
    try {
      if (isEmpty(kept)) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(kept));
    } catch {
      // The storage has no room: it lives in this window.
    }
  }

  /** Says whose it is: what another learner of this browser has left goes. */
  belongTo(learner: string): void {
    if (this.#kept.learner === learner) return;
    this.write({ ...(this.#kept.learner === undefined ? this.#kept : this.#parts.none), learner });
  }
}
