import { beforeEach, describe, expect, test } from 'vitest';
import {
  bootServer,
  makeNetwork,
  openPocket,
  type Person,
  pass,
  serverOrder,
} from '../../../../fakes/pocket.ts';

const PATH = '/compute/v2.1/servers';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
});

const create = async (changes: object, version = '2.1', who = ana) =>
  who.ask('POST', PATH, { body: await serverOrder(who, changes), version });
const words = (reply: { body: unknown }): string => JSON.stringify(reply.body);

describe('a server', () => {
  test('is built while the clock runs, and its machine boots when it is active', async () => {
    await makeNetwork(ana);
    const made = await create({ metadata: { a: '1' }, user_data: btoa('#!/bin/sh\ntrue\n') });
    expect(made.status).toBe(202);
    const id = made.textAt('server', 'id');
    expect(made.headers.get('location')).toBe(`http://cloud.test/cloud${PATH}/${id}`);
    const states: unknown[] = [];
    for (const ms of [0, 500, 1000, 1500]) {
      const seen = await pass(pocket, ana, id, ms);
      states.push([seen.at('server', 'status'), seen.at('server', 'OS-EXT-STS:task_state')]);
    }
    expect(states).toEqual([
      ['BUILD', 'scheduling'],
      ['BUILD', 'networking'],
      ['BUILD', 'spawning'],
      ['ACTIVE', null],
    ]);
    expect(pocket.hypervisor.calls).toEqual(['boot one']);
    expect(pocket.hypervisor.cards.get(id)).toMatchObject({
      hostname: 'one',
      project: ana.project,
      flavor: { name: 'm1.tiny', vcpus: 1, ram: 512, disk: 1 },
      image: { name: 'cirros-0.6.3' },
      userData: '#!/bin/sh\ntrue\n',
      metadata: { a: '1' },
      keys: [],
    });
  });

  test('boots although nobody looks', async () => {
    await create({});
    for (const ms of [500, 1000, 1500]) {
      pocket.clock.advance(ms);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await pocket.cloud.idle();
    expect(pocket.hypervisor.calls).toEqual(['boot one']);
  });

  test('is on the only network of its project when none is named', async () => {
    await makeNetwork(ana, 'private');
    const id = await bootServer(pocket, ana);
    const seen = await ana.ask('GET', `${PATH}/${id}`);
    expect(seen.at('server', 'addresses', 'private', 0, 'addr')).toBe('10.0.0.2');
    expect(seen.at('server', 'security_groups')).toEqual([{ name: 'default' }]);
  });

  test('is on none when its project has none, or it is to have none', async () => {
    const first = await bootServer(pocket, ana);
    expect((await ana.ask('GET', `${PATH}/${first}`)).at('server', 'addresses')).toEqual({});
    await makeNetwork(ana);
    const made = await create({ networks: 'none' }, '2.37');
    expect((await pass(pocket, ana, made.textAt('server', 'id'), 5000)).at('server', 'addresses')).toEqual(
      {},
    );
  });

  test('must name its network when there are several', async () => {
    await makeNetwork(ana, 'first', '10.1.0.0/24');
    const second = await makeNetwork(ana, 'second', '10.2.0.0/24');
    const refused = await create({});
    expect(refused.body).toEqual({
      conflictingRequest: {
        code: 409,
        message: 'Multiple possible networks found, use a Network ID to be more specific.',
      },
    });
    const id = await bootServer(pocket, ana, { networks: [{ uuid: second, fixed_ip: '10.2.0.77' }] });
    expect((await ana.ask('GET', `${PATH}/${id}/ips`)).at('addresses', 'second', 0, 'addr')).toBe(
      '10.2.0.77',
    );
  });

  test('takes a port that is there, and leaves it there when it goes', async () => {
    const network = await makeNetwork(ana);
    const port = await ana.ask('POST', '/networking/v2.0/ports', { body: { port: { network_id: network } } });
    const portId = port.textAt('port', 'id');
    const id = await bootServer(pocket, ana, { networks: [{ port: portId }] });
    const taken = await ana.ask('GET', `/networking/v2.0/ports/${portId}`);
    expect([taken.at('port', 'device_id'), taken.at('port', 'device_owner')]).toEqual([id, 'compute:nova']);
    expect((await create({ networks: [{ port: portId }] })).status).toBe(409);
    await ana.ask('DELETE', `${PATH}/${id}`);
    await pocket.cloud.idle();
    expect((await ana.ask('GET', `/networking/v2.0/ports/${portId}`)).at('port', 'device_id')).toBe('');
  });

  test('is in the security groups it names, by name or id', async () => {
    await makeNetwork(ana);
    const body = { security_group: { name: 'web' } };
    const group = (await ana.ask('POST', '/networking/v2.0/security-groups', { body })).textAt(
      'security_group',
      'id',
    );
    const byName = await bootServer(pocket, ana, { security_groups: [{ name: 'web' }] });
    const byId = await bootServer(pocket, ana, { security_groups: [{ name: group }, { name: 'default' }] });
    expect((await ana.ask('GET', `${PATH}/${byName}`)).at('server', 'security_groups')).toEqual([
      { name: 'web' },
    ]);
    const both = await ana.ask('GET', `${PATH}/${byId}/os-security-groups`);
    expect(both.each('name', 'security_groups').sort()).toEqual(['default', 'web']);
  });

  test('gets the public key that it names', async () => {
    await ana.ask('POST', '/compute/v2.1/os-keypairs', { body: { keypair: { name: 'mine' } } });
    const id = await bootServer(pocket, ana, { key_name: 'mine' });
    expect(pocket.hypervisor.cards.get(id)?.keys[0]).toMatch(/^ssh-rsa AAAA/);
  });

  test('that cannot have its address is in error, and says why', async () => {
    const network = await makeNetwork(ana);
    await bootServer(pocket, ana, { networks: [{ uuid: network, fixed_ip: '10.0.0.9' }] });
    const made = await create({ networks: [{ uuid: network, fixed_ip: '10.0.0.9' }] });
    const seen = await ana.ask('GET', `${PATH}/${made.textAt('server', 'id')}`);
    expect(seen.at('server', 'status')).toBe('ERROR');
    expect(seen.textAt('server', 'fault', 'message')).toContain('10.0.0.9');
  });

  test('whose machine cannot be run is in error, and the reason is reported', async () => {
    pocket.hypervisor.refuses.add('one');
    const id = await bootServer(pocket, ana);
    const seen = await ana.ask('GET', `${PATH}/${id}`);
    expect(seen.at('server', 'status')).toBe('ERROR');
    expect(pocket.faults).toEqual([new Error('no room for one')]);
  });

  test('comes in numbers, with numbered names and one reservation', async () => {
    const reply = await create({ min_count: 2, max_count: 3, return_reservation_id: true });
    expect(reply.textAt('reservation_id')).toMatch(/^r-[a-z0-9]{8}$/);
    const list = await ana.ask('GET', PATH);
    expect(list.each('name', 'servers').sort()).toEqual(['one-1', 'one-2', 'one-3']);
  });
});

describe('the quota', () => {
  test('of ten servers holds, however many are asked for at once', async () => {
    const body = await serverOrder(ana);
    const replies = await Promise.all(Array.from({ length: 12 }, () => ana.ask('POST', PATH, { body })));
    expect(replies.filter((each) => each.status === 202)).toHaveLength(10);
    const refused = replies.find((each) => each.status === 403);
    expect(refused?.body).toEqual({
      forbidden: {
        code: 403,
        message: 'Quota exceeded for instances: Requested 1, but already used 10 of 10 instances',
      },
    });
    expect((await create({}, '2.1', pocket.ben)).status).toBe(202);
  });

  test('names all that is too much', async () => {
    const reply = await create({ flavorRef: '5', min_count: 4 });
    expect(words(reply)).toContain(
      'Quota exceeded for cores, ram: Requested 32, 65536, but already used 0, 0 of 20, 51200 cores, ram',
    );
  });

  test('gives as many as it has between the least and the most asked for', async () => {
    await create({ min_count: 1, max_count: 15 });
    expect((await ana.ask('GET', PATH)).each('id', 'servers')).toHaveLength(10);
  });
});

describe('an order that cannot be met', () => {
  const zeros = '00000000-0000-0000-0000-000000000000';
  test.each([
    [{ name: '' }, "Invalid input for field/attribute name. Value: . '' is too short"],
    [{ name: 5 }, "Invalid input for field/attribute name. Value: 5. 5 is not of type 'string'"],
    [{ name: undefined }, "'name' is a required property"],
    [{ flavorRef: undefined }, "'flavorRef' is a required property"],
    [{ flavorRef: 'nowhere' }, 'Flavor nowhere could not be found.'],
    [{ imageRef: undefined }, 'Missing imageRef attribute'],
    [{ imageRef: zeros }, 'Can not find requested image'],
    [{ imageRef: 'nowhere' }, "'nowhere' is not valid under any of the given schemas"],
    [{ networks: [{ uuid: zeros }] }, `Network ${zeros} could not be found.`],
    [{ networks: [{ uuid: 'nowhere' }] }, 'network uuid is not in proper format (nowhere)'],
    [{ networks: [{ port: zeros }] }, `Port id ${zeros} could not be found.`],
    [{ networks: 'sometimes' }, "'sometimes' is not of type 'array'"],
    [{ key_name: 'nowhere' }, 'Invalid key_name provided.'],
    [{ security_groups: [{ name: 'no' }] }, "Unable to find security_group with name or id 'no'"],
    [{ metadata: { a: 5 } }, "Invalid input for field/attribute a. Value: 5. 5 is not of type 'string'"],
    [{ availability_zone: 'moon' }, 'The requested availability zone is not available'],
    [{ min_count: 0 }, '0 is less than the minimum of 1'],
    [{ min_count: 3, max_count: 2 }, 'min_count must be <= max_count'],
    [{ wings: 2 }, "Additional properties are not allowed ('wings' was unexpected)"],
    [{ accessIPv4: '1.1.1.1.1' }, "'1.1.1.1.1' is not a 'ipv4'"],
    [{ tags: ['x'] }, "Additional properties are not allowed ('tags' was unexpected)"],
  ])('%j is a bad request', async (changes, message) => {
    const reply = await create(changes);
    expect(reply.status).toBe(400);
    expect(reply.textAt('badRequest', 'message')).toContain(message);
    expect((await ana.ask('GET', PATH)).at('servers')).toEqual([]);
  });

  test('needs its networks named from 2.37 on', async () => {
    const reply = await create({}, '2.37');
    expect(words(reply)).toContain("'networks' is a required property");
    expect(words(await create({ networks: 'auto' }, '2.37'))).toContain('Unable to automatically allocate');
  });

  test("may not use another project's network, port or group", async () => {
    const network = await makeNetwork(pocket.ben);
    const reply = await create({ networks: [{ uuid: network }] });
    expect(reply.textAt('badRequest', 'message')).toBe(`Network ${network} could not be found.`);
  });
});
