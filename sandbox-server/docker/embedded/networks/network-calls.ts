import { z } from 'zod';
import { endpointSchema } from '../config.ts';
import { attach, detach } from '../containers/plugging.ts';
import { badRequest, notFound } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { type Filters, filters, flag, hasLabels, isoNano } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import type { NetworkRecord } from './network-record.ts';
import { BUILT_IN } from './networks.ts';

/** A network. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Network/operation/NetworkInspect */
function networkView(host: DockerHost, network: NetworkRecord): object {
  const { pool } = network;
  const members = host.networks.members(network.id).map((container): [string, object] => {
    const endpoint = container.endpointOn(network.id);
    const prefix = pool?.Subnet.split('/')[1] ?? '0';
    const IPv4Address = `${endpoint?.address ?? ''}/${prefix}`;
    return [
      container.id,
      {
        Name: container.name,
        EndpointID: endpoint?.id ?? '',
        MacAddress: endpoint?.mac ?? '',
        IPv4Address,
        IPv6Address: '',
      },
    ];
  });
  return {
    Name: network.name,
    Id: network.id,
    Created: isoNano(network.created),
    Scope: 'local',
    Driver: network.driver,
    EnableIPv6: false,
    IPAM: {
      Driver: 'default',
      Options: BUILT_IN.includes(network.name) ? null : {},
      Config: pool ? [network.ownGateway ? { ...pool, Gateway: undefined } : pool] : [],
    },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: Object.fromEntries(members),
    Options: network.options,
    Labels: network.labels,
  };
}

function fits(host: DockerHost, network: NetworkRecord, wanted: Filters): boolean {
  const some = (name: string, accepts: (value: string) => boolean): boolean =>
    wanted.get(name)?.some(accepts) ?? true;
  const isDangling = host.networks.members(network.id).length === 0 && !BUILT_IN.includes(network.name);
  return (
    some('name', (value) => network.name.includes(value)) &&
    some('id', (value) => network.id.startsWith(value)) &&
    some('driver', (value) => network.driver === value) &&
    some('scope', (value) => value === 'local') &&
    some('type', (value) => (value === 'builtin') === BUILT_IN.includes(network.name)) &&
    some('dangling', (value) => (value === 'true' || value === '1') === isDangling) &&
    hasLabels(network.labels, wanted.get('label'))
  );
}

const list = route({
  method: 'GET',
  path: '/networks',
  query: z.object({ filters }),
  body: none,
  docs: 'Network/operation/NetworkList',
  run: ({ host, query }) => ({
    json: host.networks
      .all()
      .filter((network) => fits(host, network, query.filters))
      // A list says who is plugged in of no network; that is asked for each.
      .map((network) => ({ ...networkView(host, network), Containers: {} })),
  }),
});

const inspect = route({
  method: 'GET',
  path: '/networks/{id}',
  query: z.object({ verbose: flag }),
  body: none,
  docs: 'Network/operation/NetworkInspect',
  run: ({ host, param }) => ({ json: networkView(host, host.networks.demand(param('id'))) }),
});

const create = route({
  method: 'POST',
  path: '/networks/create',
  query: none,
  body: z.object({
    Name: z.string(),
    Driver: z.string().nullish(),
    Internal: z.boolean().default(false),
    Attachable: z.boolean().default(false),
    EnableIPv6: z.boolean().nullish(),
    IPAM: z
      .object({
        Config: z
          .array(z.object({ Subnet: z.string(), Gateway: z.string(), IPRange: z.string() }).partial())
          .nullish(),
      })
      .nullish(),
    Options: z.record(z.string(), z.string()).nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
  }),
  docs: 'Network/operation/NetworkCreate',
  run: ({ host, body }) => {
    const driver = body.Driver || 'bridge';
    if (driver !== 'bridge' && driver !== 'host' && driver !== 'null')
      throw notFound(`plugin "${driver}" not found`);
    if (!/^[\w][\w.-]*$/.test(body.Name))
      throw badRequest(`${body.Name} includes invalid characters for a network name`);
    const [pool] = body.IPAM?.Config ?? [];
    if (pool?.Subnet !== undefined && !/^\d+(\.\d+){3}\/\d+$/.test(pool.Subnet))
      throw badRequest(`invalid CIDR address: ${pool.Subnet}`);
    const network = host.networks.create({
      name: body.Name,
      driver,
      internal: body.Internal,
      attachable: body.Attachable,
      options: body.Options ?? {},
      labels: body.Labels ?? {},
      subnet: pool?.Subnet || undefined,
      gateway: pool?.Gateway || undefined,
      range: pool?.IPRange || undefined,
    });
    host.events.add('network', 'create', network.id, { name: network.name, type: driver });
    return { status: 201, json: { Id: network.id, Warning: '' } };
  },
});

const remove = route({
  method: 'DELETE',
  path: '/networks/{id}',
  query: none,
  body: none,
  docs: 'Network/operation/NetworkDelete',
  run: ({ host, param }) => {
    const network = host.networks.demand(param('id'));
    host.networks.remove(network);
    host.events.add('network', 'destroy', network.id, { name: network.name, type: network.driver });
    return { status: 204 };
  },
});

const connect = route({
  method: 'POST',
  path: '/networks/{id}/connect',
  query: none,
  body: z.object({ Container: z.string(), EndpointConfig: endpointSchema.nullish() }),
  docs: 'Network/operation/NetworkConnect',
  run: ({ host, param, body }) => {
    attach(host.demand(body.Container), host.networks.demand(param('id')), body.EndpointConfig ?? null);
    return { status: 200 };
  },
});

const disconnect = route({
  method: 'POST',
  path: '/networks/{id}/disconnect',
  query: none,
  body: z.object({ Container: z.string(), Force: z.boolean().default(false) }),
  docs: 'Network/operation/NetworkDisconnect',
  run: ({ host, param, body }) => {
    detach(host.demand(body.Container), host.networks.demand(param('id')));
    return { status: 200 };
  },
});

const prune = route({
  method: 'POST',
  path: '/networks/prune',
  query: z.object({ filters }),
  body: none,
  docs: 'Network/operation/NetworkPrune',
  run: ({ host, query }) => {
    const used = new Set(host.containers.flatMap((container) => container.endpoints().map(([name]) => name)));
    const idle = host.networks
      .all()
      .filter(
        ({ name, labels }) =>
          !BUILT_IN.includes(name) && !used.has(name) && hasLabels(labels, query.filters.get('label')),
      );
    for (const network of idle) host.networks.remove(network);
    return { json: { NetworksDeleted: idle.length > 0 ? idle.map(({ name }) => name) : null } };
  },
});

/** Networks, and who is plugged into them. */
export const networkCalls: readonly Route[] = [list, inspect, create, remove, connect, disconnect, prune];
