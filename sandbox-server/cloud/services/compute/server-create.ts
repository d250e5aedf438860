import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { exceeds } from '../../quota.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { demandFlavor, type FlavorRecord } from './flavors.ts';
import { noteAction } from './instance-actions.ts';
import { links } from './links.ts';
import { usedBy } from './quota-sets.ts';
import { type ServerOrder, serverInput } from './server-input.ts';
import { type CardOrder, cardOrders, groupIds } from './server-networks.ts';
import type { ServerRecord } from './server-records.ts';

const imageAnswer = z.object({
  id: z.string(),
  name: z.string().nullable(),
  status: z.string(),
  min_ram: z.number(),
  min_disk: z.number(),
  size: z.number().nullable(),
  virtual_size: z.number().nullable(),
});
type Image = z.infer<typeof imageAnswer>;
type Order = ServerOrder['server'];

/** Everything a server's making needs, found and checked. */
interface Plan {
  order: Order;
  flavor: FlavorRecord;
  image: Image;
  key: ServerRecord['key'];
  cards: CardOrder[];
  groups: string[] | undefined;
  count: number;
}

/** Asks the image service, in the caller's name, for an image a server could start from. */
export async function findImage(
  { parts }: Pick<Compute, 'parts'>,
  call: Pick<Call, 'caller'>,
  id: string,
  missing: string,
): Promise<Image> {
  const response = await parts.fetch(`/image/v2/images/${id}`, { as: call.caller.token });
  if (!response.ok) {
    throw new Fault(400, missing);
  }
  const image = imageAnswer.parse(await response.json());
  if (image.status !== 'active') {
    throw new Fault(400, `Image ${id} is not active.`);
  }
  return image;
}

/** Refuses an image that does not fit the flavor. */
export function refuseSmall(flavor: Pick<FlavorRecord, 'ram' | 'disk'>, image: Image): void {
  if (image.min_ram > flavor.ram) {
    throw new Fault(400, "Flavor's memory is too small for requested image.");
  }
  const disk = flavor.disk * 1024 ** 3;
  const size = Math.max(image.virtual_size ?? image.size ?? 0, image.min_disk * 1024 ** 3);
  if (flavor.disk > 0 && size > disk) {
    const words = `Flavor disk is ${disk} bytes, image is ${size} bytes.`;
    throw new Fault(400, `Flavor's disk is too small for requested image. ${words}`);
  }
}

function findFlavor(compute: Compute, call: Call, id: string): FlavorRecord {
  try {
    return demandFlavor(compute.flavors, call, id);
  } catch (error) {
    if (error instanceof Fault) {
      throw new Fault(400, error.message, { cause: error });
    }
    throw error;
  }
}

function imageOf({ imageRef, block_device_mapping_v2: devices = [] }: Order): string {
  if (devices.some((each) => each.destination_type === 'volume' || each.source_type === 'volume')) {
    throw new Fault(400, 'Block Device Mapping is Invalid: this cloud has no block storage service.');
  }
  const device = devices.find((each) => each.source_type === 'image' && Number(each.boot_index) === 0);
  const id = imageRef || device?.uuid;
  if (!id) {
    throw new Fault(400, 'Missing imageRef attribute');
  }
  return id;
}

function findKey({ keypairs }: Compute, user: string, name: string | undefined): ServerRecord['key'] {
  if (name === undefined) {
    return null;
  }
  const found = keypairs.get(`${user}/${name}`);
  if (!found) {
    throw new Fault(400, 'Invalid key_name provided.');
  }
  return { name, publicKey: found.publicKey };
}

