import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { partOf, progressOf } from '../../../src/workbook/parts.ts';
import { reduce } from '../../../src/workbook/reduce.ts';
import { emptyWorkbook, type WorkbookState } from '../../../src/workbook/workbook-state.ts';

const minute = (index: number): string => `2026-01-01T00:0${index}:00.000Z`;

/** The workbook after these events, one each minute. */
const read = (...events: RunEvent[]): WorkbookState =>
  events
    .map((event, index) => ({ seq: index + 1, time: minute(index), event }))
    .reduce(reduce, emptyWorkbook);

const found = (holds: boolean): RunEvent => ({
  kind: 'check',
  run: 'r',
  cell: 'check-boot',
  finding: { holds, says: { en: 'It is on.' } },
});
const checked = (passed: boolean): RunEvent => ({ kind: 'checked', part: 'exercise-boot', passed });
const asked: RunEvent = { kind: 'queued', run: 'r', cell: 'check-boot', code: '' };
const chose = (index: number, passed?: boolean): RunEvent => ({
  kind: 'answered',
  part: 'quiz-flavors',
  answer: { kind: 'choice', chosen: [index] },
  ...(passed === undefined ? {} : { passed }),
});

describe('the parts of a lesson, as the log tells them', () => {
  test('an exercise has what its newest check found, and no more', () => {
    const twice = read(asked, found(false), checked(false), asked, found(true));
    expect(partOf(twice, 'exercise-boot').findings.map(({ holds }) => holds)).toEqual([true]);
  });

  test('what was right once is done from then on, whatever comes later', () => {
    const state = read(checked(false), checked(true), checked(false), checked(true));
    expect(partOf(state, 'exercise-boot')).toMatchObject({ passed: true, doneAt: minute(1) });
    expect(partOf(read(checked(true), checked(false)), 'exercise-boot')).toMatchObject({
      passed: false,
      doneAt: minute(0),
    });
  });

  test('an answer is the newest one; where there is no right and wrong, answering is all', () => {
    const quiz = partOf(read(chose(1, false), chose(0, false)), 'quiz-flavors');
    expect(quiz.answer).toEqual({ kind: 'choice', chosen: [0] });
    expect(quiz.doneAt).toBeUndefined();
    expect(partOf(read(chose(2)), 'quiz-flavors').doneAt).toBe(minute(0));
  });

  test('help that was taken is remembered', () => {
    const help = { hints: 2, solution: true, own: 'mine' };
    expect(partOf(read({ kind: 'helped', part: 'exercise-boot', help }), 'exercise-boot').help).toEqual(help);
  });

  test('a reset forgets them all', () => {
    expect(partOf(read(checked(true), { kind: 'reset' }), 'exercise-boot').doneAt).toBeUndefined();
  });

  test('progress is how many of the lesson’s parts are done', () => {
    const parts = ['exercise-boot', 'quiz-flavors', 'parsons-order'];
    expect(progressOf(read(checked(true), chose(0, false)), parts)).toEqual({ done: 1, of: 3 });
    expect(progressOf(emptyWorkbook, parts)).toEqual({ done: 0, of: 3 });
  });
});
