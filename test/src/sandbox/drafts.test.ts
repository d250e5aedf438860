import { expect, test } from 'vitest';
import { Drafts } from '../../../src/sandbox/drafts.ts';
import { FakeWorld } from './fake-world.ts';

const order = { kind: 'order' as const, lines: [2, 0] };

test('a draft outlives the page, until it is handed in', () => {
  const { storage, kept } = new FakeWorld();
  new Drafts(storage, 'a/b').keep('parsons-order', order);
  const later = new Drafts(storage, 'a/b');
  expect(later.of('parsons-order')).toEqual(order);
  later.acknowledge('parsons-order', { ...order, lines: [0] });
  expect(later.of('parsons-order')).toEqual(order);
  later.acknowledge('parsons-order', order);
  expect(later.of('parsons-order')).toBeUndefined();
  expect(kept.size).toBe(0);
});

test('lessons do not share drafts, and neither do the learners of one browser', () => {
  const { storage } = new FakeWorld();
  const drafts = new Drafts(storage, 'a/b');
  drafts.keep('parsons-order', order);
  drafts.belongTo('ada');
  expect(new Drafts(storage, 'a/c').of('parsons-order')).toBeUndefined();
  drafts.belongTo('ada');
  expect(drafts.of('parsons-order')).toEqual(order);
  drafts.belongTo('bob');
  expect(drafts.of('parsons-order')).toBeUndefined();
});

test('what another program left under the key does not keep the page from opening', () => {
  const { storage, kept } = new FakeWorld();
  storage.setItem('workbook:a/b:drafts', '{"drafts":{"quiz-a":"yes"}}');
  expect(new Drafts(storage, 'a/b').of('quiz-a')).toBeUndefined();
  expect(kept.size).toBe(0);
});

test('a storage without room loses nothing while the page is open', () => {
  const { storage } = new FakeWorld();
  const full = {
    ...storage,
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  const drafts = new Drafts(full, 'a/b');
  drafts.keep('parsons-order', order);
  expect(drafts.of('parsons-order')).toEqual(order);
});
