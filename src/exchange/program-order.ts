import type { LessonParts } from './lesson-parts.ts';
import type { LessonWork } from './write-notebook.ts';

/** What a program is made of, as it can be handed to a worker: words are said already. */
export type ProgramOrder = {
  page: LessonParts;
  address: string;
  texts: Record<string, string>;
  head: string;
  words: { live: string; optional: string; unreadable: string };
};

/** What is needed of a learner's work to write the program. */
export const programOrder = ({ page, address, cells, words }: LessonWork): ProgramOrder => ({
  page,
  address,
  texts: Object.fromEntries([...cells].map(([name, { text }]) => [name, text])),
  head: `${page.title}\n\n${words.fileFrom(address)}\n\n${words.fileNeeds}`,
  words: { live: words.fileLive, optional: words.fileOptional, unreadable: words.fileUnreadable },
});
