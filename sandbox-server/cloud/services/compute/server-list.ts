import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { sorted } from '../../paging.ts';
import { type Answer, type Call, type Route, route } from '../../route.ts';
import { pythonRepr } from '../../schema-words.ts';
import type { Compute } from './compute-parts.ts';
import { numberOf, paged } from './listing.ts';
import { phaseView } from './server-phases.ts';
import type { ServerRecord } from './server-records.ts';
import { brief, full, HOST } from './server-view.ts';
import { surroundings } from './surroundings.ts';

const SORT_KEYS = [
  'locked',
  'display_name',
  'access_ip_v4',
  'display_description',
  'launched_at',
  'root_device_name',
  'user_id',
  'key_name',
  'ramdisk_id',
  'host',
  'hostname',
  'locked_by',
  'terminated_at',
  'vm_state',
  'image_ref',
  'task_state',
  'config_drive',
  'node',
  'updated_at',
  'project_id',
  'access_ip_v6',
  'power_state',
  'uuid',
  'instance_type_id',
  'launch_index',
  'auto_disk_config',
  'kernel_id',
  'availability_zone',
  'created_at',
  'progress',
];
/** Named by the schema, but of no meaning to anybody outside. */
const INTERNAL_KEYS = [
  'architecture',
  'cell_name',
  'cleaned',
  'default_ephemeral_device',
  'default_swap_device',
  'deleted',
  'deleted_at',
  'disable_terminate',
  'ephemeral_gb',
  'ephemeral_key_uuid',
  'id',
  'key_data',
  'launched_on',
  'memory_mb',
  'os_type',
  'reservation_id',
  'root_gb',
  'shutdown_terminate',
  'user_data',
  'vcpus',
  'vm_mode',
];

function sortValue(record: ServerRecord, key: string): string | number | boolean | null {
  const { vmState, taskState, power } = phaseView(record);
  const values: Record<string, string | number | boolean | null> = {
    display_name: record.name,
    display_description: record.description,
    access_ip_v4: record.accessIPv4,
    access_ip_v6: record.accessIPv6,
    launched_at: record.launchedAt,
    user_id: record.user,
    key_name: record.key?.name ?? null,
    hostname: record.hostname,
    vm_state: vmState,
    task_state: taskState,
    power_state: power,
    image_ref: record.image?.id ?? null,
    instance_type_id: record.flavor.id,
    locked: record.locked,
    updated_at: record.updatedAt,
    project_id: record.project,
    uuid: record.id,
    launch_index: record.launchIndex,
  };
  return values[key] ?? record.createdAt;
}

function sortKeys({ query, microversion }: Call): { key: string; descending: boolean }[] {
  const directions = query.getAll('sort_dir');
  const known = [...(microversion >= 73 ? SORT_KEYS : SORT_KEYS.slice(1)), ...INTERNAL_KEYS];
  const keys = query.getAll('sort_key').map((key, index) => {
    if (!known.includes(key)) {
      const words = `Value: ${key}. ${pythonRepr(key)} is not one of ${pythonRepr(known)}`;
      throw new Fault(400, `Invalid input for query parameters sort_key. ${words}`);
    }
    return { key, descending: (directions[index] ?? directions[0] ?? 'desc') === 'desc' };
  });
  return [...keys, { key: 'created_at', descending: true }, { key: 'uuid', descending: true }];
}

const moment = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]);

function momentOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) {
    return undefined;
  }
  // A "+" of a zone that was not escaped came as a blank.
  const parsed = moment.safeParse(text.replace(' ', '+'));
  if (!parsed.success) {
    const words = `Value: ${text}. ${pythonRepr(text)} is not a 'date-time'`;
    throw new Fault(400, `Invalid input for query parameters ${name}. ${words}`);
  }
  const zoned = /Z|[+-]\d\d:?\d\d$/.test(parsed.data) ? parsed.data : `${parsed.data}Z`;
  return Date.parse(zoned);
}

/**
 * The regular expression of a filter. One that could keep the whole cloud busy is refused: groups that are
 * repeated, and more than three open-ended repetitions.
 */
function pattern(text: string): RegExp {
  const repetitions = text.match(/[*+]|\{\d*,\d*\}/g) ?? [];
  if (/\)[*+?{]/.test(text) || repetitions.length > 3) {
    throw new Fault(400, `Invalid filter: ${pythonRepr(text)} is too complex a regular expression.`);
  }
  try {
    return new RegExp(text, 'i');
  } catch (cause) {
    throw new Fault(400, `Invalid filter: ${pythonRepr(text)} is not a regular expression.`, { cause });
  }
}

function truthy(text: string): boolean {
  return ['1', 't', 'true', 'on', 'y', 'yes'].includes(text.toLowerCase());
}

type Filter = (record: ServerRecord, wanted: string) => boolean;

