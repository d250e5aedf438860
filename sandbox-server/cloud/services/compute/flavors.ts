import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Call, type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import { count, name, truth } from './inputs.ts';
import { links } from './links.ts';
import { numberOf, paged } from './listing.ts';

const createInput = z.strictObject({
  flavor: z.strictObject({
    name,
    id: z.string().min(1).max(255).nullable().optional(),
    flavorid: z.string().optional(),
    ram: count(1),
    vcpus: count(1),
    disk: count(0),
    swap: count(0).optional(),
    'OS-FLV-EXT-DATA:ephemeral': count(0).optional(),
    rxtx_factor: z.union([z.number(), z.string()]).optional(),
    'os-flavor-access:is_public': truth.optional(),
    description: z.string().max(65_535).nullable().optional(),
  }),
});
const updateInput = z.strictObject({
  flavor: z.strictObject({ description: z.string().max(65_535).nullable() }),
});

/** A flavor as it is kept. */
export const flavorRecord = z.object({
  id: z.string(),
  name: z.string(),
  vcpus: z.number(),
  /** MiB; swap too. */
  ram: z.number(),
  swap: z.number(),
  /** GiB; ephemeral too. */
  disk: z.number(),
  ephemeral: z.number(),
  public: z.boolean(),
  description: z.string().nullable(),
  extraSpecs: z.record(z.string(), z.string()),
});
export type FlavorRecord = z.infer<typeof flavorRecord>;

function brief(exchange: Exchange, record: FlavorRecord): object {
  const { microversion } = exchange;
  return {
    id: record.id,
    name: record.name,
    links: links(exchange, `flavors/${record.id}`),
    ...(microversion >= 55 && { description: record.description }),
  };
}

function full(exchange: Exchange, record: FlavorRecord): object {
  const { microversion } = exchange;
  return {
    id: record.id,
    name: record.name,
    ram: record.ram,
    disk: record.disk,
    swap: microversion >= 75 ? record.swap : record.swap || '',
    'OS-FLV-EXT-DATA:ephemeral': record.ephemeral,
    'OS-FLV-DISABLED:disabled': false,
    vcpus: record.vcpus,
    'os-flavor-access:is_public': record.public,
    rxtx_factor: 1.0,
    links: links(exchange, `flavors/${record.id}`),
    ...(microversion >= 55 && { description: record.description }),
    ...(microversion >= 61 && { extra_specs: record.extraSpecs }),
  };
}

/** Finds a flavor that the caller may use. */
export function demandFlavor(records: Collection<FlavorRecord>, call: Call, id: string): FlavorRecord {
  const found = records.get(id);
  if (!found || !(found.public || call.caller.admin)) {
    throw new Fault(404, `Flavor ${id} could not be found.`);
  }
  return found;
}

function minimum(query: URLSearchParams, key: string): number {
  const text = query.get(key) ?? '0';
  if (!/^\d+$/.test(text)) {
    throw new Fault(400, `Invalid ${key} filter [${text}]`);
  }
  return Number(text);
}

function list(
  records: Collection<FlavorRecord>,
  call: Call,
  view: (exchange: Exchange, record: FlavorRecord) => object,
): object {
  numberOf(call.query, 'limit');
  const ram = minimum(call.query, 'minRam');
  const disk = minimum(call.query, 'minDisk');
  const asked = call.caller.admin ? (call.query.get('is_public') ?? 'true').toLowerCase() : 'true';
  const wanted = (record: FlavorRecord): boolean =>
    asked === 'none' || record.public === !['false', '0', 'f', 'no'].includes(asked);
  const found = records
    .where((each) => each.ram >= ram && each.disk >= disk && wanted(each))
    .sort((first, second) => first.id.localeCompare(second.id, 'en', { numeric: true }));
  const { items, links: next } = paged(call, 'flavors', found, (each) => each.id);
  return { flavors: items.map((each) => view(call, each)), ...next };
}

