import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { type Language, languages } from './language.ts';
import { LessonError } from './lesson-error.ts';
import { lessonIdOf } from './lesson-id.ts';
import { type Outline, readOutline } from './outline.ts';

/** A cell in its place: `code` is the text of its file, without the line break at the end. */
export type LessonCell = { name: string; code: string; optional: boolean };

/** A lesson in one language. */
export type LessonPage = FrontMatter & { file: string; anchors: string[] };

/** A lesson: its pages by language and its cells in the order of the page. */
export type Lesson = {
  id: string;
  folder: string;
  pages: Partial<Record<Language, LessonPage>>;
  cells: LessonCell[];
};

type ReadPage = { language: Language; file: string; data: FrontMatter; outline: Outline };

const readPages = (folder: string): ReadPage[] =>
  languages.flatMap((language) => {
    const file = join(folder, `${language}.mdx`);
    if (!existsSync(file)) return [];
    const { data, body } = readFrontMatter(file, readFileSync(file, 'utf8'));
    return [{ language, file, data, outline: readOutline(file, body) }];
  });

/** Refuses a page that lacks what its twin in the other language has, or has it in another order. */
const compare = (one: ReadPage, other: ReadPage): void => {
  const of = ({ outline }: ReadPage): [string, string[]][] => [
    ['anchor', outline.anchors],
    ['cell', outline.cells.map(({ name, optional }) => (optional ? `${name} (optional)` : name))],
  ];
  const others = of(other);
  for (const [index, [what, names]] of of(one).entries()) {
    const twins = others[index]?.[1] ?? [];
    const at = Array.from({ length: Math.max(names.length, twins.length) }).findIndex(
      (_, position) => names[position] !== twins[position],
    );
    if (at === -1) continue;
    throw new LessonError(
      other.file,
      `its ${what} number ${at + 1} is “${twins[at] ?? 'missing'}”; in ${basename(one.file)} it is “${names[at] ?? 'missing'}”.`,
      `Both languages have the same ${what}s in the same order.`,
    );
  }
};

const readCell = (folder: string, page: ReadPage, name: string): string => {
  const file = join(folder, 'cells', `${name}.ts`);
  if (existsSync(file)) return readFileSync(file, 'utf8').replace(/\n$/, '');
  const names = cellFiles(folder);
  throw new LessonError(
    page.file,
    `shows the cell “${name}”, and there is no cells/${name}.ts.`,
    names.length === 0 ? 'Write that file.' : `Write that file, or name one of: ${names.join(', ')}.`,
  );
};

const cellFiles = (folder: string): string[] => {
  const cells = join(folder, 'cells');
  if (!existsSync(cells)) return [];
  return readdirSync(cells)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
};

/** Reads the lesson in `folder` (an absolute path to `NN-chapter/NN-lesson`); an author's mistake is a `LessonError`. */
export const readLesson = (folder: string): Lesson => {
  const pages = readPages(folder);
  const [first, ...others] = pages;
  if (first === undefined) {
    throw new LessonError(
      folder,
      'has no page.',
      `Write ${languages.map((name) => `${name}.mdx`).join(' or ')}.`,
    );
  }
  for (const other of others) compare(first, other);
  const cells = first.outline.cells.map(({ name, optional }) => ({
    name,
    optional,
    code: readCell(folder, first, name),
  }));
  const shown = new Set(cells.map(({ name }) => name));
  const unused = cellFiles(folder).find((name) => !shown.has(name));
  if (unused !== undefined) {
    throw new LessonError(
      join(folder, 'cells', `${unused}.ts`),
      'is on no page.',
      `Show it with <Cell name="${unused}" />, or delete it.`,
    );
  }
  return {
    id: lessonIdOf(`${basename(dirname(folder))}/${basename(folder)}`),
    folder,
    pages: Object.fromEntries(
      pages.map(({ language, file, data, outline }) => [
        language,
        { ...data, file, anchors: outline.anchors },
      ]),
    ),
    cells,
  };
};
