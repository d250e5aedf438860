import { type Reason, sayReason } from '../../sandbox-server/protocol/reason.ts';
import { Refusal } from '../sandbox/refusal.ts';
import type { ReasonWords } from '../words/reasons/reason-words.ts';
import type { Words } from '../words/words.ts';

/** What is to be said: a reason, or words that are there already; with `allGone` that values went with their kernel. */
export type Why = { message: string; reason?: Reason | undefined; allGone?: boolean };

/** Says a reason in the language of the page; in the words that come with it when its own cannot be loaded. */
export const inWords = async ({ message, reason, allGone = false }: Why, words: Words): Promise<string> => {
  if (reason === undefined) return message;
  // Without a line to the server; the next reason is tried anew.
  const own = await words.loadReasons().catch((): ReasonWords | undefined => undefined);
  if (own === undefined) return message;
  const why = sayReason(reason, own.sentences, own.language);
  return allGone ? own.allGone(why) : why;
};

/** Says why something failed. */
export const sayWhy = async (error: unknown, words: Words): Promise<string> => {
  if (error instanceof Refusal) return await inWords(error, words);
  return error instanceof Error ? error.message : String(error);
};
