import { expect, test } from 'vitest';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { coalesce } from '../../../sandbox-server/session/coalesce.ts';

const output = (text: string, run = 'r1', stream: 'stdout' | 'stderr' = 'stdout') =>
  ({ kind: 'output', run, cell: 'a', stream, text }) satisfies RunEvent;

test('neighbouring output of one run on one stream becomes one entry', () => {
  expect(
    coalesce([output('a'), output('b'), output('c', 'r1', 'stderr'), output('d'), output('e', 'r2')]),
  ).toEqual([output('ab'), output('c', 'r1', 'stderr'), output('d'), output('e', 'r2')]);
});

test('what the workbook says of an output stands apart from it', () => {
  const said: RunEvent = { ...output('cut'), reason: { code: 'unknown-display' } };
  expect(coalesce([output('a'), said, output('b')])).toEqual([output('a'), said, output('b')]);
});

test('what stands between keeps its place, and no entry grows without end', () => {
  const started: RunEvent = { kind: 'started', run: 'r1', cell: 'a' };
  expect(coalesce([output('a'), started, output('b')])).toEqual([output('a'), started, output('b')]);
  const long = output('x'.repeat(40_000));
  expect(coalesce([long, long])).toHaveLength(2);
});

test('of a display only the last state is kept, in the place of the first', () => {
  const shows = (text: string, id: string, run = 'r1'): RunEvent => ({
    kind: 'display',
    run,
    cell: 'a',
    display: { kind: 'text', id, text },
  });
  expect(
    coalesce([shows('1', 'x'), output('a'), shows('2', 'x'), shows('1', 'y'), shows('3', 'x', 'r2')]),
  ).toEqual([shows('2', 'x'), output('a'), shows('1', 'y'), shows('3', 'x', 'r2')]);
});

test('a step is one pause after another, and what goes on is told', () => {
  const at = (line: number): RunEvent => ({
    kind: 'paused',
    run: 'r1',
    cell: 'a',
    frames: [{ name: '', cell: 'a', run: 'r1', line, scopes: [] }],
  });
  const resumed: RunEvent = { kind: 'resumed', run: 'r1', cell: 'a', limit: { time: 1, most: 1 } };
  expect(coalesce([at(1), resumed, at(2)])).toEqual([at(1), at(2)]);
  expect(coalesce([at(1), resumed, output('x'), at(2)])).toEqual([at(1), resumed, output('x'), at(2)]);
});
