import { expect, test } from 'vitest';
import { carriedAnsi, withoutAnsi } from '../../../src/elements/ansi.ts';

const red = '\x1b[31m';
const bold = '\x1b[1m';

test('what is not reset is carried on to the next piece of a text', () => {
  expect(carriedAnsi(`${red}a${bold}b`)).toBe(red + bold);
  expect(carriedAnsi('c', red)).toBe(red);
  expect(carriedAnsi(`a\x1b[0m${bold}b`, red)).toBe(bold);
  expect(carriedAnsi('a\x1b[0mb', red)).toBe('');
});

test('the text alone has no sequences', () => {
  expect(withoutAnsi(`${red}a\x1b[2Kb\x1b[?25lc`)).toBe('abc');
});
