import { createPrivateKey, createPublicKey } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { openPocket, type Person } from '../../../../fakes/pocket.ts';

const PATH = '/compute/v2.1/os-keypairs';
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tr me@example';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
});
const create = (keypair: object, version = '2.1') => ana.ask('POST', PATH, { body: { keypair }, version });

test('a new key pair is a real one: its two halves belong together', async () => {
  const reply = await create({ name: 'mine' });
  expect(reply.status).toBe(200);
  const pem = reply.textAt('keypair', 'private_key');
  expect(pem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  const { n } = createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' });
  const [type, base64 = '', comment] = reply.textAt('keypair', 'public_key').split(' ');
  expect([type, comment]).toEqual(['ssh-rsa', 'Generated-by-Nova']);
  const modulus = Buffer.from(base64, 'base64').subarray(-256);
  expect(modulus.toString('base64url')).toBe(n);
});

test('the private half is shown once and not kept', async () => {
  const reply = await create({ name: 'mine' });
  const shown = await ana.ask('GET', `${PATH}/mine`);
  expect(shown.at('keypair', 'fingerprint')).toBe(reply.at('keypair', 'fingerprint'));
  expect(shown.text + [...pocket.store.load('keypairs')].map(({ json }) => json).join()).not.toContain(
    'PRIVATE',
  );
});

test('an imported key has the fingerprint that ssh-keygen gives', async () => {
  const reply = await create({ name: 'imported', public_key: ED25519, type: 'ssh' }, '2.2');
  expect([reply.status, reply.at('keypair', 'fingerprint'), reply.at('keypair', 'type')]).toEqual([
    201,
    '6a:64:33:c8:1d:7d:36:7b:6d:d2:e9:fa:08:04:b3:c1',
    'ssh',
  ]);
});

test.each([
  [{ name: 'x', public_key: 'not a key' }, '2.1', 'failed to generate fingerprint'],
  [{ name: 'x', public_key: 'ssh-rsa AAAA' }, '2.1', 'failed to generate fingerprint'],
  [{}, '2.1', "'name' is a required property"],
  [{ name: 'a/b' }, '2.1', "An invalid 'name' value was provided."],
  [{ name: 'x' }, '2.92', "'public_key' is a required property"],
  [{ name: 'x', type: 'ssh' }, '2.1', "('type' was unexpected)"],
])('%j at %s is a bad request', async (keypair, version, words) => {
  const reply = await create(keypair, version);
  expect([reply.status, reply.textAt('badRequest', 'message')]).toEqual([
    400,
    expect.stringContaining(words),
  ]);
});

test('names are unique for a user, and of no concern to another', async () => {
  await create({ name: 'imported', public_key: ED25519 });
  const twice = await create({ name: 'imported', public_key: ED25519 });
  expect(twice.at('conflictingRequest', 'message')).toBe("Key pair 'imported' already exists.");
  expect((await pocket.ben.ask('GET', `${PATH}/imported`)).status).toBe(404);
  expect((await pocket.ben.ask('GET', PATH)).at('keypairs')).toEqual([]);
});

test('the list is in the order of names, and paged from 2.35 on', async () => {
  await create({ name: 'b', public_key: ED25519 });
  await create({ name: 'a', public_key: ED25519 });
  const list = await ana.ask('GET', PATH);
  expect([list.at('keypairs', 0, 'keypair', 'name'), list.at('keypairs', 1, 'keypair', 'name')]).toEqual([
    'a',
    'b',
  ]);
  const page = await ana.ask('GET', `${PATH}?limit=1`, { version: '2.35' });
  expect(page.textAt('keypairs_links', 0, 'href')).toContain('limit=1&marker=a');
});

test('a deleted key pair is not found again', async () => {
  await create({ name: 'imported', public_key: ED25519 });
  expect((await ana.ask('DELETE', `${PATH}/imported`)).status).toBe(202);
  const missing = await ana.ask('DELETE', `${PATH}/imported`);
  expect(missing.at('itemNotFound', 'message')).toBe(`Keypair imported not found for user ${ana.user}`);
});
