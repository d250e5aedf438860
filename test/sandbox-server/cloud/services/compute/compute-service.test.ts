import { beforeAll, describe, expect, test } from 'vitest';
import { bootServer, openPocket } from '../../../../fakes/pocket.ts';

let pocket: Awaited<ReturnType<typeof openPocket>>;
beforeAll(async () => {
  pocket = await openPocket();
});

test('compute tells its versions to whoever asks', async () => {
  const root = await pocket.nobody.ask('GET', '/compute');
  expect(root.at('versions', 0)).toMatchObject({
    id: 'v2.1',
    status: 'CURRENT',
    min_version: '2.1',
    version: '2.93',
  });
  const v21 = await pocket.nobody.ask('GET', '/compute/v2.1');
  expect(v21.at('version', 'links', 0, 'href')).toBe('http://cloud.test/cloud/compute/v2.1/');
});

test('the project may stand in the path, as older clients have it', async () => {
  expect((await pocket.ana.ask('GET', `/compute/v2.1/${pocket.ana.project}/servers`)).status).toBe(200);
  expect((await pocket.ana.ask('GET', '/compute/v2/servers')).status).toBe(200);
});

describe('what administrators alone see', () => {
  test.each([
    ['/os-hypervisors', 'os-hypervisors:list'],
    ['/os-hypervisors/detail', 'os-hypervisors:list-detail'],
    ['/os-services', 'os-services:list'],
    ['/os-aggregates', 'os-aggregates:index'],
    ['/os-availability-zone/detail', 'os-availability-zone:detail'],
    ['/os-simple-tenant-usage', 'os-simple-tenant-usage:list'],
  ])('%s', async (path, policy) => {
    const refused = await pocket.ana.ask('GET', `/compute/v2.1${path}`);
    expect(refused.body).toEqual({
      forbidden: { code: 403, message: `Policy doesn't allow os_compute_api:${policy} to be performed.` },
    });
    expect((await pocket.admin.ask('GET', `/compute/v2.1${path}`)).status).toBe(200);
  });
});

test('usage grows with the hours that servers are there', async () => {
  await bootServer(pocket, pocket.ana, { flavorRef: '3' });
  pocket.clock.advance(3_600_000);
  const usage = await pocket.ana.ask('GET', `/compute/v2.1/os-simple-tenant-usage/${pocket.ana.project}`);
  expect(usage.at('tenant_usage', 'total_vcpus_usage')).toBeCloseTo(2, 2);
  expect(usage.at('tenant_usage', 'server_usages', 0, 'flavor')).toBe('m1.medium');
});

test('server groups have members, and are told apart by version', async () => {
  const { ana } = pocket;
  const old = await ana.ask('POST', '/compute/v2.1/os-server-groups', {
    body: { server_group: { name: 'apart', policies: ['anti-affinity'] } },
  });
  expect(old.at('server_group', 'policies')).toEqual(['anti-affinity']);
  const id = old.textAt('server_group', 'id');
  const now = await ana.ask('GET', `/compute/v2.1/os-server-groups/${id}`, { version: '2.64' });
  expect(now.at('server_group', 'policy')).toBe('anti-affinity');
  expect((await pocket.ben.ask('GET', `/compute/v2.1/os-server-groups/${id}`)).status).toBe(404);
  expect((await ana.ask('DELETE', `/compute/v2.1/os-server-groups/${id}`)).status).toBe(204);
});
