import { expect, test } from 'vitest';
import { PendingEdits } from '../../../src/sandbox/pending-edits.ts';
import { FakeWorld } from './fake-world.ts';

test('what another program left under the key does not keep the page from opening', () => {
  const { storage, kept } = new FakeWorld();
  storage.setItem('workbook:a/b:edits', '{"edits":{"cell":7}}');
  expect(new PendingEdits(storage, 'a/b').all()).toEqual([]);
  expect(kept.size).toBe(0);
});

test('an edit to the lesson’s own text waits like any other', () => {
  const edits = new PendingEdits(new FakeWorld().storage, 'a/b');
  edits.keep('cell', null);
  expect(edits.of('cell')).toBeNull();
  edits.acknowledge('cell', null);
  expect(edits.of('cell')).toBeUndefined();
});

test('lessons do not share edits', () => {
  const { storage } = new FakeWorld();
  new PendingEdits(storage, 'a/b').keep('cell', 'x');
  expect(new PendingEdits(storage, 'a/c').all()).toEqual([]);
});

test('two windows of one browser keep each other’s edits', () => {
  const { storage } = new FakeWorld();
  const [one, other] = [new PendingEdits(storage, 'a/b'), new PendingEdits(storage, 'a/b')];
  one.keep('first', 'x');
  other.keep('second', 'y');
  one.keep('third', 'z');
  expect(new PendingEdits(storage, 'a/b').all()).toEqual([
    ['first', 'x'],
    ['second', 'y'],
    ['third', 'z'],
  ]);
});

test('a window sees what the other keeps when it reads again', () => {
  const { storage } = new FakeWorld();
  const [one, other] = [new PendingEdits(storage, 'a/b'), new PendingEdits(storage, 'a/b')];
  other.keep('cell', 'x');
  expect(one.of('cell')).toBeUndefined();
  one.reread();
  expect(one.of('cell')).toBe('x');
});

test('a browser without room keeps the edit in the window until the server has it', () => {
  const { storage } = new FakeWorld();
  const full = {
    ...storage,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  const edits = new PendingEdits(full, 'a/b');
  edits.keep('cell', 'x');
  edits.keep('other', 'y');
  expect(edits.of('cell')).toBe('x');
  edits.acknowledge('cell', 'x');
  edits.acknowledge('other', 'y');
  expect(edits.all()).toEqual([]);
});
