import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { reduce } from '../../../src/workbook/reduce.ts';
import { waitingOf } from '../../../src/workbook/waiting.ts';
import { emptyWorkbook } from '../../../src/workbook/workbook-state.ts';

const queued = (cell: string): RunEvent => ({ kind: 'queued', run: cell, cell, code: '1' });
const started = (cell: string): RunEvent => ({ kind: 'started', run: cell, cell });
const finished = (cell: string): RunEvent => ({
  kind: 'finished',
  run: cell,
  cell,
  outcome: 'ok',
  elapsed: 1,
});
const kernel = (state: 'waiting' | 'starting' | 'ready' | 'gone', place?: number): RunEvent => ({
  kind: 'kernel',
  state,
  ...(place && { place }),
});

const waiting = (cell: string, ...events: RunEvent[]) =>
  waitingOf(
    events.reduce(
      (state, event, index) => reduce(state, { seq: index + 1, time: '2026-01-01T00:00:00Z', event }),
      emptyWorkbook,
    ),
    cell,
  );

describe('a cell that is queued waits', () => {
  test.each([
    [
      'for the one that runs',
      [kernel('ready'), queued('a'), started('a'), queued('b')],
      { for: 'cell', cell: 'a' },
    ],
    [
      'for the one before it in the queue, whatever their order on the page',
      [kernel('ready'), queued('z'), started('z'), queued('y'), queued('b')],
      { for: 'cell', cell: 'y' },
    ],
    ['for the kernel, when it is the first', [queued('b'), kernel('starting')], { for: 'kernel' }],
    ['for the kernel, when that is gone', [kernel('gone'), queued('b')], { for: 'kernel' }],
    [
      'for its place in the line, when all kernels are at work',
      [queued('b'), kernel('waiting', 3)],
      { for: 'kernel', place: 3 },
    ],
    [
      'for nothing but its turn, when nothing is before it',
      [kernel('ready'), queued('a'), started('a'), finished('a'), queued('b')],
      { for: 'turn' },
    ],
  ] satisfies [string, RunEvent[], unknown][])('%s', (_, events, what) => {
    expect(waiting('b', ...events)).toEqual(what);
  });
});

test('a cell that is not queued waits for nothing', () => {
  expect(waiting('a', kernel('ready'), queued('a'), started('a'))).toBeUndefined();
  expect(waiting('b')).toBeUndefined();
});
