import { expect, test } from 'vitest';
import { TextLines } from '../../../src/elements/text-lines.ts';

test('lines are counted and taken out, a break at the end begins none', () => {
  const lines = new TextLines();
  lines.read('a\nb\nc\n');
  expect(lines.count).toBe(3);
  expect([lines.slice(0, 1), lines.slice(1, 3), lines.slice(2, 9)]).toEqual(['a\n', 'b\nc\n', 'c\n']);
});

test('a text that grows is read on, another one anew', () => {
  const lines = new TextLines();
  lines.read('a\nb');
  expect(lines.read('a\nbc\nd')).toBe(true);
  expect([lines.count, lines.slice(1, 2)]).toEqual([3, 'bc\n']);
  expect(lines.read('x')).toBe(false);
  expect([lines.count, lines.slice(0, 1)]).toEqual([1, 'x']);
});
