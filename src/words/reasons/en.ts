import { englishReasons } from '../../../sandbox-server/protocol/reason-in-english.ts';
import type { ReasonWords } from './reason-words.ts';

/** Why something was refused or came to an end, in English. */
export const reasons: ReasonWords = {
  language: 'en',
  sentences: englishReasons,
  allGone: (why) => `${why} Everything that cells had made is gone.`,
};