const FILTERS: Record<string, Filter> = {
  name: (record, wanted) => pattern(wanted).test(record.name),
  image: (record, wanted) => record.image?.id === wanted,
  flavor: (record, wanted) => record.flavor.id === wanted,
  uuid: (record, wanted) => record.id === wanted,
  user_id: (record, wanted) => record.user === wanted,
  reservation_id: (record, wanted) => record.reservation === wanted,
  key_name: (record, wanted) => record.key?.name === wanted,
  description: (record, wanted) => pattern(wanted).test(record.description ?? ''),
  hostname: (record, wanted) => pattern(wanted).test(record.hostname),
  vm_state: (record, wanted) => phaseView(record).vmState === wanted.toLowerCase(),
  task_state: (record, wanted) => phaseView(record).taskState === wanted,
  availability_zone: (record, wanted) => record.launchedAt !== null && wanted === 'nova',
  host: (record, wanted) => record.launchedAt !== null && wanted === HOST,
  deleted: (_record, wanted) => !truthy(wanted),
  locked: (record, wanted) => record.locked === truthy(wanted),
  tags: (record, wanted) => wanted.split(',').every((tag) => record.tags.includes(tag)),
  'tags-any': (record, wanted) => wanted.split(',').some((tag) => record.tags.includes(tag)),
  'not-tags': (record, wanted) => !wanted.split(',').every((tag) => record.tags.includes(tag)),
  'not-tags-any': (record, wanted) => !wanted.split(',').some((tag) => record.tags.includes(tag)),
};

/** The filters by a member that only an administrator may know are overlooked when others use them. */
const ADMIN_FILTERS = new Set([
  'host',
  'user_id',
  'reservation_id',
  'hostname',
  'vm_state',
  'task_state',
  'deleted',
]);
const EVERYBODYS = new Set(['deleted', 'reservation_id', 'hostname', 'user_id']);

function scope({ query, caller, project }: Call): (record: ServerRecord) => boolean {
  const all = query.get('all_tenants') ?? query.get('all_projects');
  const everything = all !== null && (all === '' || truthy(all));
  if (everything && !caller.admin) {
    throw new Fault(
      403,
      "Policy doesn't allow os_compute_api:servers:index:get_all_tenants to be performed.",
    );
  }
  const wanted = query.get('project_id') ?? query.get('tenant_id');
  if (everything) {
    return (record) => wanted === null || record.project === wanted;
  }
  return (record) => record.project === project;
}

function filtered(call: Call, records: ServerRecord[]): ServerRecord[] {
  const { query, caller } = call;
  const since = momentOf(query, 'changes-since');
  const before = momentOf(query, 'changes-before');
  const statuses = query.getAll('status').map((each) => each.toUpperCase());
  const filters = [...query].filter(
    ([key]) => key in FILTERS && (caller.admin || EVERYBODYS.has(key) || !ADMIN_FILTERS.has(key)),
  );
  const inScope = scope(call);
  return records.filter(
    (record) =>
      inScope(record) &&
      (since === undefined || record.updatedAt >= since) &&
      (before === undefined || record.updatedAt <= before) &&
      (statuses.length === 0 || statuses.includes(phaseView(record).status)) &&
      filters.every(([key, wanted]) => FILTERS[key]?.(record, wanted) ?? true),
  );
}

/** The filter by address asks the network service, and so comes last. */
async function byAddress(
  { network }: Compute,
  query: URLSearchParams,
  records: ServerRecord[],
): Promise<ServerRecord[]> {
  const wanted = query.get('ip') ?? query.get('ip6');
  if (wanted === null) {
    return records;
  }
  const ports = await network.portsOf(records.map((each) => each.id));
  return records.filter((record) =>
    (ports.get(record.id) ?? []).some((port) =>
      [...port.fixed_ips.map((ip) => ip.ip_address), ...port.floating].some((ip) => pattern(wanted).test(ip)),
    ),
  );
}

async function list(compute: Compute, call: Call, detailed: boolean): Promise<Answer> {
  numberOf(call.query, 'limit');
  const keys = sortKeys(call);
  const found = await byAddress(compute, call.query, filtered(call, compute.life.all()));
  const { items, links } = paged(call, 'servers', sorted(found, keys, sortValue), (each) => each.id);
  if (!detailed) {
    return { status: 200, body: { servers: items.map((each) => brief(call, each)), ...links } };
  }
  const around = await surroundings(compute, call, items);
  const servers = items.map((each) => full(call, each, around(each), false));
  return { status: 200, body: { servers, ...links } };
}

/** The servers of a project. */
export function serverList(compute: Compute): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v2.1/servers',
      policy: 'os_compute_api:servers:index',
      docs: 'https://docs.openstack.org/api-ref/compute/#list-servers',
      run: (call) => list(compute, call, false),
    }),
    route({
      method: 'GET',
      path: '/v2.1/servers/detail',
      policy: 'os_compute_api:servers:detail',
      docs: 'https://docs.openstack.org/api-ref/compute/#list-servers-detailed',
      run: (call) => list(compute, call, true),
    }),
  ];
}
