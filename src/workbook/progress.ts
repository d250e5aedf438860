import type { LessonWork } from '../../sandbox-server/protocol/work.ts';

/** How far a lesson is; undefined for one that nobody has begun. */
export type Progress = 'begun' | 'done';

/** Everything that a lesson asks for is done. */
export const progressIn = ({ cells, parts }: Pick<LessonWork, 'cells' | 'parts'>): Progress =>
  cells.of + parts.of > 0 && cells.done === cells.of && parts.done === parts.of ? 'done' : 'begun';

/** Where a learner goes on. */
export type Place = { lesson: string; cell?: string };

/**
 * Where to continue: in the lesson of the newest work, at the cell of it; after a lesson that is done, at the
 * next one that is not. Undefined when everything is done, or nothing begun.
 * @param work the newest first
 * @param order the lessons in the order of the book
 */
export const placeToContinue = (work: readonly LessonWork[], order: readonly string[]): Place | undefined => {
  const newest = work.find(({ lesson }) => order.includes(lesson));
  if (newest === undefined) return undefined;
  if (progressIn(newest) === 'begun') {
    const { lesson, last } = newest;
    return { lesson, ...(last.cell !== undefined && { cell: last.cell }) };
  }
  const done = new Set(work.filter((each) => progressIn(each) === 'done').map(({ lesson }) => lesson));
  const at = order.indexOf(newest.lesson);
  const next = [...order.slice(at + 1), ...order.slice(0, at)].find((lesson) => !done.has(lesson));
  return next === undefined ? undefined : { lesson: next };
};
