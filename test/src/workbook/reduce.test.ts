import { describe, expect, test } from 'vitest';
import type { LogEntry, RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { reduce } from '../../../src/workbook/reduce.ts';
import { cellOf, emptyWorkbook, isBusy, type WorkbookState } from '../../../src/workbook/workbook-state.ts';

const time = '2026-01-01T00:00:00.000Z';

const log = (...events: RunEvent[]): LogEntry[] =>
  events.map((event, index) => ({ seq: index + 1, time, event }));
const read = (...events: RunEvent[]): WorkbookState => log(...events).reduce(reduce, emptyWorkbook);

const queued = (run: string, code = 'code'): RunEvent => ({ kind: 'queued', run, cell: 'a', code });
const started = (run: string): RunEvent => ({ kind: 'started', run, cell: 'a' });
const printed = (run: string, text: string, stream: 'stdout' | 'stderr' = 'stdout') =>
  ({ kind: 'output', run, cell: 'a', stream, text }) satisfies RunEvent;
const finished = (run: string, outcome: 'ok' | 'error' | 'lost' = 'ok') =>
  ({ kind: 'finished', run, cell: 'a', outcome, elapsed: 5 }) satisfies RunEvent;

describe('a run that came to nothing before it began', () => {
  const before = [queued('1'), started('1'), printed('1', 'a'), finished('1'), queued('2')];

  test.each(['interrupted', 'lost'] as const)('(%s) leaves what was shown, as something old', (outcome) => {
    const cell = cellOf(read(...before, { ...finished('2'), outcome, elapsed: 0 }), 'a');
    expect(cell).toMatchObject({ state: outcome, old: true, shown: [{ text: 'a' }] });
  });

  test('leaves nothing when its text was refused', () => {
    expect(cellOf(read(...before, finished('2', 'error')), 'a')).toMatchObject({ old: false, shown: [] });
  });
});

describe('a run that begins while a newer one of its cell waits', () => {
  const before = [queued('1'), started('1'), printed('1', 'a'), finished('1'), queued('2'), queued('3')];

  test.each([started('2'), finished('2', 'error')])('($kind) takes the output before it away', (event) => {
    expect(cellOf(read(...before, event), 'a')).toMatchObject({ state: 'queued', old: false, shown: [] });
  });
});

describe('a run, as the log tells it', () => {
  test('goes from queued to running to its outcome', () => {
    const states = [queued('1'), started('1'), finished('1')].map(
      (_, index, all) => cellOf(read(...all.slice(0, index + 1)), 'a').state,
    );
    expect(states).toEqual(['queued', 'running', 'ok']);
  });

  test('knows when it began, how long it took and what was run', () => {
    expect(cellOf(read(queued('1', 'x'), started('1'), finished('1')), 'a')).toMatchObject({
      startedAt: Date.parse(time),
      elapsed: 5,
      ran: 'x',
    });
  });

  test('keeps what the workbook says of its output apart', () => {
    const said: RunEvent = { ...printed('1', 'no more'), reason: { code: 'printed-too-much', most: 1 } };
    const { shown } = cellOf(
      read(queued('1'), started('1'), printed('1', 'a'), said, printed('1', 'b')),
      'a',
    );
    expect(shown).toMatchObject([{ text: 'a' }, { reason: { code: 'printed-too-much' } }, { text: 'b' }]);
  });

  test('joins text of one stream, and keeps the streams apart and in order', () => {
    const { shown } = cellOf(
      read(
        queued('1'),
        started('1'),
        printed('1', 'a'),
        printed('1', 'b'),
        printed('1', 'c', 'stderr'),
        printed('1', 'd'),
      ),
      'a',
    );
    expect(shown).toEqual([
      { kind: 'printed', stream: 'stdout', text: 'ab' },
      { kind: 'printed', stream: 'stderr', text: 'c' },
      { kind: 'printed', stream: 'stdout', text: 'd' },
    ]);
  });

  test('puts a display in the place of the one with its id', () => {
    const shows = (text: string): RunEvent => ({
      kind: 'display',
      run: '1',
      cell: 'a',
      display: { kind: 'text', id: 'bar', text },
    });
    const { shown } = cellOf(
      read(queued('1'), started('1'), shows('1 %'), printed('1', 'x'), shows('9 %')),
      'a',
    );
    expect(shown).toEqual([
      { kind: 'text', id: 'bar', text: '9 %' },
      { kind: 'printed', stream: 'stdout', text: 'x' },
    ]);
  });

  test('keeps the old output, marked as old, until the new run shows something', () => {
    const before = [queued('1'), started('1'), printed('1', 'old'), finished('1')];
    const again = cellOf(read(...before, queued('2'), started('2')), 'a');
    expect(again).toMatchObject({ old: true, shown: [{ text: 'old' }] });
    const shown = cellOf(read(...before, queued('2'), started('2'), printed('2', 'new')), 'a');
    expect(shown).toMatchObject({ old: false, shown: [{ text: 'new' }] });
  });

  test('forgets the old output when the new run ends without showing any', () => {
    const cell = cellOf(
      read(
        queued('1'),
        started('1'),
        printed('1', 'old'),
        finished('1'),
        queued('2'),
        started('2'),
        finished('2'),
      ),
      'a',
    );
    expect(cell).toMatchObject({ old: false, shown: [] });
  });

  test('forgets the error of the run before', () => {
    const failed: RunEvent = {
      kind: 'finished',
      run: '1',
      cell: 'a',
      outcome: 'error',
      elapsed: 1,
      error: { name: 'Error', message: 'no', stack: [] },
    };
    expect(cellOf(read(queued('1'), started('1'), failed), 'a').error?.message).toBe('no');
    expect(cellOf(read(queued('1'), started('1'), failed, queued('2')), 'a').error).toBeUndefined();
  });

  test('a late event of an older run changes nothing', () => {
    const cell = cellOf(
      read(queued('1'), started('1'), queued('2'), printed('1', 'late'), finished('1', 'lost')),
      'a',
    );
    expect(cell).toMatchObject({ state: 'queued', run: '2', shown: [] });
    expect(isBusy(cell)).toBe(true);
  });
});

describe('the log of a lesson', () => {
  test('an entry that was read before changes nothing', () => {
    const entries = log(queued('1'), started('1'), printed('1', 'once'));
    const once = entries.reduce(reduce, emptyWorkbook);
    expect([...entries, ...entries].reduce(reduce, emptyWorkbook)).toEqual(once);
  });

  test('keeps the learner’s text through runs, and takes it away when the lesson’s own is put back', () => {
    const edit = (code: string | null): RunEvent => ({ kind: 'edited', cell: 'a', code });
    expect(cellOf(read(edit('mine'), queued('1'), started('1'), finished('1')), 'a').edited).toBe('mine');
    expect(cellOf(read(edit('mine'), edit(null)), 'a').edited).toBeUndefined();
  });

  test('is paused where its run says so, until that goes on or ends', () => {
    const frames = [{ name: 'f', cell: 'b', run: '0', line: 3, scopes: [] }];
    const paused: RunEvent = { kind: 'paused', run: '1', cell: 'a', frames };
    const limit = { time: 5, most: 9 };
    const at = (...more: RunEvent[]) => cellOf(read(queued('1'), started('1'), paused, ...more), 'a');
    expect(at()).toMatchObject({ state: 'running', paused: frames });
    expect(at({ kind: 'resumed', run: '1', cell: 'a', limit })).toMatchObject({ state: 'running', limit });
    expect(at({ kind: 'resumed', run: '1', cell: 'a', limit }).paused).toEqual([]);
    expect(at(finished('1', 'lost')).paused).toBeUndefined();
  });

  test('says how the kernel is, and why it went', () => {
    expect(read({ kind: 'kernel', state: 'gone', reason: 'out of memory' }).kernel).toEqual({
      state: 'gone',
      reason: 'out of memory',
    });
  });

  test('is empty after a reset, and counts on', () => {
    const state = read(queued('1'), started('1'), printed('1', 'x'), { kind: 'reset' });
    expect(state).toEqual({ ...emptyWorkbook, seq: 4 });
  });
});
