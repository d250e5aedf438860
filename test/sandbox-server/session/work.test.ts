import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import type { Answer } from '../../../sandbox-server/protocol/parts.ts';
import { LearnerLog } from '../../../sandbox-server/session/learner-log.ts';
import { emptyBook } from '../../../sandbox-server/session/lesson-book.ts';
import { RunLog } from '../../../sandbox-server/session/log.ts';
import { lessonsOf } from '../../../sandbox-server/session/work.ts';

const lesson = 'a/b';
const book = () => ({
  ...emptyBook,
  cells: [
    { name: 'connect', optional: false },
    { name: 'boot', optional: false },
    { name: 'break-it', optional: true },
  ],
  parts: ['quiz-flavors', 'exercise-second'],
});

let log: RunLog;
let learnerLog: LearnerLog;
let minute = 0;
beforeEach(() => {
  const database = new DatabaseSync(':memory:');
  log = new RunLog(database);
  learnerLog = new LearnerLog(database);
  minute = 0;
});

const at = (minutes: number) => `2026-01-01T00:${String(minutes).padStart(2, '0')}:00.000Z`;
const happens = (event: RunEvent, where = lesson, learner = 'ada') => {
  minute += 1;
  log.append({ learner, lesson: where }, [event], at(minute));
};
const runs = (cell: string, outcome: 'ok' | 'error' = 'ok', where = lesson) => {
  const run = `${cell}-${minute}`;
  happens({ kind: 'queued', run, cell, code: '1' }, where);
  happens({ kind: 'started', run, cell }, where);
  happens({ kind: 'output', run, cell, stream: 'stdout', text: 'x'.repeat(100) }, where);
  happens({ kind: 'finished', run, cell, outcome, elapsed: 1 }, where);
};
const work = (learner = 'ada') => lessonsOf(learnerLog, learner, book);

test('who has done nothing has no work', () => {
  happens({ kind: 'kernel', state: 'starting' });
  expect(work()).toEqual([]);
});

test('a cell is done when it ran well, and the optional ones are not asked for', () => {
  runs('boot');
  runs('connect', 'error');
  runs('break-it');
  expect(work()[0]).toMatchObject({
    cells: { done: 1, of: 2 },
    touched: [{ cell: 'connect', outcome: 'error' }, { cell: 'boot', outcome: 'ok' }, { cell: 'break-it' }],
    last: { cell: 'break-it', time: at(12) },
  });
  runs('connect');
  expect(work()[0]?.cells).toEqual({ done: 2, of: 2 });
});

test('an edit is part of the work until it is taken back', () => {
  happens({ kind: 'edited', cell: 'boot', code: 'mine' });
  expect(work()[0]?.touched).toEqual([{ cell: 'boot', edited: true, time: at(1) }]);
  happens({ kind: 'edited', cell: 'boot', code: null });
  expect(work()[0]?.touched).toEqual([]);
});

test('a part that was once right stays done, and one without right and wrong is done when answered', () => {
  const answer: Answer = { kind: 'choice', chosen: [0] };
  happens({ kind: 'answered', part: 'quiz-flavors', answer, passed: false });
  expect(work()[0]?.parts).toEqual({ done: 0, of: 2 });
  happens({ kind: 'answered', part: 'quiz-flavors', answer, passed: true });
  happens({ kind: 'answered', part: 'quiz-flavors', answer, passed: false });
  happens({ kind: 'checked', part: 'exercise-second', passed: false });
  expect(work()[0]).toMatchObject({
    parts: { done: 1, of: 2 },
    answered: [
      { part: 'quiz-flavors', done: true },
      { part: 'exercise-second', done: false },
    ],
  });
  happens({ kind: 'answered', part: 'exercise-second', answer });
  expect(work()[0]?.parts.done).toBe(2);
});

test('the check of an exercise is no cell of the learner’s', () => {
  runs('check-second');
  expect(work()).toEqual([]);
});

test('the newest lesson comes first, with what its outputs weigh, and a reset one not at all', () => {
  runs('connect', 'ok', 'a/one');
  runs('connect', 'ok', 'a/two');
  runs('boot', 'ok', 'a/one');
  expect(work().map((each) => each.lesson)).toEqual(['a/one', 'a/two']);
  expect(work()[1]?.outputs).toBeGreaterThan(100);
  happens({ kind: 'reset' }, 'a/one');
  expect(work().map((each) => each.lesson)).toEqual(['a/two']);
});

test('nobody’s work is another’s, and what is forgotten is gone', () => {
  runs('connect');
  happens({ kind: 'edited', cell: 'boot', code: 'theirs' }, lesson, 'bob');
  expect(work('bob')[0]?.touched).toHaveLength(1);
  learnerLog.forget('ada');
  expect(work()).toEqual([]);
  expect(learnerLog.lessons('ada')).toEqual([]);
  expect(learnerLog.lessons('bob')).toEqual([lesson]);
});
