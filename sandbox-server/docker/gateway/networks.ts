import { createHash } from 'node:crypto';
import { z } from 'zod';
import { endpointOrder } from '../engine-api/container-order.ts';
import { fields, ignored, labels, never } from '../engine-api/fields.ts';
import { objectName, objectReference } from '../engine-api/names.ts';
import { filters, flag } from '../engine-api/query.ts';
import { endpoint } from './container-networks.ts';
import { engineFilters } from './engine-filters.ts';
import type { Learner } from './learner.ts';
import { ownContainer, ownNetwork } from './lookup.ts';
import { badRequest, conflict, forbidden, Refusal } from './refusal.ts';
import { asking, plain, type Route, route, told } from './route.ts';
import { label, ownLabels, type Tenant } from './tenant.ts';

/** What comes in. */
const beyond = 'networks lead to their own containers here, and to nothing of this computer';

const poolOrder = fields({
  Subnet: z.cidrv4().optional(),
  IPRange: z.cidrv4().optional(),
  Gateway: z.ipv4().optional(),
  AuxiliaryAddresses: never('addresses of the driver are the engine’s to choose'),
  AuxAddress: never('addresses of the driver are the engine’s to choose'),
});

const networkOrder = fields({
  Name: objectName,
  CheckDuplicate: z.boolean().optional(),
  Driver: z.enum(['', 'bridge'], { error: `${beyond}: the driver is “bridge”` }).optional(),
  Scope: z.enum(['', 'local']).optional(),
  Internal: z.boolean().optional(),
  Attachable: z.boolean().optional(),
  EnableIPv4: ignored,
  EnableIPv6: never('networks here have no IPv6'),
  Ingress: never('this is a swarm’s, which is not offered here'),
  ConfigOnly: never('networks are made from what is said of them'),
  ConfigFrom: never('networks are made from what is said of them'),
  IPAM: fields({
    Driver: z.enum(['', 'default']).optional(),
    Options: never('options of the allocation of addresses are not offered'),
    Config: z.array(poolOrder).max(1, 'one range of addresses for a network').optional(),
  }).optional(),
  Options: never(`${beyond}: options of the driver are not offered`),
  Labels: labels.optional(),
});
type NetworkOrder = z.output<typeof networkOrder>;

const connectOrder = fields({
  Container: objectReference,
  EndpointConfig: endpointOrder.optional(),
  Force: z.boolean().optional(),
});

/** What goes out. */
const member = z.object({
  Name: z.string(),
  EndpointID: z.string(),
  MacAddress: z.string(),
  IPv4Address: z.string(),
  IPv6Address: z.string(),
});

const networkAnswer = z.object({
  Name: z.string(),
  Id: z.string(),
  Created: z.string(),
  Driver: z.string(),
  EnableIPv6: z.boolean(),
  IPAM: z.object({
    Driver: z.string(),
    Config: z
      .array(
        z.object({
          Subnet: z.string().optional(),
          IPRange: z.string().optional(),
          Gateway: z.string().optional(),
        }),
      )
      .nullish(),
  }),
  Containers: z.record(z.string(), member).nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
});
type NetworkAnswer = z.output<typeof networkAnswer>;

const common = {
  Scope: 'local',
  Internal: false,
  Attachable: false,
  Ingress: false,
  ConfigFrom: { Network: '' },
  ConfigOnly: false,
  Options: {},
};

/** The learner's containers in a network: not the one that plays their host. */
function members(tenant: Tenant, containers: NetworkAnswer['Containers']) {
  return Object.fromEntries(
    Object.entries(containers ?? {}).flatMap(([id, each]) => {
      const name = tenant.outward(each.Name);
      return name === undefined ? [] : [[id, { ...each, Name: name }] as const];
    }),
  );
}

function view(tenant: Tenant, { Name, Labels, Containers, ...rest }: NetworkAnswer) {
  return {
    ...common,
    ...rest,
    Name: tenant.outward(Name) ?? '',
    Internal: Labels?.[label.shown] === 'internal',
    Containers: members(tenant, Containers),
    Labels: ownLabels(Labels),
  };
}

/** The networks that every host has, and that nobody makes or removes. */
const builtIn = ['host', 'none'] as const;
const predefined = ['bridge', ...builtIn, 'default'];

function builtInView(tenant: Tenant, name: (typeof builtIn)[number]) {
  return {
    ...common,
    Name: name,
    Id: createHash('sha256').update(`${tenant.id} ${name}`).digest('hex'),
    Created: '2026-01-01T00:00:00Z',
    Driver: name === 'none' ? 'null' : name,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [] },
    Containers: {},
    Labels: {},
  };
}

const findBuiltIn = ({ tenant }: Learner, reference: string) =>
  builtIn
    .map((name) => builtInView(tenant, name))
    .find(({ Name, Id }) => Name === reference || (reference.length >= 12 && Id.startsWith(reference)));

async function listOf(
  learner: Learner,
  more: Record<string, readonly string[]> = {},
): Promise<NetworkAnswer[]> {
  const { tenant, engine } = learner;
  const { label: given = [], ...others } = more;
  const query = {
    filters: JSON.stringify({
      ...others,
      label: [...given, tenant.filter, `${label.server}=${tenant.server}`],
    }),
  };
  return z.array(networkAnswer).parse(await engine.json({ method: 'GET', path: '/networks', query }));
}

const list = route('GET', '/networks', asking({ filters }), async ({ learner, query }) => {
  await learner.host.bridge();
  const found = await listOf(learner, await engineFilters(learner, query.filters, 'network'));
  const others = query.filters.size === 0 ? builtIn.map((name) => builtInView(learner.tenant, name)) : [];
  return { status: 200, json: [...found.map((each) => view(learner.tenant, each)), ...others] };
});

