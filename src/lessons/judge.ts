import { isSolved } from '../workbook/parsons.ts';
import { partNameOf } from './parts.ts';
import type { LessonPart } from './read-lesson.ts';

/** What a reader answered, as it comes from their page. */
type Answer =
  | { kind: 'choice'; chosen: number[] }
  | { kind: 'order'; lines: number[] }
  | { kind: 'words'; words: string };

/** What an answer is worth; `open` where there is no right and wrong, `unknown` where nobody asked that. */
export type Judgement = 'right' | 'wrong' | 'open' | 'unknown';

const sameNumbers = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((number) => other.includes(number));

const verdict = (right: boolean): Judgement => (right ? 'right' : 'wrong');

/** Judges an answer to the part of that name. */
export const judge = (parts: readonly LessonPart[], name: string, answer: Answer): Judgement => {
  const part = parts.find((one) => partNameOf(one) === name);
  if (part?.kind === 'quiz' && answer.kind === 'choice') {
    const known = answer.chosen.every((index) => index < part.answers);
    return known ? verdict(sameNumbers([...new Set(answer.chosen)], part.correct)) : 'unknown';
  }
  if (part?.kind === 'prediction') {
    if (part.answers === 0) return answer.kind === 'words' ? 'open' : 'unknown';
    const known = answer.kind === 'choice' && answer.chosen.every((index) => index < part.answers);
    return known ? 'open' : 'unknown';
  }
  if (part?.kind === 'parsons' && answer.kind === 'order') return verdict(isSolved(part.lines, answer.lines));
  return 'unknown';
};
