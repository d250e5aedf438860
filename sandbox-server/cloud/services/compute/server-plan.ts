import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { exceeds } from '../../quota.ts';
import type { Call } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { demandFlavor, type FlavorRecord } from './flavors.ts';
import { usedBy } from './quota-sets.ts';
import type { ServerOrder } from './server-input.ts';
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
export interface Plan {
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

/**
 * Finds and checks everything that an order names.
 * @throws Fault 400 for what is not there or does not fit, 403 when the quota does not allow it.
 */
export async function plan(compute: Compute, call: Call, order: Order): Promise<Plan> {
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