const inspect = route('GET', '/networks/{id}', plain, async ({ learner, at }) => {
  const own = findBuiltIn(learner, at('id'));
  if (own) return { status: 200, json: own };
  if (at('id') === 'bridge') await learner.host.bridge();
  const { id } = await ownNetwork(learner, at('id'));
  const found = networkAnswer.parse(await learner.engine.json({ method: 'GET', path: `/networks/${id}` }));
  return { status: 200, json: view(learner.tenant, found) };
});

/** Addresses that are nobody's in the Internet, and not too many of them. */
function privateRange(subnet: string): string {
  const [address = '', bits = '0'] = subnet.split('/');
  const isPrivate = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address);
  if (!isPrivate || Number(bits) < 16 || Number(bits) > 30)
    throw forbidden(
      `${subnet} is not offered: choose a private range of 65536 addresses at most, such as 10.20.0.0/16.`,
    );
  return subnet;
}

async function make(learner: Learner, order: NetworkOrder): Promise<string> {
  const { tenant, limits, host } = learner;
  const existing = await listOf(learner);
  if (predefined.includes(order.Name) || existing.some(({ Name }) => Name === tenant.inward(order.Name)))
    throw conflict(`network with name ${order.Name} already exists`);
  if (existing.length >= limits.networks)
    throw conflict(
      `You have ${existing.length} networks, and more are not given to one learner. Remove some: docker network prune`,
    );
  const [pool] = order.IPAM?.Config ?? [];
  return host.createNetwork(tenant.inward(order.Name), {
    ...(pool?.Subnet && { subnet: privateRange(pool.Subnet) }),
    ...(pool?.IPRange && { range: pool.IPRange }),
    ...(pool?.Gateway && { gateway: pool.Gateway }),
    labels: { ...order.Labels, [label.shown]: order.Internal ? 'internal' : '' },
  });
}

const create = route('POST', '/networks/create', told(networkOrder, {}), async ({ learner, body }) => ({
  status: 201,
  json: { Id: await learner.inTurn(() => make(learner, body)), Warning: '' },
}));

async function removeNetwork(learner: Learner, id: string): Promise<number> {
  await learner.host.leave(id);
  try {
    return await learner.engine.status({ method: 'DELETE', path: `/networks/${id}` });
  } catch (error) {
    // It stays, with whoever is in it: and so does the host.
    await learner.host.rejoin(id);
    throw error;
  }
}

function refusePredefined(learner: Learner, name: string): void {
  if (predefined.includes(name) || findBuiltIn(learner, name))
    throw forbidden(`${name} is a pre-defined network and cannot be removed`);
}

const remove = route('DELETE', '/networks/{id}', plain, async ({ learner, at }) => {
  refusePredefined(learner, at('id'));
  const { id, name } = await ownNetwork(learner, at('id'));
  refusePredefined(learner, learner.tenant.outward(name) ?? '');
  return { status: await removeNetwork(learner, id) };
});

const named = z.object({ Name: z.string() });

const connect = route(
  'POST',
  '/networks/{id}/connect',
  told(connectOrder, {}),
  async ({ learner, at, body }) => {
    if (findBuiltIn(learner, at('id')))
      throw forbidden(`container cannot be connected to the ${at('id')} network`);
    if (at('id') === 'bridge') await learner.host.bridge();
    const { id } = await ownNetwork(learner, at('id'));
    const Container = await ownContainer(learner, body.Container);
    const found = named.parse(
      await learner.engine.json({ method: 'GET', path: `/containers/${Container}/json` }),
    );
    const EndpointConfig = endpoint(learner, learner.tenant.outward(found.Name) ?? '', body.EndpointConfig);
    const path = `/networks/${id}/connect`;
    return {
      status: await learner.engine.status({ method: 'POST', path, body: { Container, EndpointConfig } }),
    };
  },
);

const disconnect = route(
  'POST',
  '/networks/{id}/disconnect',
  told(connectOrder, {}),
  async ({ learner, at, body }) => {
    if (findBuiltIn(learner, at('id')))
      throw forbidden(`container cannot be disconnected from the ${at('id')} network`);
    const { id } = await ownNetwork(learner, at('id'));
    const Container = await ownContainer(learner, body.Container);
    const order = { Container, Force: body.Force ?? false };
    return {
      status: await learner.engine.status({
        method: 'POST',
        path: `/networks/${id}/disconnect`,
        body: order,
      }),
    };
  },
);

const prune = route(
  'POST',
  '/networks/prune',
  asking({ filters, force: flag }),
  async ({ learner, query }) => {
    const names = [...query.filters.keys()].filter((name) => name !== 'label');
    if (names.length > 0) throw badRequest(`Invalid filter '${names[0]}'`);
    const deleted: string[] = [];
    for (const { Id, Name } of await listOf(learner, { label: query.filters.get('label') ?? [] })) {
      const name = learner.tenant.outward(Name) ?? '';
      const found = networkAnswer.parse(
        await learner.engine.json({ method: 'GET', path: `/networks/${Id}` }),
      );
      if (name === 'bridge' || Object.keys(members(learner.tenant, found.Containers)).length > 0) continue;
      await removeNetwork(learner, Id).then(
        () => deleted.push(name),
        (error: unknown) => {
          // A container that does not run may want it again.
          if (!(error instanceof Refusal)) throw error;
        },
      );
    }
    return { status: 200, json: { NetworksDeleted: deleted } };
  },
);

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Network */
export const networkRoutes: readonly Route[] = [list, create, prune, inspect, remove, connect, disconnect];
