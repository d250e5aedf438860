import { expect, test } from 'vitest';
import { sortRows } from '../../../src/elements/sort-rows.ts';

const column = (values: string[], descending = false) =>
  sortRows(
    values.map((value) => [value]),
    { column: 0, descending },
  ).flat();

test('numbers by size, texts with numbers in them by those, nothing last', () => {
  expect(column(['10', '9', '', '-1'])).toEqual(['-1', '9', '10', '']);
  expect(column(['row 10', 'row 9', ''], true)).toEqual(['row 10', 'row 9', '']);
});
