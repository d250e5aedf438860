import { en, type Words } from './en.ts';
import { es } from './es.ts';

export type { Words };

/** The interface's words in the language of the page, which its `lang` attribute names. */
export const wordsIn = (language: string): Words => (language.startsWith('es') ? es : en);
