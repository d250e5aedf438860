import { z } from 'zod';
import { type Answer, answer } from '../../sandbox-server/protocol/parts.ts';
import { KeptForLearner } from './kept-for-learner.ts';
import type { TextStorage } from './kept-text.ts';

const shape = z.object({ learner: z.string().optional(), drafts: z.record(z.string(), answer) });

/** What a learner has begun to answer and not handed in yet, by part: chosen, written, put in order. */
export class Drafts {
  readonly #own: KeptForLearner<z.infer<typeof shape>>;

  constructor(storage: TextStorage, lesson: string) {
    this.#own = new KeptForLearner({
      storage,
      key: `workbook:${lesson}:drafts`,
      shape,
      none: { drafts: {} },
      isEmpty: ({ drafts }) => Object.keys(drafts).length === 0,
    });
  }

  of(part: string): Answer | undefined {
    return this.#own.kept.drafts[part];
  }

  /** Keeps a draft in place of the one before; without one, there is none any more. */
  keep(part: string, draft: Answer | undefined): void {
    const { [part]: _before, ...others } = this.#own.kept.drafts;
    const drafts = draft === undefined ? others : { ...others, [part]: draft };
    this.#own.write({ ...this.#own.kept, drafts });
  }

  /** The server has this answer: it is no draft any more, unless the learner has gone on. */
  acknowledge(part: string, given: Answer): void {
    if (JSON.stringify(this.of(part)) === JSON.stringify(given)) this.keep(part, undefined);
  }

  /** Says whose drafts these are: those of another learner of this browser go. */
  belongTo(learner: string): void {
    this.#own.belongTo(learner);
  }

  clear(): void {
    this.#own.write({ ...this.#own.kept, drafts: {} });
  }
}