async function plan(compute: Compute, call: Call, order: Order): Promise<Plan> {
  const { network } = compute;
  const least = order.min_count ?? 1;
  const most = order.max_count ?? least;
  if (least > most) {
    throw new Fault(400, 'min_count must be <= max_count');
  }
  if (order.availability_zone !== undefined && order.availability_zone.split(':')[0] !== 'nova') {
    throw new Fault(400, 'The requested availability zone is not available');
  }
  const imageId = imageOf(order);
  const flavor = findFlavor(compute, call, order.flavorRef);
  const key = findKey(compute, call.caller.user.id, order.key_name);
  const image = await findImage(compute, call, imageId, 'Can not find requested image');
  refuseSmall(flavor, image);
  const names = [...new Set((order.security_groups ?? []).map((each) => each.name))];
  const groups = await groupIds(
    network,
    call.project,
    names.filter((name) => name !== 'default' || names.length > 1),
  );
  const cards = await cardOrders(network, call.project, order.networks);
  if (most > 1 && cards.some((each) => each.kind === 'port' || each.fixedIp !== undefined)) {
    throw new Fault(400, 'Unable to launch multiple instances with a single configured port ID or fixed IP.');
  }
  return {
    order,
    flavor,
    image,
    key,
    cards,
    groups,
    count: allowed(compute, call.project, flavor, least, most),
  };
}

/** How many servers the quota allows, at most `most`; refuses when fewer than `least`. */
function allowed(
  compute: Compute,
  project: string,
  flavor: Pick<FlavorRecord, 'ram' | 'vcpus'>,
  least: number,
  most: number,
): number {
  for (let count = most; count > least; count -= 1) {
    if (overs(compute, project, flavor, count).length === 0) {
      return count;
    }
  }
  const over = overs(compute, project, flavor, least);
  if (over.length > 0) {
    const joined = (values: (string | number)[]): string => values.join(', ');
    const names = joined(over.map((each) => each.name));
    const asked = joined(over.map((each) => each.asked));
    const used = joined(over.map((each) => each.used));
    const limits = joined(over.map((each) => each.limit));
    throw new Fault(
      403,
      `Quota exceeded for ${names}: Requested ${asked}, but already used ${used} of ${limits} ${names}`,
    );
  }
  return least;
}

function overs(
  { quotas, servers }: Compute,
  project: string,
  flavor: Pick<FlavorRecord, 'ram' | 'vcpus'>,
  count: number,
) {
  const limits = quotas.limits(project);
  const used = usedBy(servers, project);
  const asked = { cores: flavor.vcpus * count, instances: count, ram: flavor.ram * count };
  return (['cores', 'instances', 'ram'] as const)
    .filter((name) => exceeds(limits[name], used[name], asked[name]))
    .map((name) => ({ name, asked: asked[name], used: used[name], limit: limits[name] }));
}

/** A name as a host may have it: letters, digits and dashes. */
export function hostnameOf(name: string, id: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[ _.]/g, '-')
    .replace(/[^a-z0-9-]/g, '')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  return plain || `server-${id}`;
}

function recordOf(
  compute: Compute,
  call: Call,
  given: Plan,
  index: number,
  reservation: string,
): ServerRecord {
  const { ids, clock } = compute.parts;
  const { order, flavor, image } = given;
  const id = ids.uuid();
  const now = clock.now();
  const name = given.count > 1 ? `${order.name}-${index + 1}` : order.name;
  return {
    id,
    number: Math.max(0, ...compute.servers.all().map((each) => each.number)) + 1,
    project: call.project,
    user: call.caller.user.id,
    name,
    hostname: order.hostname ?? hostnameOf(name, id),
    description: call.microversion >= 19 ? (order.description ?? null) : name,
    flavor: {
      id: flavor.id,
      name: flavor.name,
      vcpus: flavor.vcpus,
      ram: flavor.ram,
      disk: flavor.disk,
      ephemeral: flavor.ephemeral,
      swap: flavor.swap,
      extraSpecs: flavor.extraSpecs,
    },
    oldFlavor: null,
    image: { id: image.id, name: image.name ?? '' },
    key: given.key,
    userData: order.user_data ?? null,
    metadata: order.metadata ?? {},
    tags: [...new Set(order.tags)].sort(),
    accessIPv4: order.accessIPv4 ?? '',
    accessIPv6: order.accessIPv6 ?? '',
    diskConfig: order['OS-DCF:diskConfig'] ?? 'MANUAL',
    configDrive: order.config_drive ?? false,
    locked: false,
    lockedReason: null,
    reservation,
    launchIndex: index,
    phase: 'scheduling',
    since: now,
    createdAt: now,
    updatedAt: now,
    launchedAt: null,
    fault: null,
    ownPorts: [],
  };
}

