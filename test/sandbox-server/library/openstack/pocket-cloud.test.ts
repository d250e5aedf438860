import { type Cloud, connect, OpenStackError } from 'openstack';
import { beforeEach, expect, it } from 'vitest';
import type { Hypervisor, ServerCard } from '../../../../sandbox-server/cloud/hypervisor.ts';
import { openPocketCloud } from '../../../../sandbox-server/cloud/pocket-cloud.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';

/** Machines that do what they are told at once. */
class PromptHypervisor implements Hypervisor {
  readonly cards = new Map<string, ServerCard>();

  async boot(card: ServerCard): Promise<void> {
    this.cards.set(card.id, card);
  }
  async power(): Promise<void> {
    await Promise.resolve();
  }
  async destroy(id: string): Promise<void> {
    this.cards.delete(id);
  }
  async update(card: ServerCard): Promise<void> {
    this.cards.set(card.id, card);
  }
  async console(id: string): Promise<string> {
    return `${this.cards.get(id)?.hostname} login: `;
  }
}

const hypervisor = new PromptHypervisor();
let cloud: Cloud;

beforeEach(async () => {
  const clock = new ManualClock();
  const pocket = await openPocketCloud({
    store: memoryStore(),
    clock,
    hypervisor,
    adminPassword: 'secret',
    passwordRounds: 1,
  });
  const variables: Record<string, string> = {
    OS_AUTH_URL: 'http://book.test/cloud/identity/v3',
    OS_USERNAME: 'admin',
    OS_PASSWORD: 'secret',
    OS_PROJECT_NAME: 'admin',
    OS_REGION_NAME: 'RegionOne',
  };
  cloud = await connect((name) => variables[name], {
    fetch: (url, init) => pocket.fetch(new Request(url, init)),
    now: () => clock.now(),
    wait: async (milliseconds) => {
      clock.advance(milliseconds);
      await Promise.resolve();
    },
  });
});

async function networkWithWayOut() {
  const { networks, subnets, routers } = cloud.network;
  const network = await networks.create({ name: 'private' });
  const subnet = await subnets.create({ network_id: network.id, ip_version: 4, cidr: '10.0.0.0/24' });
  const outside = await networks.named('public');
  const router = await routers.create({ name: 'router', external_gateway_info: { network_id: outside.id } });
  await routers.addInterface(router, { subnet_id: subnet.id });
  return { network, subnet, outside, router };
}

async function order(name: string, network: { id: string }) {
  const image = await cloud.image.images.named('cirros-0.6.3');
  const flavor = await cloud.compute.flavors.named('m1.tiny');
  return cloud.compute.servers.create({
    name,
    imageRef: image.id,
    flavorRef: flavor.id,
    networks: [{ uuid: network.id }],
  });
}

it('boots a server, reads its console, stops it, starts it, and deletes it', async () => {
  const { servers } = cloud.compute;
  const { network } = await networkWithWayOut();
  const ordered = await order('web', network);
  expect(ordered.status).toBe('BUILD');
  const seen: string[] = [];
  const server = await servers.waitFor(ordered, 'ACTIVE', { onStatus: (status) => seen.push(status) });
  expect(seen.at(-1)).toBe('ACTIVE');
  expect(server.addresses.private?.[0]).toMatchObject({ version: 4, 'OS-EXT-IPS:type': 'fixed' });
  expect(await servers.consoleLog(server)).toContain('web login:');
  await servers.stop(server);
  await servers.waitFor(server, 'SHUTOFF');
  await servers.start(server);
  await servers.waitFor(server, 'ACTIVE');
  await servers.reboot(server, 'HARD');
  await servers.waitFor(server, 'ACTIVE');
  expect((await servers.update(server, { name: 'renamed' })).name).toBe('renamed');
  await servers.delete(server);
  await servers.waitUntilGone(server);
  expect(await servers.list()).toEqual([]);
});

it('lends a floating IP to a server, and takes everything down again', async () => {
  const { floatingIps, ports, routers, networks } = cloud.network;
  const { network, subnet, outside, router } = await networkWithWayOut();
  const server = await cloud.compute.servers.waitFor(await order('web', network), 'ACTIVE');
  const [card] = await ports.list({ device_id: server.id });
  if (!card) throw new Error('The server has no port.');
  const lent = await floatingIps.associate(
    await floatingIps.create({ floating_network_id: outside.id }),
    card,
  );
  expect(lent.fixed_ip_address).toBe(card.fixed_ips[0]?.ip_address);
  expect((await floatingIps.find(lent.floating_ip_address))?.port_id).toBe(card.id);
  const { addresses } = await cloud.compute.servers.get(server);
  expect(addresses.private?.map(({ addr }) => addr)).toContain(lent.floating_ip_address);
  expect((await floatingIps.dissociate(lent)).port_id).toBeNull();
  await floatingIps.delete(lent);
  await cloud.compute.servers.delete(server);
  await cloud.compute.servers.waitUntilGone(server);
  await routers.removeInterface(router, { subnet_id: subnet.id });
  await routers.delete(router);
  await networks.delete(network);
  expect(await networks.find('private')).toBeUndefined();
});

it('opens doors in a security group, and is told when one is open already', async () => {
  const { securityGroups, securityGroupRules } = cloud.network;
  const group = await securityGroups.create({ name: 'web', description: 'pages' });
  expect(group.security_group_rules.map(({ direction }) => direction)).toEqual(['egress', 'egress']);
  const http = {
    security_group_id: group.id,
    direction: 'ingress',
    protocol: 'tcp',
    port_range_min: 80,
    port_range_max: 80,
  } as const;
  const rule = await securityGroupRules.create(http);
  await expect(securityGroupRules.create(http)).rejects.toMatchObject({ status: 409, service: 'network' });
  expect((await securityGroups.get(group)).security_group_rules.map(({ id }) => id)).toContain(rule.id);
  await securityGroupRules.delete(rule);
  expect((await securityGroupRules.list({ security_group_id: group.id })).length).toBe(2);
  await securityGroups.delete(group);
});

it('makes a key pair whose private half is told once', async () => {
  const { keypairs } = cloud.compute;
  expect((await keypairs.create({ name: 'demokey' })).private_key).toMatch(/PRIVATE KEY/);
  expect((await keypairs.find('demokey'))?.private_key).toBeUndefined();
  expect((await keypairs.list()).map(({ name }) => name)).toEqual(['demokey']);
  await keypairs.delete('demokey');
  expect(await keypairs.find('demokey')).toBeUndefined();
});

it('passes on what each service says when it refuses', async () => {
  const refusals = await Promise.all(
    [
      cloud.compute.flavors.get('enormous'),
      cloud.image.images.get('b7b8f2a4-0000-4000-8000-000000000000'),
      cloud.network.networks.get('b7b8f2a4-0000-4000-8000-000000000000'),
    ].map((call) => call.catch((error: unknown) => error)),
  );
  for (const refusal of refusals) {
    expect(refusal).toBeInstanceOf(OpenStackError);
    expect(refusal).toMatchObject({
      status: 404,
      words: expect.stringMatching(/could not be found|No image/),
    });
  }
});
