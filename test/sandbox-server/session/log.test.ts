import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { RunLog } from '../../../sandbox-server/session/log.ts';

const key = { learner: 'ada', lesson: '10-a/10-b' };
const time = '2026-01-01T00:00:00.000Z';
const queued = (run: string, cell: string): RunEvent => ({ kind: 'queued', run, cell, code: '1' });
const started = (run: string, cell: string): RunEvent => ({ kind: 'started', run, cell });
const finished = (run: string, cell: string) =>
  ({ kind: 'finished', run, cell, outcome: 'ok', elapsed: 1 }) satisfies RunEvent;
const edited = (cell: string, code: string | null): RunEvent => ({ kind: 'edited', cell, code });

let database: DatabaseSync;
let log: RunLog;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
  log = new RunLog(database);
});

const events = (after = 0) => log.read(key, after, 100).map(({ event }) => event);

test('entries are numbered from 1 and read from any number on, page by page', () => {
  const entries = log.append(key, [queued('r1', 'a'), queued('r2', 'b')], time);
  expect(entries.map(({ seq }) => seq)).toEqual([1, 2]);
  log.append(key, [finished('r1', 'a')], time);
  expect(log.read(key, 1, 1)).toEqual([{ seq: 2, time, event: queued('r2', 'b') }]);
  expect(log.read(key, 2, 10)).toEqual([{ seq: 3, time, event: finished('r1', 'a') }]);
  expect(log.last(key)).toBe(3);
});

test('another learner, and another lesson, have logs of their own', () => {
  log.append(key, [queued('r1', 'a')], time);
  log.append({ ...key, learner: 'bob' }, [queued('r2', 'a')], time);
  log.append({ ...key, lesson: '10-a/20-c' }, [queued('r3', 'a')], time);
  expect(events()).toEqual([queued('r1', 'a')]);
});

describe('what is out of date goes', () => {
  test('older runs of a cell, when it runs anew', () => {
    const before = [queued('r1', 'a'), started('r1', 'a'), finished('r1', 'a')];
    log.append(key, [...before, queued('r2', 'b'), edited('a', 'x')], time);
    log.append(key, [queued('r3', 'a')], time);
    expect(events()).toEqual([...before, queued('r2', 'b'), edited('a', 'x'), queued('r3', 'a')]);
    log.append(key, [started('r3', 'a')], time);
    expect(events()).toEqual([queued('r2', 'b'), edited('a', 'x'), queued('r3', 'a'), started('r3', 'a')]);
  });

  test('where a run was paused, when it goes on, pauses anew or ends', () => {
    const at = (line: number): RunEvent => ({
      kind: 'paused',
      run: 'r1',
      cell: 'a',
      frames: [{ name: '', cell: 'a', run: 'r1', line, scopes: [] }],
    });
    const resumed: RunEvent = { kind: 'resumed', run: 'r1', cell: 'a', limit: { time: 1, most: 2 } };
    log.append(key, [queued('r1', 'a'), started('r1', 'a'), at(1), resumed, at(2)], time);
    expect(events()).toEqual([queued('r1', 'a'), started('r1', 'a'), at(2)]);
    log.append(key, [resumed], time);
    expect(events()).toEqual([queued('r1', 'a'), started('r1', 'a'), resumed]);
    log.append(key, [at(3), finished('r1', 'a')], time);
    expect(events()).toEqual([queued('r1', 'a'), started('r1', 'a'), finished('r1', 'a')]);
  });

  test('older runs of a cell, when it was refused before it could run', () => {
    const refused: RunEvent = { ...finished('r2', 'a'), outcome: 'error', elapsed: 0 };
    log.append(key, [queued('r1', 'a'), started('r1', 'a'), finished('r1', 'a')], time);
    log.append(key, [queued('r2', 'a'), refused], time);
    expect(events()).toEqual([queued('r2', 'a'), refused]);
  });

  test('a run that was taken back, when the next one waits; what ran before it stays until that runs', () => {
    const ran = [queued('r1', 'a'), started('r1', 'a'), finished('r1', 'a')];
    const back: RunEvent = { ...finished('r2', 'a'), outcome: 'interrupted', elapsed: 0 };
    log.append(key, [...ran, queued('r2', 'a'), back], time);
    expect(events()).toEqual([...ran, queued('r2', 'a'), back]);
    log.append(key, [queued('r3', 'a')], time);
    expect(events()).toEqual([...ran, queued('r3', 'a')]);
  });

  test('of two runs of a cell that wait, neither takes the other’s place before it runs', () => {
    log.append(key, [queued('r1', 'a'), queued('r2', 'a'), started('r1', 'a')], time);
    expect(events()).toEqual([queued('r1', 'a'), queued('r2', 'a'), started('r1', 'a')]);
    log.append(key, [finished('r1', 'a'), started('r2', 'a'), queued('r3', 'a'), started('r3', 'a')], time);
    expect(events()).toEqual([queued('r3', 'a'), started('r3', 'a')]);
  });

  test('older edits of a cell, and what the kernel was before', () => {
    const kernel = (state: 'starting' | 'ready'): RunEvent => ({ kind: 'kernel', state });
    log.append(
      key,
      [edited('a', 'x'), edited('b', 'y'), kernel('starting'), edited('a', null), kernel('ready')],
      time,
    );
    expect(events()).toEqual([edited('b', 'y'), edited('a', null), kernel('ready')]);
  });

  test('older checks and answers of a part, but for the first that was right', () => {
    const checked = (passed: boolean): RunEvent => ({ kind: 'checked', part: 'exercise-a', passed });
    const helped = (hints: number): RunEvent => ({
      kind: 'helped',
      part: 'exercise-a',
      help: { hints, solution: false },
    });
    const tries = [checked(false), checked(true), helped(1), checked(false), helped(2), checked(true)];
    for (const event of tries) log.append(key, [event], time);
    expect(events()).toEqual([checked(true), helped(2), checked(true)]);
    const started: RunEvent = { kind: 'started', run: 'r1', cell: 'exercise-a' };
    log.append(key, [queued('r1', 'exercise-a'), started], time);
    expect(events().slice(0, 3)).toEqual([checked(true), helped(2), checked(true)]);
  });

  test('older states of a display, but for the first, which keeps its place', () => {
    const shows = (text: string): RunEvent => ({
      kind: 'display',
      run: 'r1',
      cell: 'a',
      display: { kind: 'text', id: 'bar', text },
    });
    log.append(key, [queued('r1', 'a'), shows('1')], time);
    for (const text of ['2', '3', '4']) log.append(key, [shows(text)], time);
    expect(events()).toEqual([queued('r1', 'a'), shows('1'), shows('4')]);
  });

  test('older values of a widget; a new run of its cell leaves the last one', () => {
    const chosen = (widget: string, value: number): RunEvent => ({
      kind: 'chosen',
      cell: 'a',
      widget,
      value,
    });
    log.append(key, [chosen('x', 1), chosen('y', 2), chosen('x', 3)], time);
    log.append(key, [queued('r1', 'a'), { kind: 'started', run: 'r1', cell: 'a' }], time);
    expect(log.chosen(key)).toEqual([chosen('y', 2), chosen('x', 3)]);
  });

  test('everything, at a reset; the numbers go on', () => {
    log.append(key, [queued('r1', 'a'), edited('a', 'x')], time);
    log.append(key, [{ kind: 'reset' }], time);
    expect(log.read(key, 0, 10)).toEqual([{ seq: 3, time, event: { kind: 'reset' } }]);
  });
});

