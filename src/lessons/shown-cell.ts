import { partNameOf } from './parts.ts';
import type { Lesson, LessonCell } from './read-lesson.ts';

/** The cell of that name as a page of the lesson begins with it; an exercise's own is `exercise-<name>`, and Run all leaves it out. */
export const shownCell = ({ cells, parts }: Lesson, name: string): LessonCell | undefined => {
  const exercises = parts.flatMap((part) =>
    part.kind === 'exercise' ? [{ name: partNameOf(part), code: part.start, optional: true }] : [],
  );
  return [...cells, ...exercises].find((cell) => cell.name === name);
};
