import { expect, test } from 'vitest';
import { nextLink, page, sorted } from '../../../sandbox-server/cloud/paging.ts';

const letters = ['a', 'b', 'c', 'd'];
const itself = (letter: string): string => letter;

test.each([
  [2, null, ['a', 'b'], 'b'],
  [2, 'b', ['c', 'd'], null],
  [9, 'a', ['b', 'c', 'd'], null],
  [2, 'd', [], null],
])('%i after %s', (limit, marker, items, next) => {
  expect(page(letters, itself, { limit, marker })).toEqual({ items, next });
});

test('a marker that is not in the list gives no page', () => {
  expect(page(letters, itself, { limit: 2, marker: 'z' })).toBeNull();
});

test('the next link is the same list from another marker', () => {
  const url = new URL('http://cloud.test/cloud/x?limit=2&marker=b&name=a%20b');
  expect(nextLink(url, 'd')).toBe('http://cloud.test/cloud/x?limit=2&marker=d&name=a+b');
});

test('sorting goes by the first key, then the next, and leaves equals as they were', () => {
  const items = [
    { name: 'b', size: 1 },
    { name: 'a', size: 1 },
    { name: 'c', size: null },
    { name: 'd', size: 2 },
  ];
  const at = (item: { name: string; size: number | null }, key: string) =>
    key === 'size' ? item.size : item.name;
  const bySize = [{ key: 'size', descending: true }];
  expect(sorted(items, bySize, at).map(({ name }) => name)).toEqual(['d', 'b', 'a', 'c']);
  const both = [...bySize, { key: 'name', descending: false }];
  expect(sorted(items, both, at).map(({ name }) => name)).toEqual(['d', 'a', 'b', 'c']);
});
