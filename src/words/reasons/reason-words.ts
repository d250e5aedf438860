import type { ReasonSentences } from '../../../sandbox-server/protocol/reason.ts';

/** What a language has to say why something was refused or came to an end. */
export type ReasonWords = {
  /** Its tag, by which numbers are written. */
  language: string;
  sentences: ReasonSentences;
  /** A kernel has ended by itself, for a reason. */
  allGone: (why: string) => string;
};
