import { expect, test } from 'vitest';
import { z } from 'zod';
import { collection } from '../../../sandbox-server/cloud/store.ts';
import { memoryStore } from '../../fakes/memory-store.ts';

const schema = z.object({ id: z.string(), size: z.number() });

test('a collection opened later has what was put before, oldest first', () => {
  const store = memoryStore();
  const first = collection(store, 'things', schema);
  first.put({ id: 'b', size: 1 });
  first.put({ id: 'a', size: 2 });
  first.put({ id: 'b', size: 3 });
  expect(collection(store, 'things', schema).all()).toEqual([
    { id: 'b', size: 3 },
    { id: 'a', size: 2 },
  ]);
});

test('what was removed stays removed', () => {
  const store = memoryStore();
  const things = collection(store, 'things', schema);
  things.put({ id: 'a', size: 2 });
  expect(things.remove('a')).toBe(true);
  expect(things.remove('a')).toBe(false);
  expect(collection(store, 'things', schema).get('a')).toBeUndefined();
});

test('a stored row that is not ours is an error that names it', () => {
  const store = memoryStore();
  store.put('things', 'a', '{"id":"a"}');
  expect(() => collection(store, 'things', schema)).toThrow('the stored things a cannot be read');
});

test('collections find by predicate and do not see each other', () => {
  const store = memoryStore();
  const things = collection(store, 'things', schema);
  things.put({ id: 'a', size: 1 });
  things.put({ id: 'b', size: 2 });
  expect(things.where(({ size }) => size > 1)).toEqual([{ id: 'b', size: 2 }]);
  expect(things.find(({ size }) => size === 1)?.id).toBe('a');
  expect(collection(store, 'others', schema).all()).toEqual([]);
});
