import { z } from 'zod';
import { Cloud } from '../../sandbox-server/cloud/cloud.ts';
import { randomIds } from '../../sandbox-server/cloud/ids.ts';
import { networkService } from '../../sandbox-server/cloud/services/network/network-service.ts';
import type { Store } from '../../sandbox-server/cloud/store.ts';
import { openTokens } from '../../sandbox-server/cloud/tokens.ts';
import { ManualClock } from './manual-clock.ts';
import { memoryStore } from './memory-store.ts';

const thing = z.looseObject({ id: z.string() });
export type Thing = z.infer<typeof thing>;

/** Somebody who uses the network service. */
export interface NetworkUser {
  project: string;
  ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }>;
  /** Makes one thing: `make('subnets', 'subnet', {…})`. */
  make(path: string, single: string, attributes: object): Promise<Thing>;
}

const nowhere = async (): Promise<void> => undefined;

async function userOf(cloud: Cloud, project: string, token: string): Promise<NetworkUser> {
  const ask: NetworkUser['ask'] = async (method, path, body) => {
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await cloud.fetch(new Request(`http://cloud.test/cloud/networking/v2.0/${path}`, init));
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    project,
    ask,
    make: async (path, single, attributes) => {
      const { status, body } = await ask('POST', path, { [single]: attributes });
      if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      return thing.parse(z.record(z.string(), z.unknown()).parse(body)[single]);
    },
  };
}

/** A cloud with a network service alone, an administrator, and the members of two projects. */
export async function openNetworkCloud(store: Store = memoryStore()) {
  const clock = new ManualClock();
  const tokens = openTokens({ store, clock, ids: randomIds });
  const domain = { id: 'default', name: 'Default' };
  const issue = async (name: string, role: string): Promise<string> => {
    const { token } = await tokens.issue({
      methods: ['password'],
      user: { id: `user-${name}`, name, domain },
      project: { id: `project-${name}`, name, domain },
      domain: null,
      roles: [{ id: role, name: role }],
      expiresAt: clock.now() + 3_600_000_000,
      auditIds: [],
    });
    return token;
  };
  const [admin, ana, ben] = [
    await issue('admin', 'admin'),
    await issue('ana', 'member'),
    await issue('ben', 'member'),
  ];
  const faults: unknown[] = [];
  const cloud = new Cloud({
    store,
    clock,
    hypervisor: { boot: nowhere, power: nowhere, destroy: nowhere, update: nowhere, console: async () => '' },
    services: [networkService],
    report: (error) => faults.push(error),
  });
  await cloud.start();
  const external = await cloud.ask('/networking/v2.0/networks?router:external=true');
  const { networks } = z.object({ networks: z.array(thing) }).parse(await external.json());
  return {
    cloud,
    clock,
    faults,
    publicNetwork: networks[0]?.id ?? '',
    admin: await userOf(cloud, 'project-admin', admin),
    ana: await userOf(cloud, 'project-ana', ana),
    ben: await userOf(cloud, 'project-ben', ben),
  };
}

/** A network with a subnet, and a router from there to the public network. */
export async function connectedNetwork(user: NetworkUser, publicNetwork: string, cidr = '10.0.0.0/24') {
  const network = await user.make('networks', 'network', { name: 'private' });
  const subnet = await user.make('subnets', 'subnet', { network_id: network.id, ip_version: 4, cidr });
  const router = await user.make('routers', 'router', {
    name: 'gate',
    external_gateway_info: { network_id: publicNetwork },
  });
  await user.ask('PUT', `routers/${router.id}/add_router_interface`, { subnet_id: subnet.id });
  return { network, subnet, router };
}

/** The body of Neutron's refusals. */
export const neutronError = (type: string, message: string) => ({
  NeutronError: { type, message, detail: '' },
});
