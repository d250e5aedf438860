import type { Call } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import type { ServerRecord } from './server-records.ts';
import type { Surroundings } from './server-view.ts';

/** Finds what is shown of these servers but kept elsewhere, asking the network service once for all. */
export async function surroundings(
  { network, serverGroups }: Pick<Compute, 'network' | 'serverGroups'>,
  { caller }: Pick<Call, 'caller'>,
  records: readonly ServerRecord[],
): Promise<(record: ServerRecord) => Surroundings> {
  const ports = await network.portsOf(records.map((each) => each.id));
  const groupIds = [...new Set([...ports.values()].flat().flatMap((port) => port.security_groups))];
  const groups =
    groupIds.length === 0 ? [] : await network.groups(groupIds.map((id) => `id=${id}`).join('&'));
  return (record) => ({
    ports: ports.get(record.id) ?? [],
    groups,
    serverGroups: serverGroups.where((each) => each.members.includes(record.id)).map((each) => each.id),
    admin: caller.admin,
  });
}
