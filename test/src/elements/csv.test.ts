import { expect, test } from 'vitest';
import { toCsv, toTsv } from '../../../src/elements/csv.ts';

test('fields with commas, quotes and line breaks stand in quotes', () => {
  expect(toCsv(['a', 'b,c'], [['x"y', 'two\nlines']])).toBe('a,"b,c"\r\n"x""y","two\nlines"\r\n');
});

test('what a spreadsheet would run is made text; numbers stay numbers', () => {
  const cells = ['=1+1', '+cmd', '-2', '-2+3', '@x', '\tx', '-1.5e3'];
  expect(
    toCsv(
      ['v'],
      cells.map((cell) => [cell]),
    ),
  ).toBe("v\r\n'=1+1\r\n'+cmd\r\n-2\r\n'-2+3\r\n'@x\r\n'\tx\r\n-1.5e3\r\n");
});

test('for the clipboard a row is a line', () => {
  expect(toTsv(['a', 'b'], [['x\ty', '=1']])).toBe("a\tb\nx y\t'=1");
});
