import { expect, test } from 'vitest';
import type { LessonWork } from '../../../sandbox-server/protocol/work.ts';
import { placeToContinue, progressIn } from '../../../src/workbook/progress.ts';

const order = ['a/one', 'a/two', 'b/three'];
const work = (lesson: string, done: number, change: Partial<LessonWork> = {}): LessonWork => ({
  lesson,
  cells: { done, of: 3 },
  parts: { done: 0, of: 0 },
  touched: [],
  answered: [],
  last: { cell: 'boot', time: '2026-01-01T00:00:00.000Z' },
  outputs: 0,
  ...change,
});

test('a lesson is done when all of its cells have run and all of its questions are answered', () => {
  expect(progressIn(work('a/one', 2))).toBe('begun');
  expect(progressIn(work('a/one', 3))).toBe('done');
  expect(progressIn(work('a/one', 3, { parts: { done: 1, of: 2 } }))).toBe('begun');
  expect(progressIn(work('a/one', 3, { parts: { done: 2, of: 2 } }))).toBe('done');
});

test('a lesson that asks for nothing, or is no longer in the book, is never done', () => {
  expect(progressIn(work('a/gone', 0, { cells: { done: 0, of: 0 } }))).toBe('begun');
});

test('one goes on where one was last', () => {
  expect(placeToContinue([work('a/two', 1), work('a/one', 2)], order)).toEqual({
    lesson: 'a/two',
    cell: 'boot',
  });
  const answered = work('a/one', 1, { last: { time: '2026-01-01T00:00:00.000Z' } });
  expect(placeToContinue([answered], order)).toEqual({ lesson: 'a/one' });
});

test('after a lesson that is done comes the next one that is not, and from the last one again the first', () => {
  expect(placeToContinue([work('a/one', 3), work('a/two', 3)], order)).toEqual({ lesson: 'b/three' });
  expect(placeToContinue([work('b/three', 3), work('a/two', 3)], order)).toEqual({ lesson: 'a/one' });
});

test('there is nowhere to go for who has done nothing, or everything, or only what the book has no longer', () => {
  expect(placeToContinue([], order)).toBeUndefined();
  expect(
    placeToContinue(
      order.map((lesson) => work(lesson, 3)),
      order,
    ),
  ).toBeUndefined();
  expect(placeToContinue([work('a/gone', 1)], order)).toBeUndefined();
});