test('all entries of a write are kept, or none', () => {
  log.append(key, [queued('r1', 'a')], time);
  database.exec(
    `create trigger full before insert on run_log when new.cell = 'b' begin select raise(fail, 'disk is full'); end`,
  );
  expect(() => log.append(key, [finished('r1', 'a'), queued('r2', 'b')], time)).toThrow('disk is full');
  expect(events()).toEqual([queued('r1', 'a')]);
  expect(log.append(key, [finished('r1', 'a')], time)).toHaveLength(1);
});

test('it knows what happened to a cell, and to no other', () => {
  log.append(key, [queued('r1', 'a'), queued('r2', 'b'), finished('r1', 'a')], time);
  expect(log.ofCell(key, 'a')).toEqual([queued('r1', 'a'), finished('r1', 'a')]);
});

test('it knows its runs, those that never finished, and the kernels that were there', () => {
  log.append(
    key,
    [queued('r1', 'a'), finished('r1', 'a'), queued('r2', 'b'), { kind: 'kernel', state: 'ready' }],
    time,
  );
  expect([log.hasRun('r1'), log.hasRun('r9')]).toEqual([true, false]);
  expect(log.unfinished()).toEqual([{ ...key, run: 'r2', cell: 'b' }]);
  expect(log.alive()).toEqual([{ ...key, state: 'ready' }]);
  log.append(key, [{ kind: 'kernel', state: 'gone', reason: 'x' }], time);
  expect(log.alive()).toEqual([]);
});

test('a page ends early when its entries are long', () => {
  const long = 'x'.repeat(600_000);
  log.append(key, [edited('a', long), edited('b', long), edited('c', long)], time);
  expect(log.read(key, 0, 100).map(({ seq }) => seq)).toEqual([1, 2]);
});

test('it knows when the logs of a learner are full, and when there is room again', () => {
  const most = 10_000;
  expect(log.isFull('ada', most)).toBe(false);
  log.append(key, [edited('a', 'x'.repeat(6000))], time);
  log.append({ ...key, lesson: '10-a/20-c' }, [edited('a', 'x'.repeat(6000))], time);
  expect(log.isFull('ada', most)).toBe(true);
  expect(log.isFull('bob', most)).toBe(false);
  log.append(key, [{ kind: 'reset' }], time);
  expect(log.isFull('ada', most)).toBe(false);
});

test('an older log, in which reasons are sentences, is read as it is', () => {
  const older: RunEvent[] = [
    queued('r1', 'a'),
    {
      ...finished('r1', 'a'),
      outcome: 'lost',
      error: { name: 'KernelLost', message: 'It ended.', stack: [] },
    },
    { kind: 'kernel', state: 'gone', reason: 'The kernel ended unexpectedly.', cause: 'ended' },
  ];
  log.append(key, older, time);
  expect(events()).toEqual(older);
});