function reading(records: Collection<FlavorRecord>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v2.1/flavors',
      docs: 'https://docs.openstack.org/api-ref/compute/#list-flavors',
      run: (call) => ({ status: 200, body: list(records, call, brief) }),
    }),
    route({
      method: 'GET',
      path: '/v2.1/flavors/detail',
      docs: 'https://docs.openstack.org/api-ref/compute/#list-flavors-with-details',
      run: (call) => ({ status: 200, body: list(records, call, full) }),
    }),
    route({
      method: 'GET',
      path: '/v2.1/flavors/{id}',
      docs: 'https://docs.openstack.org/api-ref/compute/#show-flavor-details',
      run: (call) => ({
        status: 200,
        body: { flavor: full(call, demandFlavor(records, call, call.param('id'))) },
      }),
    }),
  ];
}

function create(
  records: Collection<FlavorRecord>,
  ids: Parts['ids'],
  given: z.infer<typeof createInput>['flavor'],
): FlavorRecord {
  const asked = given.id ?? given.flavorid ?? 'auto';
  const id = asked === 'auto' ? ids.uuid() : asked;
  if (records.get(id)) {
    throw new Fault(409, `Flavor with ID ${id} already exists.`);
  }
  if (records.find((each) => each.name === given.name)) {
    throw new Fault(409, `Flavor with name ${given.name} already exists.`);
  }
  return records.put({
    id,
    name: given.name,
    vcpus: given.vcpus,
    ram: given.ram,
    disk: given.disk,
    swap: given.swap ?? 0,
    ephemeral: given['OS-FLV-EXT-DATA:ephemeral'] ?? 0,
    public: given['os-flavor-access:is_public'] ?? true,
    description: given.description ?? null,
    extraSpecs: {},
  });
}

/** Flavors: how large a server may be. */
export function flavors(records: Collection<FlavorRecord>, { ids }: Parts): Route[] {
  return [
    ...reading(records),
    route({
      method: 'POST',
      path: '/v2.1/flavors',
      rule: 'admin',
      policy: 'os_compute_api:os-flavor-manage:create',
      docs: 'https://docs.openstack.org/api-ref/compute/#create-flavor',
      input: createInput,
      run: (call) => {
        const made = create(records, ids, call.body.flavor);
        return { status: 200, body: { flavor: full(call, made) } };
      },
    }),
    route({
      method: 'PUT',
      path: '/v2.1/flavors/{id}',
      rule: 'admin',
      since: 55,
      policy: 'os_compute_api:os-flavor-manage:update',
      docs: 'https://docs.openstack.org/api-ref/compute/#update-flavor-description',
      input: updateInput,
      run: (call) => {
        const found = demandFlavor(records, call, call.param('id'));
        const changed = records.put({ ...found, description: call.body.flavor.description });
        return { status: 200, body: { flavor: full(call, changed) } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2.1/flavors/{id}',
      rule: 'admin',
      policy: 'os_compute_api:os-flavor-manage:delete',
      docs: 'https://docs.openstack.org/api-ref/compute/#delete-flavor',
      run: (call) => {
        records.remove(demandFlavor(records, call, call.param('id')).id);
        return { status: 202 };
      },
    }),
  ];
}

const SIZES: [id: string, name: string, ram: number, disk: number, vcpus: number][] = [
  ['1', 'm1.tiny', 512, 1, 1],
  ['2', 'm1.small', 2048, 20, 1],
  ['3', 'm1.medium', 4096, 40, 2],
  ['4', 'm1.large', 8192, 80, 4],
  ['5', 'm1.xlarge', 16_384, 160, 8],
];

/** Gives a new cloud its flavors. A cloud that has flavors keeps what it has. */
export function seedFlavors(records: Collection<FlavorRecord>): void {
  if (records.all().length > 0) {
    return;
  }
  for (const [id, title, ram, disk, vcpus] of SIZES) {
    const rest = { swap: 0, ephemeral: 0, public: true, description: null, extraSpecs: {} };
    records.put({ id, name: title, ram, disk, vcpus, ...rest });
  }
}
