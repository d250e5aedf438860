import { beforeEach, describe, expect, test } from 'vitest';
import { bootServer, makeNetwork, openPocket, type Person, pass } from '../../../../fakes/pocket.ts';

const PATH = '/compute/v2.1/servers';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
let id = '';
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
  await makeNetwork(ana);
  id = await bootServer(pocket, ana, { metadata: { a: '1' } });
});

describe('what is shown of a server', () => {
  const shownAt = async (version: string, who = ana): Promise<string[]> =>
    Object.keys(Object((await who.ask('GET', `${PATH}/${id}`, { version })).at('server')));

  test.each([
    ['2.9', 'locked'],
    ['2.19', 'description'],
    ['2.26', 'tags'],
    ['2.63', 'trusted_image_certificates'],
    ['2.71', 'server_groups'],
    ['2.73', 'locked_reason'],
    ['2.90', 'OS-EXT-SRV-ATTR:hostname'],
  ])('from %s on has %s', async (version, member) => {
    const before = `2.${Number(version.slice(2)) - 1}`;
    expect(await shownAt(before)).not.toContain(member);
    expect(await shownAt(version)).toContain(member);
    expect(await shownAt('latest')).toContain(member);
  });

  test('has the flavor itself, not a link to it, from 2.47 on', async () => {
    const old = await ana.ask('GET', `${PATH}/${id}`, { version: '2.46' });
    expect(old.at('server', 'flavor', 'id')).toBe('1');
    const now = await ana.ask('GET', `${PATH}/${id}`, { version: '2.47' });
    expect(now.at('server', 'flavor')).toEqual({
      vcpus: 1,
      ram: 512,
      disk: 1,
      ephemeral: 0,
      swap: 0,
      original_name: 'm1.tiny',
      extra_specs: {},
    });
  });

  test('names its host to administrators alone', async () => {
    expect(await shownAt('2.1')).not.toContain('OS-EXT-SRV-ATTR:host');
    expect(await shownAt('2.1', pocket.admin)).toContain('OS-EXT-SRV-ATTR:host');
  });

  test('tells which version answered', async () => {
    const reply = await ana.ask('GET', `${PATH}/${id}`, { version: '2.79' });
    expect(reply.headers.get('openstack-api-version')).toBe('compute 2.79');
    expect(reply.headers.get('x-openstack-nova-api-version')).toBe('2.79');
    expect(reply.headers.get('x-compute-request-id')).toBe(reply.headers.get('x-openstack-request-id'));
  });

  test('has its floating address beside its own', async () => {
    const { body } = await ana.ask('GET', '/networking/v2.0/networks?router:external=true');
    const publicId = JSON.parse(JSON.stringify(body)).networks[0].id;
    const router = await ana.ask('POST', '/networking/v2.0/routers', {
      body: { router: { name: 'r', external_gateway_info: { network_id: publicId } } },
    });
    const subnet = (await ana.ask('GET', '/networking/v2.0/subnets?cidr=10.0.0.0/24')).textAt(
      'subnets',
      0,
      'id',
    );
    const routerId = router.textAt('router', 'id');
    await ana.ask('PUT', `/networking/v2.0/routers/${routerId}/add_router_interface`, {
      body: { subnet_id: subnet },
    });
    const port = (await ana.ask('GET', `${PATH}/${id}/os-interface`)).textAt(
      'interfaceAttachments',
      0,
      'port_id',
    );
    await ana.ask('POST', '/networking/v2.0/floatingips', {
      body: { floatingip: { floating_network_id: publicId, port_id: port } },
    });
    const seen = await ana.ask('GET', `${PATH}/${id}`);
    expect(seen.each('OS-EXT-IPS:type', 'server', 'addresses', 'private')).toEqual(['fixed', 'floating']);
    expect(seen.textAt('server', 'addresses', 'private', 1, 'addr')).toMatch(/^203\.0\.113\./);
  });
});

test('a version too high, or none at all, is refused', async () => {
  const high = await ana.ask('GET', PATH, { version: '2.999' });
  expect(high.body).toEqual({
    computeFault: {
      code: 406,
      message: 'Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.93.',
    },
  });
  expect((await ana.ask('GET', PATH, { version: 'two' })).status).toBe(400);
});

describe("another project's server", () => {
  test.each([
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/metadata'],
    ['GET', '/ips'],
    ['GET', '/os-interface'],
    ['GET', '/os-security-groups'],
    ['GET', '/os-instance-actions'],
    ['GET', '/os-volume_attachments'],
  ])('is not there: %s %s', async (method, rest) => {
    const reply = await pocket.ben.ask(method, `${PATH}/${id}${rest}`);
    expect(reply.body).toEqual({
      itemNotFound: { code: 404, message: `Instance ${id} could not be found.` },
    });
  });

  test('is not there for an action either, nor for a change', async () => {
    expect((await pocket.ben.ask('POST', `${PATH}/${id}/action`, { body: { 'os-stop': null } })).status).toBe(
      404,
    );
    expect((await pocket.ben.ask('PUT', `${PATH}/${id}`, { body: { server: { name: 'x' } } })).status).toBe(
      404,
    );
    expect((await pocket.admin.ask('GET', `${PATH}/${id}`)).status).toBe(200);
  });
});

describe('changing a server', () => {
  test('renames it, and its machine learns of it', async () => {
    const reply = await ana.ask('PUT', `${PATH}/${id}`, { body: { server: { name: 'new' } } });
    expect([reply.status, reply.at('server', 'name')]).toEqual([200, 'new']);
    await pocket.cloud.idle();
    expect(pocket.hypervisor.calls.at(-1)).toBe('update new');
  });

  test('is refused for what cannot be changed', async () => {
    const reply = await ana.ask('PUT', `${PATH}/${id}`, { body: { server: { flavorRef: '2' } } });
    expect(reply.textAt('badRequest', 'message')).toContain("('flavorRef' was unexpected)");
  });
});

describe('deleting a server', () => {
  test('ends its machine, frees its ports, and then it is not there', async () => {
    expect((await ana.ask('DELETE', `${PATH}/${id}`)).status).toBe(204);
    await pocket.cloud.idle();
    expect((await ana.ask('GET', `${PATH}/${id}`)).status).toBe(404);
    expect(pocket.hypervisor.calls.at(-1)).toBe('destroy one');
    const ports = await ana.ask('GET', '/networking/v2.0/ports?device_owner=compute:nova');
    expect(ports.at('ports')).toEqual([]);
    expect((await ana.ask('DELETE', `${PATH}/${id}`)).status).toBe(404);
  });

  test('works while it is built: no machine is left behind', async () => {
    const images = await ana.ask('GET', '/image/v2/images');
    const server = { name: 'brief', flavorRef: '1', imageRef: images.textAt('images', 0, 'id') };
    const made = await ana.ask('POST', PATH, { body: { server } });
    const brief = made.textAt('server', 'id');
    await ana.ask('DELETE', `${PATH}/${brief}`);
    expect((await pass(pocket, ana, brief, 10_000)).status).toBe(404);
    expect(pocket.hypervisor.calls.join()).not.toContain('brief');
  });

  test('is refused when it is locked', async () => {
    await ana.ask('POST', `${PATH}/${id}/action`, { body: { lock: null } });
    expect((await ana.ask('DELETE', `${PATH}/${id}`)).body).toEqual({
      conflictingRequest: { code: 409, message: `Instance ${id} is locked` },
    });
    expect((await pocket.admin.ask('DELETE', `${PATH}/${id}`)).status).toBe(204);
  });
});
