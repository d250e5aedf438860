import { expect, test } from 'vitest';
import { cellText, holdTable, releaseTable, tablePage } from '../../../sandbox-server/library/held-table.ts';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, half: (count - index) / 2 }));

test('a short table is whole, and nothing of it is held', () => {
  expect(holdTable([{ a: 1 }], ['a', 'b'])).toEqual({ columns: ['a', 'b'], rows: [['1', '']] });
});

test('a long one begins with its first rows, and gives out any others until it is released', () => {
  const { rows, total, handle = '' } = holdTable(numbered(100_000), ['index']);
  expect([rows.length, total]).toEqual([500, 100_000]);
  expect(tablePage(handle, { offset: 99_998, count: 10 })).toEqual([['99998'], ['99999']]);
  releaseTable(handle);
  expect(tablePage(handle, { offset: 0, count: 1 })).toBeUndefined();
});

test('one of long texts begins with fewer rows', () => {
  const wide = Array.from({ length: 500 }, () => ({ text: 'x'.repeat(4000) }));
  expect(holdTable(wide, ['text']).rows).toHaveLength(75);
});

test('it is sorted by values, not by their texts; what is missing comes last either way', () => {
  const rows = [
    { n: 10 },
    { n: 9 },
    { n: undefined },
    { n: new Date(5) },
    ...numbered(1000).map(() => ({ n: 50 })),
  ];
  const { handle = '' } = holdTable(rows, ['n']);
  const first = (descending: boolean) =>
    tablePage(handle, { offset: 0, count: 4, sort: { column: 0, descending } })?.flat();
  expect(first(false)).toEqual(['1970-01-01T00:00:00.005Z', '9', '10', '50']);
  expect(first(true)?.[0]).toBe('50');
  expect(tablePage(handle, { offset: 1003, count: 1, sort: { column: 0, descending: true } })).toEqual([
    [''],
  ]);
});

test('a cell says dates as they are written, objects as JSON, and what JSON cannot say as text', () => {
  const round: { self?: object } = {};
  round.self = round;
  expect([null, new Date(0), { a: [1] }, round, 10n, new Date(Number.NaN)].map(cellText)).toEqual([
    '',
    '1970-01-01T00:00:00.000Z',
    '{"a":[1]}',
    '[object Object]',
    '10',
    'Invalid Date',
  ]);
});
