import { expect, it } from 'vitest';
import { ScriptedCloud } from './scripted-cloud.ts';

const flavor = (id: string, name: string) => ({ id, name, vcpus: 1, ram: 512, disk: 1, extra: 'kept' });
const network = (id: string, name: string) => ({
  id,
  name,
  status: 'ACTIVE',
  admin_state_up: true,
  shared: false,
  subnets: [],
});

it('follows every page of a list, by the links of Nova and by those of Glance', async () => {
  const image = (id: string) => ({
    id,
    name: id,
    status: 'active',
    visibility: 'public',
    size: 1,
    checksum: null,
    disk_format: 'raw',
    container_format: 'bare',
    min_ram: 0,
    min_disk: 0,
    created_at: '2030-01-01T00:00:00Z',
  });
  const cloud = await new ScriptedCloud(({ path }) => {
    if (path.startsWith('/image')) {
      const more = !path.includes('marker');
      return {
        body: more ? { images: [image('a')], next: '/v2/images?marker=a' } : { images: [image('b')] },
      };
    }
    if (path.includes('marker=1')) return { body: { flavors: [flavor('2', 'large')] } };
    const href = 'http://elsewhere.test/v2.1/flavors/detail?limit=1&marker=1';
    return { body: { flavors: [flavor('1', 'small')], flavors_links: [{ rel: 'next', href }] } };
  }).connect();
  expect((await cloud.compute.flavors.list()).map(({ id }) => id)).toEqual(['1', '2']);
  expect((await cloud.image.images.list()).map(({ id }) => id)).toEqual(['a', 'b']);
});

it('keeps fields that it does not know', async () => {
  const cloud = await new ScriptedCloud(() => ({ body: { flavor: flavor('1', 'small') } })).connect();
  expect(await cloud.compute.flavors.get('1')).toEqual(flavor('1', 'small'));
});

it('names the field that an answer lacks', async () => {
  const cloud = await new ScriptedCloud(() => ({
    body: { flavors: [{ id: '1', name: 'small' }] },
  })).connect();
  await expect(cloud.compute.flavors.list()).rejects.toThrow(
    'The answer is not as expected: flavors[0].vcpus should be a number.',
  );
});

it('finds by the whole name, though the service filters by a part of it', async () => {
  const cloud = await new ScriptedCloud(() => ({
    body: { flavors: [flavor('1', 'm1.small'), flavor('2', 'small')] },
  })).connect();
  expect((await cloud.compute.flavors.find('small'))?.id).toBe('2');
  expect(await cloud.compute.flavors.find('tiny')).toBeUndefined();
});

it('asks Neutron for the name alone', async () => {
  const scripted = new ScriptedCloud(() => ({ body: { networks: [network('n1', 'my net')] } }));
  const cloud = await scripted.connect();
  await cloud.network.networks.find('my net');
  expect(scripted.calls[0]?.path).toBe('/networking/v2.0/networks?name=my+net');
});

it('refuses to choose between two of one name', async () => {
  const cloud = await new ScriptedCloud(() => ({
    body: { networks: [network('n1', 'net'), network('n2', 'net')] },
  })).connect();
  await expect(cloud.network.networks.find('net')).rejects.toThrow('2 networks are called net.');
});

it('says which names there are when the one that is needed is not', async () => {
  const cloud = await new ScriptedCloud(() => ({
    body: { flavors: [flavor('1', 'm1.tiny'), flavor('2', 'm1.small')] },
  })).connect();
  await expect(cloud.compute.flavors.named('m1.smal')).rejects.toThrow(
    'None of the flavors is called m1.smal. There are: m1.tiny, m1.small.',
  );
  expect((await cloud.compute.flavors.named('m1.tiny')).id).toBe('1');
});

it('wraps what it creates and updates, and takes a resource or its id', async () => {
  const scripted = new ScriptedCloud(({ method }) =>
    method === 'DELETE' ? { status: 204 } : { body: { network: network('n1', 'net') } },
  );
  const { networks } = (await scripted.connect()).network;
  const made = await networks.create({ name: 'net' });
  await networks.update(made, { description: 'mine' });
  await networks.delete('n1');
  expect(scripted.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['POST', '/networking/v2.0/networks', { network: { name: 'net' } }],
    ['PUT', '/networking/v2.0/networks/n1', { network: { description: 'mine' } }],
    ['DELETE', '/networking/v2.0/networks/n1', undefined],
  ]);
});
