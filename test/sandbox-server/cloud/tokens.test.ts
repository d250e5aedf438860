import { expect, test } from 'vitest';
import { randomIds } from '../../../sandbox-server/cloud/ids.ts';
import { openTokens } from '../../../sandbox-server/cloud/tokens.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { memoryStore } from '../../fakes/memory-store.ts';

const domain = { id: 'default', name: 'Default' };
const clock = new ManualClock();
const grant = {
  methods: ['password'],
  user: { id: 'u', name: 'ana', domain },
  project: { id: 'p', name: 'ana', domain },
  domain: null,
  roles: [{ id: 'r', name: 'member' }],
  expiresAt: clock.now() + 1000,
  auditIds: ['a'],
};

test('a token is known again after a restart, and the store does not contain it', async () => {
  const store = memoryStore();
  const { token } = await openTokens({ store, clock, ids: randomIds }).issue(grant);
  const found = await openTokens({ store, clock, ids: randomIds }).caller(token);
  expect(found).toMatchObject({ user: { name: 'ana' }, project: { id: 'p' }, admin: false, service: false });
  expect([...store.load('tokens')].map(({ json }) => json).join()).not.toContain(token);
});

test('a token ends with its time, and is swept away', async () => {
  const store = memoryStore();
  const own = new ManualClock();
  const tokens = openTokens({ store, clock: own, ids: randomIds });
  const { token } = await tokens.issue(grant);
  own.advance(1000);
  expect(await tokens.find(token)).toBeNull();
  await tokens.issue({ ...grant, expiresAt: own.now() + 1000 });
  expect([...store.load('tokens')]).toHaveLength(1);
});

test('tokens are revoked one by one, and by what they are for', async () => {
  const tokens = openTokens({ store: memoryStore(), clock, ids: randomIds });
  const first = await tokens.issue(grant);
  const second = await tokens.issue(grant);
  expect(await tokens.revoke(first.token)).toBe(true);
  expect(await tokens.revoke(first.token)).toBe(false);
  tokens.revokeWhere(({ user }) => user.id === 'u');
  expect(await tokens.find(second.token)).toBeNull();
});

test("a service's token makes an administrator, and vouches for those it asks for", async () => {
  const tokens = openTokens({ store: memoryStore(), clock, ids: randomIds });
  const nova = tokens.ofService('nova');
  expect(tokens.ofService('nova')).toBe(nova);
  expect(await tokens.caller(nova)).toMatchObject({ admin: true, service: true, user: { name: 'nova' } });
  const { token } = await tokens.issue(grant);
  expect(await tokens.caller(token, nova)).toMatchObject({ admin: false, service: true });
  expect(await tokens.caller(token, 'made up')).toMatchObject({ service: false });
});

test('what was never issued is nobody', async () => {
  const tokens = openTokens({ store: memoryStore(), clock, ids: randomIds });
  expect(await tokens.caller('gAAAAAmade-up')).toBeNull();
});

test('whoever takes tokens without end loses their own oldest ones, and nobody else’s', async () => {
  const store = memoryStore();
  const tokens = openTokens({ store, clock, ids: randomIds });
  const other = await tokens.issue({ ...grant, user: { ...grant.user, id: 'other' } });
  const first = await tokens.issue(grant);
  const second = await tokens.issue(grant);
  for (let count = 0; count < 499; count += 1) await tokens.issue(grant);
  expect(await tokens.find(first.token)).toBeNull();
  expect(await tokens.find(second.token)).not.toBeNull();
  expect(await tokens.find(other.token)).not.toBeNull();
  expect([...store.load('tokens')]).toHaveLength(501);
});
