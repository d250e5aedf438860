import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { type ContainerOrder, containerOrder } from '../engine-api/container-order.ts';
import type { HostOrder } from '../engine-api/host-order.ts';
import { objectName } from '../engine-api/names.ts';
import { capabilitiesOf, nameSpacesOf, securityOf, sysctlsOf } from './container-confines.ts';
import { mountsOf } from './container-mounts.ts';
import { type NetworkPlan, networkPlan } from './container-networks.ts';
import { boundedLog, boundedResources, ulimits } from './container-resources.ts';
import type { Learner } from './learner.ts';
import { type FoundImage, findImage, keepKnown, ownFilter } from './lookup.ts';
import { randomName } from './random-name.ts';
import { conflict, forbidden, Refusal } from './refusal.ts';
import { route, told } from './route.ts';
import { type Shown, writeShown } from './shown.ts';
import { label } from './tenant.ts';

const created = z.object({ Id: z.string(), Warnings: z.array(z.string()).nullish() });

/** What a container runs: as it was ordered, without anything that belongs to where it runs. */
function program(order: ContainerOrder) {
  const {
    Image: _,
    HostConfig: _host,
    NetworkingConfig: _network,
    ExposedPorts,
    Volumes: _volumes,
    Labels: _labels,
    ...rest
  } = order;
  return {
    ...rest,
    ...(ExposedPorts && { ExposedPorts: Object.fromEntries(ExposedPorts.map((port) => [port, {}])) }),
  };
}

/** What of it does not go together with another's network, whose names and ports are its own. */
const ofTheNetwork = ['Hostname', 'Domainname', 'ExposedPorts', 'MacAddress', 'NetworkDisabled'];

function withoutNetwork(plan: NetworkPlan, config: object): object {
  if (!plan.mode.startsWith('container:')) return config;
  // Docker itself refuses them with a container's network; with the host's, it takes them and passes them over.
  if (plan.shown !== 'host') return config;
  return Object.fromEntries(Object.entries(config).filter(([name]) => !ofTheNetwork.includes(name)));
}

/** The ports that the learner wishes to see on their host: of a port without a wish, a free one. */
export function wishedPorts(order: HostOrder, exposed: readonly string[]): NonNullable<Shown['ports']> {
  const given = Object.entries(order.PortBindings ?? {}).map(([port, bindings]) => [port, bindings] as const);
  const all = order.PublishAllPorts ? exposed.map((port) => [port, [{}]] as const) : [];
  const ports: NonNullable<Shown['ports']> = {};
  for (const [key, bindings] of [...all, ...given]) {
    const port = key.includes('/') ? key : `${key}/tcp`;
    if (!/^\d{1,5}\/(?:tcp|udp|sctp)$/.test(port))
      throw new Refusal(400, `Invalid port specification: "${key}"`);
    ports[port] = bindings.map(({ HostPort = '' }: { HostPort?: string | undefined }) => {
      if (HostPort.includes('-'))
        throw forbidden('A range of ports for one port is not offered: name one port.');
      const wished = Number(HostPort || 0);
      if (wished > 65_535) throw new Refusal(400, `invalid port specification: "${HostPort}"`);
      return wished || randomInt(32_768, 61_000);
    });
  }
  return ports;
}

async function refuseBeyondLimit({ engine, limits, ...learner }: Learner): Promise<void> {
  const filters = ownFilter({ engine, limits, ...learner });
  const all = z
    .array(z.unknown())
    .parse(await engine.json({ method: 'GET', path: '/containers/json', query: { all: true, filters } }));
  if (all.length >= limits.containers)
    throw conflict(
      `You have ${all.length} containers, and more are not given to one learner. Remove some: docker container prune`,
    );
}

