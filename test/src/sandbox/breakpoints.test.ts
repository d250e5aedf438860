import { expect, test } from 'vitest';
import { KeptBreakpoints } from '../../../src/sandbox/breakpoints.ts';

function memory(): {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  kept: Map<string, string>;
} {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
  return { storage, kept };
}

test('breakpoints are kept in order, each once, for the lesson and its cell', () => {
  const { storage } = memory();
  new KeptBreakpoints(storage, 'a/b').keep('one', [7, 2, 7]);
  const reread = new KeptBreakpoints(storage, 'a/b');
  expect(reread.of('one')).toEqual([2, 7]);
  expect(reread.all).toEqual([{ cell: 'one', lines: [2, 7] }]);
  expect([reread.of('two'), new KeptBreakpoints(storage, 'a/c').of('one')]).toEqual([[], []]);
});

test('nothing is left of them when all are taken away', () => {
  const { storage, kept } = memory();
  const breakpoints = new KeptBreakpoints(storage, 'a/b');
  breakpoints.keep('one', [1]);
  breakpoints.keep('one', []);
  expect(kept.size).toBe(0);
});

test('those of another learner go; those that were set before anybody was known stay', () => {
  const { storage } = memory();
  const breakpoints = new KeptBreakpoints(storage, 'a/b');
  breakpoints.keep('one', [1]);
  breakpoints.belongTo('ada');
  expect(breakpoints.of('one')).toEqual([1]);
  breakpoints.belongTo('bob');
  expect(new KeptBreakpoints(storage, 'a/b').of('one')).toEqual([]);
});

test('what nobody can read is as if it were not there', () => {
  const { storage, kept } = memory();
  kept.set('workbook:a/b:breakpoints', '{"cells":[{"cell":"one","lines":[0]}]}');
  expect(new KeptBreakpoints(storage, 'a/b').all).toEqual([]);
});
