import { isoSeconds, isoUnzoned } from '../../clock.ts';
import { md5 } from '../../md5.ts';
import type { Exchange } from '../../route.ts';
import { bookmark, links } from './links.ts';
import type { SecurityGroup, ServerPort } from './network-client.ts';
import { phaseView } from './server-phases.ts';
import type { ServerRecord } from './server-records.ts';

/** What is shown of a server but kept elsewhere. */
export interface Surroundings {
  ports: ServerPort[];
  groups: SecurityGroup[];
  /** Ids of the server groups it is in. */
  serverGroups: string[];
  /** Whether the reader is an administrator. */
  admin: boolean;
}

const PROGRESSING = [
  'ACTIVE',
  'BUILD',
  'REBUILD',
  'RESIZE',
  'VERIFY_RESIZE',
  'REVERT_RESIZE',
  'REBOOT',
  'HARD_REBOOT',
];
/** The name of the one host on which all servers are. */
export const HOST = 'compute-1';

/** Whether the server is on a host: not before its machine first ran, and not while it is shelved. */
function isPlaced({ launchedAt, phase }: ServerRecord): boolean {
  return launchedAt !== null && phase !== 'shelved' && phase !== 'unshelving';
}

/** Fifty-six digits that say whether two servers of a project are on one host, and not on which. */
export function hostId(project: string): string {
  const digest = (text: string): string => md5(new TextEncoder().encode(text)).toHex();
  return `${digest(`${project} ${HOST}`)}${digest(`${HOST} ${project}`)}`.slice(0, 56);
}

/** A server in a list without details. */
export function brief(exchange: Exchange, record: ServerRecord): object {
  return { id: record.id, name: record.name, links: links(exchange, `servers/${record.id}`) };
}

/** The addresses by network name; `extended` says of which kind each is. */
export function addresses(ports: readonly ServerPort[], extended: boolean): Record<string, object[]> {
  const found: Record<string, object[]> = {};
  for (const port of ports) {
    const add = (addr: string, type: string): object => ({
      version: addr.includes(':') ? 6 : 4,
      addr,
      ...(extended && { 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': port.mac_address }),
    });
    found[port.networkName] = [
      ...(found[port.networkName] ?? []),
      ...port.fixed_ips.map((ip) => add(ip.ip_address, 'fixed')),
      ...port.floating.map((ip) => add(ip, 'floating')),
    ];
  }
  return found;
}

function flavor(exchange: Exchange, { flavor: given }: ServerRecord): object {
  if (exchange.microversion < 47) {
    return { id: given.id, links: [bookmark(exchange, `flavors/${given.id}`)] };
  }
  return {
    vcpus: given.vcpus,
    ram: given.ram,
    disk: given.disk,
    ephemeral: given.ephemeral,
    swap: given.swap,
    original_name: given.name,
    extra_specs: given.extraSpecs,
  };
}

function base(exchange: Exchange, record: ServerRecord, { ports }: Surroundings, extended: boolean): object {
  const { status } = phaseView(record);
  const placed = isPlaced(record);
  const { microversion } = exchange;
  return {
    id: record.id,
    name: record.name,
    status,
    tenant_id: record.project,
    user_id: record.user,
    metadata: record.metadata,
    hostId: placed ? hostId(record.project) : '',
    image: record.image
      ? { id: record.image.id, links: [bookmark(exchange, `images/${record.image.id}`)] }
      : '',
    flavor: flavor(exchange, record),
    created: isoSeconds(record.createdAt),
    updated: isoSeconds(record.updatedAt),
    addresses: record.phase === 'scheduling' ? {} : addresses(ports, extended),
    accessIPv4: record.accessIPv4,
    accessIPv6: record.accessIPv6,
    links: links(exchange, `servers/${record.id}`),
    'OS-DCF:diskConfig': record.diskConfig,
    ...(PROGRESSING.includes(status) && { progress: 0 }),
    ...(record.fault &&
      status === 'ERROR' && {
        fault: {
          code: record.fault.code,
          created: isoSeconds(record.fault.at),
          message: record.fault.message,
        },
      }),
    ...(microversion >= 9 && { locked: record.locked }),
    ...(microversion >= 73 && { locked_reason: record.lockedReason }),
    ...(microversion >= 19 && { description: record.description }),
    ...(microversion >= 26 && { tags: record.tags }),
    ...(microversion >= 63 && { trusted_image_certificates: null }),
  };
}

function forAdmin({ microversion }: Exchange, record: ServerRecord): object {
  const placed = isPlaced(record) ? HOST : null;
  return {
    'OS-EXT-SRV-ATTR:host': placed,
    'OS-EXT-SRV-ATTR:instance_name': `instance-${record.number.toString(16).padStart(8, '0')}`,
    'OS-EXT-SRV-ATTR:hypervisor_hostname': placed,
    ...(microversion >= 3 && {
      'OS-EXT-SRV-ATTR:reservation_id': record.reservation,
      'OS-EXT-SRV-ATTR:launch_index': record.launchIndex,
      'OS-EXT-SRV-ATTR:hostname': record.hostname,
      'OS-EXT-SRV-ATTR:kernel_id': '',
      'OS-EXT-SRV-ATTR:ramdisk_id': '',
      'OS-EXT-SRV-ATTR:root_device_name': '/dev/vda',
      'OS-EXT-SRV-ATTR:user_data': record.userData,
    }),
    ...(microversion >= 16 && { host_status: placed === null ? '' : 'UP' }),
  };
}

/** The names of the groups that the server's ports are in. */
function groupNames({ ports, groups }: Surroundings): { name: string }[] {
  const ids = new Set(ports.flatMap((port) => port.security_groups));
  const names = new Set(groups.filter((group) => ids.has(group.id)).map((group) => group.name));
  return [...names].map((name) => ({ name }));
}

/** A server with all that Nova shows of it in this microversion, to this reader. */
export function full(exchange: Exchange, record: ServerRecord, around: Surroundings, one: boolean): object {
  const { taskState, vmState, power } = phaseView(record);
  const names = groupNames(around);
  const { microversion } = exchange;
  return {
    ...base(exchange, record, around, true),
    'OS-EXT-AZ:availability_zone': isPlaced(record) ? 'nova' : '',
    config_drive: record.configDrive ? 'True' : '',
    key_name: record.key?.name ?? null,
    'OS-SRV-USG:launched_at': record.launchedAt === null ? null : isoUnzoned(record.launchedAt),
    'OS-SRV-USG:terminated_at': null,
    ...(names.length > 0 && record.phase !== 'scheduling' && { security_groups: names }),
    ...(around.admin && forAdmin(exchange, record)),
    'OS-EXT-STS:task_state': taskState,
    'OS-EXT-STS:vm_state': vmState,
    'OS-EXT-STS:power_state': power,
    'os-extended-volumes:volumes_attached': [],
    ...(microversion >= 90 && { 'OS-EXT-SRV-ATTR:hostname': record.hostname }),
    ...(microversion >= 71 && one && { server_groups: around.serverGroups }),
  };
}

/** A server as an update or a rebuild shows it: before 2.75 without what the extensions add. */
export function changed(exchange: Exchange, record: ServerRecord, around: Surroundings): object {
  return exchange.microversion >= 75
    ? full(exchange, record, around, true)
    : base(exchange, record, around, false);
}
