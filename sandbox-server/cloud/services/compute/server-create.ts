import { Fault } from '../../fault.ts';
import { exceeds } from '../../quota.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { noteAction } from './instance-actions.ts';
import { links } from './links.ts';
import { type ServerOrder, serverInput } from './server-input.ts';
import { type Plan, plan } from './server-plan.ts';
import type { ServerRecord } from './server-records.ts';

/** A name as a host may have it: letters, digits and dashes. */
function hostnameOf(name: string, id: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[ _.]/g, '-')
    .replace(/[^a-z0-9-]/g, '')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  return plain || `server-${id}`;
}

/** What is true of every server that was only just asked for. */
const NEW_SERVER = {
  oldFlavor: null,
  locked: false,
  lockedReason: null,
  phase: 'scheduling',
  launchedAt: null,
  fault: null,
  ownPorts: [],
  connected: false,
} satisfies Partial<ServerRecord>;

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
    ...NEW_SERVER,
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
    image: { id: image.id, name: image.name ?? '' },
    key: given.key,
    userData: order.user_data ?? null,
    metadata: order.metadata ?? {},
    tags: [...new Set(order.tags)].sort(),
    accessIPv4: order.accessIPv4 ?? '',
    accessIPv6: order.accessIPv6 ?? '',
    diskConfig: order['OS-DCF:diskConfig'] ?? 'MANUAL',
    configDrive: order.config_drive ?? false,
    reservation,
    launchIndex: index,
    since: now,
    createdAt: now,
    updatedAt: now,
  };
}

/** Gives a new server its ports. When one cannot be had the server stays, in error, and says why. */
async function connect(
  { network, servers, life }: Compute,
  record: ServerRecord,
  given: Plan,
): Promise<void> {
  const ownPorts: string[] = [];
  let refusal: Fault | null = null;
  try {
    for (const card of given.cards) {
      if (card.kind === 'port') {
        await network.bindPort(card.port, record.id);
      } else {
        const { project, id: server, hostname } = record;
        const order = { network: card.network, project, server, hostname, fixedIp: card.fixedIp };
        ownPorts.push(await network.createPort({ ...order, groups: given.groups }));
      }
    }
  } catch (error) {
    if (!(error instanceof Fault)) {
      throw error;
    }
    refusal = error;
  }
  const latest = servers.get(record.id);
  if (!latest || latest.phase === 'deleting') {
    // It was deleted meanwhile: the ports that came too late go too.
    await Promise.all(ownPorts.map((id) => network.deletePort(id)));
    return;
  }
  servers.put({ ...latest, ownPorts, connected: true });
  if (refusal) {
    life.fail(record.id, refusal.status, refusal.message);
  }
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
