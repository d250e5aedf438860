import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYaml } from './front-matter.ts';
import { type Language, languages } from './language.ts';
import { LessonError } from './lesson-error.ts';
import { nameOfFolder, orderOfFolder } from './lesson-id.ts';
import { type Lesson, readLesson } from './read-lesson.ts';

const inEachLanguage = z.partialRecord(z.enum(languages), z.string().min(1));

/** `chapter.yaml`: what a chapter is called and what its reader can do after it, in each language that it is written in. */
const chapterSchema = z.strictObject({
  title: inEachLanguage.describe('The chapter as the sidebar names it.'),
  goal: inEachLanguage.describe('One sentence: what the reader can do after this chapter.'),
});

/** A chapter with its lessons, both in the book's order. */
export type Chapter = z.infer<typeof chapterSchema> & { id: string; lessons: Lesson[] };

const foldersOf = (parent: string): string[] =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && nameOfFolder(entry.name) !== undefined)
    .map(({ name }) => name)
    .sort((one, other) => orderOfFolder(one) - orderOfFolder(other) || one.localeCompare(other));

const hasPage = (folder: string): boolean =>
  languages.some((language) => existsSync(join(folder, `${language}.mdx`)));

const readChapter = (folder: string, name: string, lessons: Lesson[]): Chapter => {
  const file = join(folder, 'chapter.yaml');
  if (!existsSync(file)) {
    throw new LessonError(file, 'is missing.', 'Write it with title: { en: … } and goal: { en: … }.');
  }
  const parsed = chapterSchema.safeParse(parseYaml(file, readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new LessonError(file, 'is wrong.', z.prettifyError(parsed.error), { cause: parsed.error });
  }
  const { title, goal } = parsed.data;
  const untold = languages.find(
    (language) =>
      lessons.some(({ pages }) => pages[language] !== undefined) &&
      (title[language] === undefined || goal[language] === undefined),
  );
  if (untold !== undefined) {
    throw new LessonError(
      file,
      `lacks a title or a goal in “${untold}”.`,
      'Add it: a lesson is written in it.',
    );
  }
  return { title, goal, id: nameOfFolder(name) ?? name, lessons };
};

/** Reads the whole book in `content` (an absolute path): its chapters that have a lesson, in order. */
export const readBook = (content: string): Chapter[] =>
  foldersOf(content).flatMap((name) => {
    const folder = join(content, name);
    const lessons = foldersOf(folder)
      .map((lesson) => join(folder, lesson))
      .filter(hasPage)
      .map(readLesson);
    return lessons.length === 0 ? [] : [readChapter(folder, name, lessons)];
  });

/** The languages that at least one lesson is written in. */
export const languagesOf = (book: readonly Chapter[]): Language[] =>
  languages.filter((language) =>
    book.some(({ lessons }) => lessons.some(({ pages }) => pages[language] !== undefined)),
  );
