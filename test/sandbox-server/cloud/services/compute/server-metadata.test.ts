import { beforeEach, expect, test } from 'vitest';
import { bootServer, openPocket, type Person } from '../../../../fakes/pocket.ts';

let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
let path = '';
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
  path = `/compute/v2.1/servers/${await bootServer(pocket, ana, { metadata: { a: '1' } })}`;
});

test('metadata is added to, replaced, and taken away, and the machine learns of it', async () => {
  const added = await ana.ask('POST', `${path}/metadata`, { body: { metadata: { b: '2' } } });
  expect(added.body).toEqual({ metadata: { a: '1', b: '2' } });
  const replaced = await ana.ask('PUT', `${path}/metadata`, { body: { metadata: { c: '3' } } });
  expect(replaced.body).toEqual({ metadata: { c: '3' } });
  await ana.ask('PUT', `${path}/metadata/d`, { body: { meta: { d: '4' } } });
  expect((await ana.ask('GET', `${path}/metadata/d`)).body).toEqual({ meta: { d: '4' } });
  expect((await ana.ask('DELETE', `${path}/metadata/d`)).status).toBe(204);
  expect((await ana.ask('GET', `${path}/metadata/d`)).at('itemNotFound', 'message')).toBe(
    'Metadata item was not found',
  );
  await pocket.cloud.idle();
  expect([...pocket.hypervisor.cards.values()][0]?.metadata).toEqual({ c: '3' });
});

test.each([
  ['PUT', '/metadata/d', { meta: { e: '4' } }, 'Request body and URI mismatch'],
  ['POST', '/metadata', { metadata: { 'a/b': 'x' } }, "'a/b' does not match any of the regexes"],
  ['POST', '/metadata', { metadata: { a: 5 } }, "5 is not of type 'string'"],
])('%s %s %j is a bad request', async (method, rest, body, words) => {
  const reply = await ana.ask(method, path + rest, { body });
  expect([reply.status, reply.textAt('badRequest', 'message')]).toEqual([
    400,
    expect.stringContaining(words),
  ]);
});

test('there are at most 128 items', async () => {
  const many = Object.fromEntries(Array.from({ length: 129 }, (_, index) => [`k${index}`, 'x']));
  const reply = await ana.ask('PUT', `${path}/metadata`, { body: { metadata: many } });
  expect([reply.status, reply.text]).toEqual([403, expect.stringContaining('exceeds 128')]);
});

test('tags are there from 2.26 on, each once, in order', async () => {
  const version = '2.26';
  expect((await ana.ask('GET', `${path}/tags`, { version: '2.25' })).status).toBe(404);
  const set = await ana.ask('PUT', `${path}/tags`, { version, body: { tags: ['red', 'blue', 'red'] } });
  expect(set.at('tags')).toEqual(['blue', 'red']);
  expect((await ana.ask('PUT', `${path}/tags/green`, { version })).status).toBe(201);
  expect((await ana.ask('PUT', `${path}/tags/green`, { version })).status).toBe(204);
  expect((await ana.ask('GET', `${path}/tags/green`, { version })).status).toBe(204);
  expect((await ana.ask('DELETE', `${path}/tags/green`, { version })).status).toBe(204);
  expect((await ana.ask('DELETE', `${path}/tags/green`, { version })).status).toBe(404);
  expect((await ana.ask('DELETE', `${path}/tags`, { version })).status).toBe(204);
  expect((await ana.ask('GET', `${path}/tags`, { version })).at('tags')).toEqual([]);
});
