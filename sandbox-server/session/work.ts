import type { CellWork, LessonWork, PartWork } from '../protocol/work.ts';
import type { LearnerLog, Touch } from './learner-log.ts';
import type { LessonBook } from './lesson-book.ts';

/** What of a lesson was done: the names of the done, out of those that the book has. */
const shareOf = (done: readonly string[], all: readonly string[]): LessonWork['cells'] => ({
  done: all.filter((name) => done.includes(name)).length,
  of: all.length,
});

/** In the order of the book; what it does not have (any more) comes last. */
const inOrder = <Work>(
  works: Iterable<Work>,
  nameOf: (work: Work) => string,
  order: readonly string[],
): Work[] => {
  const place = (work: Work): number => {
    const at = order.indexOf(nameOf(work));
    return at === -1 ? order.length : at;
  };
  return [...works].toSorted((one, other) => place(one) - place(other));
};

const cellsOf = (touches: readonly Touch[]): Map<string, CellWork> => {
  const cells = new Map<string, CellWork>();
  for (const { kind, name, time, outcome, edited } of touches) {
    if (kind !== 'finished' && kind !== 'edited') continue;
    const before = cells.get(name) ?? { cell: name, edited: false, time };
    cells.set(name, {
      ...before,
      time,
      ...(kind === 'edited' ? { edited: edited === 1 } : outcome === null ? {} : { outcome }),
    });
  }
  return cells;
};

const partsOf = (touches: readonly Touch[]): Map<string, PartWork> => {
  const parts = new Map<string, PartWork>();
  for (const { kind, name, time, passed } of touches) {
    if (kind !== 'answered' && kind !== 'checked') continue;
    const done = (parts.get(name)?.done ?? false) || passed !== 0;
    parts.set(name, { part: name, done, time });
  }
  return parts;
};

/** What somebody did in one lesson, from all that the log has of that; undefined where that is nothing. */
export const workOf = (
  lesson: string,
  touches: readonly Touch[],
  outputs: number,
  { cells: all, parts }: Pick<LessonBook, 'cells' | 'parts'>,
): LessonWork | undefined => {
  const own = touches.filter(({ kind, name }) => kind !== 'finished' || !/^check-/.test(name));
  const last = own.reduce<Touch | undefined>(
    (newest, each) => (newest && newest.time > each.time ? newest : each),
    undefined,
  );
  if (last === undefined) return undefined;
  const touched = cellsOf(own);
  const answered = partsOf(own);
  const ran = [...touched.values()].filter(({ outcome }) => outcome === 'ok').map(({ cell }) => cell);
  const done = [...answered.values()].filter((part) => part.done).map(({ part }) => part);
  const names = all.map(({ name }) => name);
  const isCell = last.kind === 'finished' || last.kind === 'edited';
  return {
    lesson,
    cells: shareOf(
      ran,
      all.filter(({ optional }) => !optional).map(({ name }) => name),
    ),
    parts: shareOf(done, parts),
    touched: inOrder(touched.values(), ({ cell }) => cell, names).filter(
      ({ outcome, edited }) => outcome !== undefined || edited,
    ),
    answered: inOrder(answered.values(), ({ part }) => part, parts),
    last: { ...(isCell && { cell: last.name }), time: last.time },
    outputs,
  };
};

/** What a learner has done in each lesson that they touched, the newest first. */
export const lessonsOf = (
  log: LearnerLog,
  learner: string,
  book: (lesson: string) => LessonBook,
): LessonWork[] => {
  const outputs = log.outputs(learner);
  const touches = Map.groupBy(log.touches(learner), ({ lesson }) => lesson);
  return [...touches]
    .flatMap(([lesson, own]) => workOf(lesson, own, outputs.get(lesson) ?? 0, book(lesson)) ?? [])
    .toSorted((one, other) => other.last.time.localeCompare(one.last.time));
};
