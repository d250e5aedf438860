import { expect, test } from 'vitest';
import { Scrollback } from '../../../../sandbox-server/machines/terminal/scrollback.ts';

function scrollbackOf(most: number, ...pieces: string[]): Scrollback {
  const scrollback = new Scrollback(most);
  for (const piece of pieces) scrollback.add(piece);
  return scrollback;
}

test.each([
  ['all of it', 0, 100, { offset: 0, text: 'abcdef' }],
  ['from the middle of a piece', 1, 100, { offset: 1, text: 'bcdef' }],
  ['no more than asked for', 2, 2, { offset: 2, text: 'cd' }],
  ['nothing at its end', 6, 100, { offset: 6, text: '' }],
  ['nothing beyond it', 60, 100, { offset: 6, text: '' }],
])('is read: %s', (_what, offset, most, piece) => {
  expect(scrollbackOf(100, 'abc', 'def').from(offset, most)).toEqual(piece);
});

test('keeps the newest part, and its offsets go on', () => {
  const scrollback = scrollbackOf(4, 'abc', 'def', 'g');
  expect(scrollback.end).toBe(7);
  expect(scrollback.from(0, 100)).toEqual({ offset: 3, text: 'defg' });
  expect(scrollbackOf(4, 'abcdefgh').from(0, 100)).toEqual({ offset: 4, text: 'efgh' });
});