/** Gives a new server its ports. When one cannot be had the server stays, in error, and says why. */
async function connect(
  { network, servers, life }: Compute,
  record: ServerRecord,
  given: Plan,
): Promise<void> {
  const ownPorts: string[] = [];
  try {
    for (const card of given.cards) {
      if (card.kind === 'port') {
        await network.bindPort(card.port, record.id);
      } else {
        const order = {
          network: card.network,
          project: record.project,
          server: record.id,
          hostname: record.hostname,
        };
        ownPorts.push(await network.createPort({ ...order, fixedIp: card.fixedIp, groups: given.groups }));
      }
    }
  } catch (error) {
    if (!(error instanceof Fault)) {
      throw error;
    }
    servers.put({ ...(servers.get(record.id) ?? record), ownPorts });
    life.fail(record.id, error.status, error.message);
    return;
  }
  servers.put({ ...(servers.get(record.id) ?? record), ownPorts });
}

function joinGroup({ serverGroups }: Compute, order: ServerOrder, project: string, ids: string[]): void {
  const hints =
    order['os:scheduler_hints'] ?? order['OS-SCH-HNT:scheduler_hints'] ?? order.server['os:scheduler_hints'];
  const group = hints?.group === undefined ? undefined : serverGroups.get(hints.group);
  if (hints?.group !== undefined && group?.project !== project) {
    throw new Fault(400, `Instance group ${hints.group} could not be found.`);
  }
  if (group) {
    serverGroups.put({ ...group, members: [...group.members, ...ids] });
  }
}

function password(bytes: Uint8Array): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
  return [...bytes].map((octet) => letters[octet % letters.length]).join('');
}

/** Makes servers. */
export function serverCreate(compute: Compute): Route {
  return route({
    method: 'POST',
    path: '/v2.1/servers',
    policy: 'os_compute_api:servers:create',
    docs: 'https://docs.openstack.org/api-ref/compute/#create-server',
    input: serverInput,
    run: async (call) => {
      const order = call.body.server;
      const limit = compute.quotas.limits(call.project).metadata_items;
      if (exceeds(limit, 0, Object.keys(order.metadata ?? {}).length)) {
        throw new Fault(403, `Maximum number of metadata items exceeds ${limit}`);
      }
      const given = await plan(compute, call, order);
      const { ids } = compute.parts;
      const reservation = `r-${password(ids.bytes(8)).toLowerCase()}`;
      // From the look at the quota to these records nothing may come between.
      const made: ServerRecord[] = [];
      for (let index = 0; index < given.count; index += 1) {
        made.push(compute.life.enter(recordOf(compute, call, given, index, reservation), 'scheduling'));
      }
      joinGroup(
        compute,
        call.body,
        call.project,
        made.map((each) => each.id),
      );
      for (const record of made) {
        noteAction(compute, call, record.id, 'create');
        await connect(compute, record, given);
      }
      const [first] = made;
      if (order.return_reservation_id || !first) {
        return { status: 202, body: { reservation_id: reservation } };
      }
      const self = links(call, `servers/${first.id}`);
      const names = [...new Set((order.security_groups ?? []).map((each) => each.name))];
      const server = {
        id: first.id,
        links: self,
        'OS-DCF:diskConfig': first.diskConfig,
        security_groups: (names.length > 0 ? names : ['default']).map((each) => ({ name: each })),
        adminPass: order.adminPass ?? password(ids.bytes(12)),
      };
      return { status: 202, headers: { location: self[0]?.href ?? '' }, body: { server } };
    },
  });
}
