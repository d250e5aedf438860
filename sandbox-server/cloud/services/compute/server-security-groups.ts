import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { groupView } from './security-groups.ts';
import { demandServer } from './server-records.ts';

/** The security groups of a server's ports. */
export function serverSecurityGroups({ servers, network }: Compute): Route {
  return route({
    method: 'GET',
    path: '/v2.1/servers/{id}/os-security-groups',
    docs: 'https://docs.openstack.org/api-ref/compute/#list-security-groups-by-server',
    run: async (call) => {
      const record = demandServer(servers, call, call.param('id'));
      const ports = (await network.portsOf([record.id])).get(record.id) ?? [];
      const ids = new Set(ports.flatMap((port) => port.security_groups));
      const known = await network.groups(`tenant_id=${record.project}`);
      const found = known.filter((each) => ids.has(each.id));
      return { status: 200, body: { security_groups: found.map((each) => groupView(each, known)) } };
    },
  });
}
