import { beforeEach, expect, test } from 'vitest';
import { openPocket, type Person } from '../../../../fakes/pocket.ts';

const PATH = '/compute/v2.1/flavors';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
});

test('a new cloud has five flavors, from tiny to extra large', async () => {
  const list = await ana.ask('GET', `${PATH}/detail`);
  expect(list.each('name', 'flavors')).toEqual(['m1.tiny', 'm1.small', 'm1.medium', 'm1.large', 'm1.xlarge']);
  expect(list.each('vcpus', 'flavors')).toEqual([1, 1, 2, 4, 8]);
  expect(list.each('ram', 'flavors')).toEqual([512, 2048, 4096, 8192, 16_384]);
});

test.each([
  ['limit=2', ['1', '2']],
  ['limit=2&marker=2', ['3', '4']],
  ['minRam=4096', ['3', '4', '5']],
  ['minDisk=100', ['5']],
])('%s', async (query, ids) => {
  expect((await ana.ask('GET', `${PATH}?${query}`)).each('id', 'flavors')).toEqual(ids);
});

test.each([
  ['limit=-1', "'-1' does not match '^[0-9]*$'"],
  ['marker=nowhere', 'marker [nowhere] not found'],
  ['minRam=lots', 'Invalid minRam filter [lots]'],
])('%s is a bad request', async (query, words) => {
  const reply = await ana.ask('GET', `${PATH}?${query}`);
  expect([reply.status, reply.textAt('badRequest', 'message')]).toEqual([
    400,
    expect.stringContaining(words),
  ]);
});

test('an administrator makes flavors, with extra specs; others may not', async () => {
  const body = { flavor: { name: 'small', ram: '128', disk: 1, vcpus: 1, id: 'own' } };
  const refused = await ana.ask('POST', PATH, { body });
  expect(refused.at('forbidden', 'message')).toBe(
    "Policy doesn't allow os_compute_api:os-flavor-manage:create to be performed.",
  );
  expect((await pocket.admin.ask('POST', PATH, { body })).at('flavor', 'ram')).toBe(128);
  expect((await pocket.admin.ask('POST', PATH, { body })).status).toBe(409);
  const specs = { body: { extra_specs: { 'hw:cpu_policy': 'shared' } } };
  expect((await ana.ask('POST', `${PATH}/own/os-extra_specs`, specs)).status).toBe(403);
  await pocket.admin.ask('POST', `${PATH}/own/os-extra_specs`, specs);
  expect((await ana.ask('GET', `${PATH}/own/os-extra_specs`)).body).toEqual(specs.body);
  const shown = await ana.ask('GET', `${PATH}/own`, { version: '2.61' });
  expect(shown.at('flavor', 'extra_specs', 'hw:cpu_policy')).toBe('shared');
  expect((await pocket.admin.ask('DELETE', `${PATH}/own/os-extra_specs/hw:cpu_policy`)).status).toBe(200);
  expect((await pocket.admin.ask('DELETE', `${PATH}/own`)).status).toBe(202);
  expect((await ana.ask('GET', `${PATH}/own`)).at('itemNotFound', 'message')).toBe(
    'Flavor own could not be found.',
  );
});

test('a flavor that is not public is not there for others', async () => {
  const flavor = {
    name: 'secret',
    ram: 1,
    disk: 1,
    vcpus: 1,
    id: 'secret',
    'os-flavor-access:is_public': false,
  };
  await pocket.admin.ask('POST', PATH, { body: { flavor } });
  expect((await ana.ask('GET', `${PATH}/secret`)).status).toBe(404);
  expect((await ana.ask('GET', PATH)).each('id', 'flavors')).not.toContain('secret');
  expect((await pocket.admin.ask('GET', `${PATH}?is_public=None`)).each('id', 'flavors')).toContain('secret');
});
