import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import type { SecurityGroup } from './network-client.ts';
import { demandServer } from './server-records.ts';

/** A group as Nova shows it, from the time when the groups were its own: what comes in, and no more. */
function view(group: SecurityGroup, known: readonly SecurityGroup[]): object {
  const rules = group.security_group_rules
    .filter((rule) => rule.direction === 'ingress')
    .map((rule) => {
      const source = known.find((each) => each.id === rule.remote_group_id);
      return {
        id: rule.id,
        parent_group_id: group.id,
        ip_protocol: rule.protocol,
        from_port: rule.port_range_min,
        to_port: rule.port_range_max,
        group: source ? { name: source.name, tenant_id: source.tenant_id } : {},
        ip_range: source ? {} : { cidr: rule.remote_ip_prefix ?? '0.0.0.0/0' },
      };
    });
  const { id, description, name, tenant_id } = group;
  return { id, description, name, tenant_id, rules };
}

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
      return { status: 200, body: { security_groups: found.map((each) => view(each, known)) } };
    },
  });
}
