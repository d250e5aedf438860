import type { Answer } from '../protocol/parts.ts';

/** What an answer is worth; `open` where there is no right and wrong, `unknown` where nobody asked that. */
export type Judgement = 'right' | 'wrong' | 'open' | 'unknown';

/** What a session asks of the book about its own lesson. */
export interface LessonBook {
  /** Its cells in order; a reader may leave out those that are `optional`. */
  readonly cells: readonly { name: string; optional: boolean }[];
  /** The names of its exercises, quizzes, predictions and Parsons problems, in order. */
  readonly parts: readonly string[];
  /** The text of an exercise's check; undefined when the lesson has no such exercise. */
  checkOf(exercise: string): string | undefined;
  judge(part: string, answer: Answer): Judgement;
}

/** A lesson that asks nothing of its readers. */
export const emptyBook: LessonBook = {
  cells: [],
  parts: [],
  checkOf: () => undefined,
  judge: () => 'unknown',
};
