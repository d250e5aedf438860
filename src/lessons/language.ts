/** The languages that a lesson may be written in; each is a folder of the book's URLs. */
export const languages = ['en', 'es'] as const;
/** A language that lessons are written in. */
export type Language = (typeof languages)[number];

/** True when `text` names a language of the book. */
export const isLanguage = (text: string): text is Language => languages.some((language) => language === text);
