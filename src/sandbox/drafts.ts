import { z } from 'zod';
import { type Answer, answer } from '../../sandbox-server/protocol/parts.ts';
import type { TextStorage } from './pending-edits.ts';

const shape = z.object({ learner: z.string().optional(), drafts: z.record(z.string(), answer) });

/**
 * What a learner has begun to answer and not handed in yet, by part: chosen, written, put in order. It lives in
 * the browser's storage, so that a reload loses nothing of it.
 */
export class Drafts {
  readonly #storage: TextStorage;
  readonly #key: string;
  #kept: z.infer<typeof shape>;

  constructor(storage: TextStorage, lesson: string) {
    this.#storage = storage;
    this.#key = `workbook:${lesson}:drafts`;
    this.#kept = this.#read();
  }

  of(part: string): Answer | undefined {
    return this.#kept.drafts[part];
  }

  /** Keeps a draft in place of the one before; without one, there is none any more. */
  keep(part: string, draft: Answer | undefined): void {
    const { [part]: _before, ...others } = this.#kept.drafts;
    this.#write({ ...this.#kept, drafts: draft === undefined ? others : { ...others, [part]: draft } });
  }

  /** The server has this answer: it is no draft any more, unless the learner has gone on. */
  acknowledge(part: string, given: Answer): void {
    if (JSON.stringify(this.of(part)) === JSON.stringify(given)) this.keep(part, undefined);
  }

  /** Says whose drafts these are: those of another learner of this browser go. */
  belongTo(learner: string): void {
    if (this.#kept.learner === learner) return;
    this.#write({ learner, drafts: this.#kept.learner === undefined ? this.#kept.drafts : {} });
  }

  clear(): void {
    this.#write({ ...this.#kept, drafts: {} });
  }

  #read(): z.infer<typeof shape> {
    const text = this.#storage.getItem(this.#key);
    if (text === null) return { drafts: {} };
    try {
      return shape.parse(JSON.parse(text));
    } catch {
      // Another program wrote under this key, or an older page of ours: what it wrote must not keep this one from opening.
      this.#storage.removeItem(this.#key);
      return { drafts: {} };
    }
  }

  #write(kept: z.infer<typeof shape>): void {
    this.#kept = kept;
    try {
      if (Object.keys(kept.drafts).length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // The storage has no room: the draft lives in this window until it is handed in.
    }
  }
}
