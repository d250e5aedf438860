import { expect, test } from 'vitest';
import { readDock, writeDock } from '../../../src/elements/dock-memory.ts';

const storageWith = (text: string | null) => {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
    removeItem: () => {
      kept = null;
    },
  };
};

test('a dock that nobody has touched is closed, and below', () => {
  expect(readDock(storageWith(null))).toMatchObject({ open: false, place: 'below' });
});

test('a dock is found as it was left', () => {
  const storage = storageWith(null);
  const left = { open: true, place: 'right', sizes: { below: 200, right: 600 }, tab: 'terminal' } as const;
  writeDock(storage, left);
  expect(readDock(storage)).toEqual(left);
});

test.each([
  ['no JSON', '{'],
  ['another shape', '{"open":"yes"}'],
  ['a size that no screen has', '{"open":true,"place":"below","sizes":{"below":1e9,"right":480}}'],
])('%s is forgotten, and the dock opens as at first', (_what, text) => {
  const storage = storageWith(text);
  expect(readDock(storage).open).toBe(false);
  expect(storage.getItem()).toBeNull();
});
