import { type ExplorerWords, explorerWords as en } from './en.ts';
import { explorerWords as es } from './es.ts';

export type { ExplorerWords };

/** The explorer's words in a language; they are loaded with it and not with the lesson. */
export const explorerWordsIn = (language: string): ExplorerWords => (language.startsWith('es') ? es : en);
