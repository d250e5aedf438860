import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ParsonsLine } from '../workbook/parsons.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { type Language, languages } from './language.ts';
import { LessonError } from './lesson-error.ts';
import { lessonIdOf } from './lesson-id.ts';
import { type Outline, readOutline } from './outline.ts';
import { type PagePart, partNameOf } from './parts.ts';
import { type ExerciseFiles, readExercise } from './read-exercise.ts';
import { readParsons } from './read-parsons.ts';

/** A cell in its place: `code` is the text of its file, without the line break at the end. */
export type LessonCell = { name: string; code: string; optional: boolean };

type PartOf<Kind extends PagePart['kind']> = Extract<PagePart, { kind: Kind }>;
/** An exercise with its files. */
export type Exercise = PartOf<'exercise'> & ExerciseFiles;
/** Lines to be put in order. */
export type Parsons = PartOf<'parsons'> & { lines: ParsonsLine[] };
/** What a lesson has for its reader to do beside its cells. */
export type LessonPart = Exercise | Parsons | PartOf<'quiz' | 'prediction'>;

/** A lesson in one language. */
export type LessonPage = FrontMatter & { file: string; anchors: string[] };

/** A lesson: its pages by language, its cells and its parts in the order of the page. */
export type Lesson = {
  id: string;
  folder: string;
  pages: Partial<Record<Language, LessonPage>>;
  cells: LessonCell[];
  parts: LessonPart[];
};

type ReadPage = { language: Language; file: string; data: FrontMatter; outline: Outline };

const readPages = (folder: string): ReadPage[] =>
  languages.flatMap((language) => {
    const file = join(folder, `${language}.mdx`);
    if (!existsSync(file)) return [];
    const { data, body } = readFrontMatter(file, readFileSync(file, 'utf8'));
    return [{ language, file, data, outline: readOutline(file, body) }];
  });

/** What a part and its twin must have in common beside their name. */
const shapeOf = (part: PagePart): string => {
  switch (part.kind) {
    case 'exercise':
      return ` with ${part.hints} hints`;
    case 'quiz':
      return ` with ${part.answers} answers, right: ${part.correct.map((index) => index + 1).join(', ')}`;
    case 'prediction':
      return ` with ${part.answers} answers`;
    case 'parsons':
      return ` with reasons for lines ${part.reasons.join(', ')}`;
  }
};

/** A cell with what its tag says of it, as an error names it. */
const cellInWords = ({ name, optional, reactive }: Outline['cells'][number]): string => {
  const said = [
    ...(optional ? ['optional'] : []),
    ...(reactive === undefined ? [] : [`reactive: ${reactive}`]),
  ];
  return said.length === 0 ? name : `${name} (${said.join(', ')})`;
};

/** Refuses a page that lacks what its twin in the other language has, or has it in another order. */
const compare = (one: ReadPage, other: ReadPage): void => {
  const of = ({ outline }: ReadPage): [string, string[]][] => [
    ['anchor', outline.anchors],
    ['cell', outline.cells.map(cellInWords)],
    ['part', outline.parts.map((part) => `${partNameOf(part)}${shapeOf(part)}`)],
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

const cellFiles = (folder: string): string[] => namesIn(join(folder, 'cells'), '.ts');

/** What is in a folder, by name: its files with that ending, without it. */
const namesIn = (folder: string, ending: string): string[] => {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, file.length - ending.length))
    .sort();
};

const readPart = (folder: string, part: PagePart): LessonPart => {
  switch (part.kind) {
    case 'exercise':
      return { ...part, ...readExercise(folder, part.name) };
    case 'parsons':
      return { ...part, lines: readParsons(folder, part.name, part.reasons) };
    default:
      return part;
  }
};

/** Refuses a file in `place` that no page shows; `shown` are those that one does. */
const refuseUnshown = (place: string, ending: string, shown: readonly string[], tag: string): void => {
  const unused = namesIn(place, ending).find((name) => !shown.includes(name));
  if (unused === undefined) return;
  throw new LessonError(
    join(place, `${unused}${ending}`),
    'is on no page.',
    `Show it with <${tag} name="${unused}"${tag === 'Cell' ? ' /' : ''}>, or delete it.`,
  );
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
  const parts = first.outline.parts.map((part) => readPart(folder, part));
  refuseUnshown(
    join(folder, 'cells'),
    '.ts',
    cells.map(({ name }) => name),
    'Cell',
  );
  for (const [kind, tag, ending] of [
    ['exercise', 'Exercise', ''],
    ['parsons', 'Parsons', '.ts'],
  ] as const) {
    const place = join(folder, kind === 'exercise' ? 'exercises' : kind);
    const shown = parts.filter((part) => part.kind === kind).map(({ name }) => name);
    refuseUnshown(place, ending, shown, tag);
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
    parts,
  };
};
