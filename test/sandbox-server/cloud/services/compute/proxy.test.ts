import { beforeAll, describe, expect, test } from 'vitest';
import { openPocket, type Person } from '../../../../fakes/pocket.ts';

let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
beforeAll(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
});

describe('what Nova passed on to others', () => {
  test.each([
    '/images',
    '/images/detail',
    '/os-networks',
    '/os-security-groups',
    '/os-floating-ips',
    '/os-floating-ip-pools',
  ])('%s is there until 2.35, and no more since', async (path) => {
    expect((await ana.ask('GET', `/compute/v2.1${path}`, { version: '2.35' })).status).toBe(200);
    expect((await ana.ask('GET', `/compute/v2.1${path}`, { version: '2.36' })).body).toEqual({
      itemNotFound: { code: 404, message: 'The resource could not be found.' },
    });
  });
});

test('images are those of the image service', async () => {
  const detail = await ana.ask('GET', '/compute/v2.1/images/detail');
  expect(detail.each('name', 'images').sort()).toEqual(['cirros-0.6.3', 'debian-12', 'ubuntu-24.04']);
  const one = await ana.ask('GET', `/compute/v2.1/images/${detail.textAt('images', 0, 'id')}`);
  expect(one.at('image')).toEqual(detail.at('images', 0));
  expect((await ana.ask('GET', '/compute/v2.1/images/none')).at('itemNotFound', 'message')).toBe(
    'Image not found.',
  );
});

test('security groups and their rules are those of the network service', async () => {
  const made = await ana.ask('POST', '/compute/v2.1/os-security-groups', {
    body: { security_group: { name: 'web', description: 'of the web' } },
  });
  const id = made.textAt('security_group', 'id');
  const rule = await ana.ask('POST', '/compute/v2.1/os-security-group-rules', {
    body: {
      security_group_rule: {
        parent_group_id: id,
        ip_protocol: 'tcp',
        from_port: 80,
        to_port: 80,
        cidr: '10.0.0.0/8',
      },
    },
  });
  expect(rule.at('security_group_rule', 'ip_range')).toEqual({ cidr: '10.0.0.0/8' });
  const shown = await ana.ask('GET', `/compute/v2.1/os-security-groups/${id}`);
  expect(shown.each('from_port', 'security_group', 'rules')).toEqual([80]);
  expect((await ana.ask('GET', `/networking/v2.0/security-groups/${id}`)).status).toBe(200);
  expect((await pocket.ben.ask('GET', `/compute/v2.1/os-security-groups/${id}`)).status).toBe(404);
  const ruleId = rule.textAt('security_group_rule', 'id');
  expect((await ana.ask('DELETE', `/compute/v2.1/os-security-group-rules/${ruleId}`)).status).toBe(202);
  expect((await ana.ask('DELETE', `/compute/v2.1/os-security-groups/${id}`)).status).toBe(202);
});

test('floating addresses are those of the network service, and its refusals are passed on', async () => {
  const made = await ana.ask('POST', '/compute/v2.1/os-floating-ips', { body: { pool: 'public' } });
  expect(made.at('floating_ip')).toMatchObject({ pool: 'public', fixed_ip: null, instance_id: null });
  expect((await ana.ask('GET', '/compute/v2.1/os-floating-ips')).at('floating_ips', 0)).toEqual(
    made.at('floating_ip'),
  );
  const id = made.textAt('floating_ip', 'id');
  const missing = await pocket.ben.ask('DELETE', `/compute/v2.1/os-floating-ips/${id}`);
  expect(missing.at('itemNotFound', 'message')).toBe(`Floating IP ${id} could not be found`);
  expect((await ana.ask('DELETE', `/compute/v2.1/os-floating-ips/${id}`)).status).toBe(202);
  expect((await ana.ask('POST', '/compute/v2.1/os-floating-ips', { body: { pool: 'no' } })).status).toBe(404);
});
