import { type LessonParts, lessonParts } from '../exchange/lesson-parts.ts';
import type { LessonWork } from '../exchange/write-notebook.ts';
import type { PageWorkbook } from './page-workbook.ts';

/** The page without what only a browser can do. */
const readParts = async (): Promise<LessonParts> => {
  const answer = await fetch(new URL('parts.json', location.href));
  if (!answer.ok) throw new Error(`parts.json answered ${answer.status}`);
  return lessonParts.parse(await answer.json());
};

/** The open lesson with everything that the learner did in it. */
export const lessonWork = async (workbook: PageWorkbook): Promise<LessonWork> => ({
  page: await readParts(),
  address: `${location.origin}${location.pathname}`,
  words: workbook.words,
  cells: new Map(
    workbook.program().map(({ name, text }) => [name, { text, state: workbook.cell(name) }] as const),
  ),
});
