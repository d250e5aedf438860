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
