import { expect, test } from 'vitest';
import { openPocket } from '../../../../fakes/pocket.ts';

test('the catalog, the services and the endpoints are one list, and the same after a restart', async () => {
  const before = await openPocket();
  const catalog = await before.ana.ask('GET', '/identity/v3/auth/catalog');
  const services = await before.admin.ask('GET', '/identity/v3/services');
  const endpoints = await before.admin.ask('GET', '/identity/v3/endpoints?interface=public');
  expect(services.each('id', 'services')).toEqual(catalog.each('id', 'catalog'));
  expect(endpoints.each('service_id', 'endpoints')).toEqual(catalog.each('id', 'catalog'));
  expect(endpoints.each('url', 'endpoints')).toEqual([
    'http://cloud.test/cloud/identity',
    'http://cloud.test/cloud/image',
    'http://cloud.test/cloud/networking',
    'http://cloud.test/cloud/compute/v2.1',
  ]);
  const after = await openPocket(before.store, before.clock);
  expect((await after.ana.ask('GET', '/identity/v3/auth/catalog')).body).toEqual(catalog.body);
});

test('each service and endpoint can be shown, and what is none is not found', async () => {
  const { admin } = await openPocket();
  for (const [path, key] of [
    ['services', 'service'],
    ['endpoints', 'endpoint'],
    ['regions', 'region'],
    ['domains', 'domain'],
  ] as const) {
    const list = await admin.ask('GET', `/identity/v3/${path}`);
    const id = list.textAt(path, 0, 'id');
    expect((await admin.ask('GET', `/identity/v3/${path}/${id}`)).at(key, 'id')).toBe(id);
    const missing = await admin.ask('GET', `/identity/v3/${path}/none`);
    expect([missing.status, missing.at('error', 'message')]).toEqual([404, `Could not find ${key}: none.`]);
  }
});
