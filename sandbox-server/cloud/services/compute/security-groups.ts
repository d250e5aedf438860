import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import type { SecurityGroup } from './network-client.ts';
import { LAST_PROXY, passOn } from './proxy.ts';

const groupInput = z.object({
  security_group: z.object({ name: z.string(), description: z.string().optional() }),
});
const made = z.object({ security_group: z.object({ id: z.string() }) });
const until = LAST_PROXY;
const DOCS = 'https://docs.openstack.org/api-ref/compute/#security-groups-os-security-groups-deprecated';

/** A group as Nova shows it, from the time when the groups were its own: what comes in, and no more. */
export function groupView(group: SecurityGroup, known: readonly SecurityGroup[]): object {
  const rules = group.security_group_rules
    .filter((rule) => rule.direction === 'ingress')
    .map((rule) => ruleView(group.id, rule, known));
  const { id, description, name, tenant_id } = group;
  return { id, description, name, tenant_id, rules };
}

/** A rule as Nova shows it: from a group, or from a range of addresses. */
export function ruleView(
  parent: string,
  rule: SecurityGroup['security_group_rules'][number],
  known: readonly SecurityGroup[],
): object {
  const source = known.find((each) => each.id === rule.remote_group_id);
  return {
    id: rule.id,
    parent_group_id: parent,
    ip_protocol: rule.protocol,
    from_port: rule.port_range_min,
    to_port: rule.port_range_max,
    group: source ? { name: source.name, tenant_id: source.tenant_id } : {},
    ip_range: source ? {} : { cidr: rule.remote_ip_prefix ?? '0.0.0.0/0' },
  };
}

async function demandGroup(
  { network }: Compute,
  project: string,
  id: string,
): Promise<[SecurityGroup, SecurityGroup[]]> {
  const known = await network.groups(`tenant_id=${project}`);
  const found = known.find((each) => each.id === id);
  if (!found) {
    throw new Fault(404, `Security group ${id} not found.`);
  }
  return [found, known];
}

function reading(compute: Compute): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v2.1/os-security-groups',
      until,
      docs: DOCS,
      run: async (call) => {
        const known = await compute.network.groups(`tenant_id=${call.project}`);
        return { status: 200, body: { security_groups: known.map((each) => groupView(each, known)) } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/os-security-groups/{id}',
      until,
      docs: DOCS,
      run: async (call) => {
        const [found, known] = await demandGroup(compute, call.project, call.param('id'));
        return { status: 200, body: { security_group: groupView(found, known) } };
      },
    }),
  ];
}

/** Security groups by way of Nova, for clients of before 2.36: the stock command among them. */
export function securityGroups(compute: Compute): Route[] {
  const { parts } = compute;
  const save = async (call: Call, method: string, path: string, body: object): Promise<object> => {
    const { id } = (await passOn(parts, call, path, made, { method, body })).security_group;
    const [found, known] = await demandGroup(compute, call.project, id);
    return { security_group: groupView(found, known) };
  };
  const item = '/v2.1/os-security-groups/{id}';
  return [
    ...reading(compute),
    route({
      method: 'POST',
      path: '/v2.1/os-security-groups',
      until,
      docs: DOCS,
      input: groupInput,
      run: async (call) => ({
        status: 200,
        body: await save(call, 'POST', '/networking/v2.0/security-groups', call.body),
      }),
    }),
    route({
      method: 'PUT',
      path: item,
      until,
      docs: DOCS,
      input: groupInput,
      run: async (call) => ({
        status: 200,
        body: await save(call, 'PUT', `/networking/v2.0/security-groups/${call.param('id')}`, call.body),
      }),
    }),
    route({
      method: 'DELETE',
      path: item,
      until,
      docs: DOCS,
      run: async (call) => {
        const path = `/networking/v2.0/security-groups/${call.param('id')}`;
        await passOn(parts, call, path, z.null(), { method: 'DELETE' });
        return { status: 202 };
      },
    }),
  ];
}