/** How the container is confined, and what it gets: the policy of this server. */
async function hostConfig(learner: Learner, order: ContainerOrder, image: FoundImage, plan: NetworkPlan) {
  const host = order.HostConfig ?? {};
  const { limits } = learner;
  const isJoined = plan.mode.startsWith('container:');
  return {
    ...boundedResources(host, limits),
    ...capabilitiesOf(host),
    ...(await nameSpacesOf(learner, host)),
    ...(await mountsOf(learner, order, host, image)),
    NetworkMode: plan.mode,
    SecurityOpt: securityOf(host),
    Ulimits: ulimits(host, limits),
    LogConfig: boundedLog(host, limits),
    ShmSize: Math.min(host.ShmSize || 64 << 20, limits.tmpfs),
    Privileged: false,
    PublishAllPorts: false,
    AutoRemove: host.AutoRemove ?? false,
    ReadonlyRootfs: host.ReadonlyRootfs ?? false,
    OomScoreAdj: host.OomScoreAdj ?? 0,
    ...(host.Init !== undefined && { Init: host.Init }),
    ...(host.RestartPolicy && { RestartPolicy: host.RestartPolicy }),
    ...(host.GroupAdd && { GroupAdd: host.GroupAdd }),
    ...(!isJoined && {
      Sysctls: sysctlsOf(host),
      Dns: host.Dns && host.Dns.length > 0 ? host.Dns : [nobody],
      ...(host.DnsOptions && { DnsOptions: host.DnsOptions }),
      ...(host.DnsSearch && { DnsSearch: host.DnsSearch }),
      ...(host.ExtraHosts && { ExtraHosts: host.ExtraHosts }),
    }),
  };
}

/** Whom names are asked of that no container has: nobody, so that they are not asked of this computer's own. */
export const nobody = '127.0.0.1';

/** The warnings that go with a new container: what of its order is other here than on a computer of one's own. */
function warnings(plan: NetworkPlan, ports: NonNullable<Shown['ports']>): string[] {
  const wished = Object.entries(ports);
  return [
    ...(plan.shown === 'host' && wished.length > 0
      ? ['Published ports are discarded when using host network mode']
      : []),
    ...(plan.shown === 'host'
      ? [
          'The host of this container is your own: a container that plays it, with its own network cards and ports. The computer beneath stays out of reach.',
        ]
      : []),
    ...(wished.some(([port]) => !port.endsWith('/tcp'))
      ? ['Only ports of TCP are carried to the outside here.']
      : []),
  ];
}

async function create(learner: Learner, name: string, order: ContainerOrder) {
  await refuseBeyondLimit(learner);
  const image = await findImage(learner, order.Image);
  const host = order.HostConfig ?? {};
  const plan = await networkPlan(learner, order, host, name);
  const ports = wishedPorts(host, [...(order.ExposedPorts ?? []), ...image.ports]);
  const isPublished = plan.shown === undefined && Object.keys(ports).length > 0;
  const body = {
    ...withoutNetwork(plan, program(order)),
    Image: image.id,
    Labels: {
      ...order.Labels,
      ...learner.tenant.labels,
      [label.role]: 'container',
      [label.image]: order.Image,
      [label.shown]: writeShown({ network: plan.shown, ...(isPublished && { ports }), name }),
    },
    HostConfig: await hostConfig(learner, order, image, plan),
    NetworkingConfig: { EndpointsConfig: plan.endpoints },
  };
  const answer = created.parse(await createWithDisk(learner, name, body, host));
  keepKnown(learner, answer.Id);
  return { Id: answer.Id, Warnings: [...(answer.Warnings ?? []), ...warnings(plan, ports)] };
}

/** Engines whose storage cannot hold a container to a size, by what they said. */
const withoutSizes = new WeakSet<object>();

/** With a bound on what it may write, where the storage of the engine has one. */
async function createWithDisk(
  learner: Learner,
  name: string,
  body: { HostConfig: object },
  host: HostOrder,
): Promise<unknown> {
  const { engine, tenant, limits } = learner;
  const post = (HostConfig: object) =>
    engine.json({
      method: 'POST',
      path: '/containers/create',
      query: { name: tenant.inward(name) },
      body: { ...body, HostConfig },
    });
  if (withoutSizes.has(engine)) {
    if (host.StorageOpt?.size)
      throw forbidden(
        'The storage of this engine cannot bound what a container writes (--storage-opt size).',
      );
    return post(body.HostConfig);
  }
  try {
    return await post({ ...body.HostConfig, StorageOpt: { size: String(limits.disk) } });
  } catch (error) {
    if (!(error instanceof Refusal) || !/storage-opt|storage driver/i.test(error.message)) throw error;
    withoutSizes.add(engine);
    return createWithDisk(learner, name, body, host);
  }
}

const shown = z
  .string()
  .optional()
  .transform((text) => (text ? text.replace(/^\//, '') : randomName()))
  .pipe(objectName);

export const containerCreate = route(
  'POST',
  '/containers/create',
  told(containerOrder, { name: shown }),
  async ({ learner, query: { name }, body }) => ({
    status: 201,
    json: await learner.inTurn(() => create(learner, name, body)),
  }),
);
