import { expect, test } from 'vitest';
import { exceeds, openQuotas } from '../../../sandbox-server/cloud/quota.ts';
import { memoryStore } from '../../fakes/memory-store.ts';

test.each([
  [10, 9, 1, false],
  [10, 10, 1, true],
  [0, 0, 1, true],
  [-1, 1_000_000, 1, false],
])('of %i with %i used, %i more is too much: %s', (limit, used, asked, over) => {
  expect(exceeds(limit, used, asked)).toBe(over);
});

test("a project's limits go over the defaults, last over a restart, and can be given back", () => {
  const store = memoryStore();
  openQuotas(store, 'quotas', { instances: 10, cores: 20 }).set('p', { instances: 1 });
  const quotas = openQuotas(store, 'quotas', { instances: 10, cores: 20 });
  expect(quotas.limits('p')).toEqual({ instances: 1, cores: 20 });
  expect(quotas.limits('q')).toEqual({ instances: 10, cores: 20 });
  quotas.reset('p');
  expect(quotas.limits('p')).toEqual({ instances: 10, cores: 20 });
});
