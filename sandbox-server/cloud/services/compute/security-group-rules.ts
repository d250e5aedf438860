import { z } from 'zod';
import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { securityGroupRule } from './network-client.ts';
import { LAST_PROXY, passOn } from './proxy.ts';
import { ruleView } from './security-groups.ts';

const port = z
  .union([z.int(), z.string().regex(/^-?\d+$/)])
  .transform(Number)
  .nullable();
const input = z.object({
  security_group_rule: z.object({
    parent_group_id: z.string(),
    ip_protocol: z.string().nullable().optional(),
    from_port: port.optional(),
    to_port: port.optional(),
    cidr: z.string().nullable().optional(),
    group_id: z.string().nullable().optional(),
  }),
});
const made = z.object({ security_group_rule: securityGroupRule });

/** Rules of security groups by way of Nova, for clients of before 2.36. */
export function securityGroupRules({ parts, network }: Compute): Route[] {
  const docs =
    'https://docs.openstack.org/api-ref/compute/#rules-for-security-group-os-security-group-rules-deprecated';
  const path = '/networking/v2.0/security-group-rules';
  const until = LAST_PROXY;
  return [
    route({
      method: 'POST',
      path: '/v2.1/os-security-group-rules',
      until,
      docs,
      input,
      run: async (call) => {
        const given = call.body.security_group_rule;
        const bounded = (value: number | null | undefined): number | null =>
          value === -1 ? null : (value ?? null);
        const body = {
          security_group_rule: {
            security_group_id: given.parent_group_id,
            direction: 'ingress',
            ethertype: given.cidr?.includes(':') ? 'IPv6' : 'IPv4',
            protocol: given.ip_protocol?.toLowerCase() ?? null,
            port_range_min: bounded(given.from_port),
            port_range_max: bounded(given.to_port),
            ...(given.group_id
              ? { remote_group_id: given.group_id }
              : { remote_ip_prefix: given.cidr ?? '0.0.0.0/0' }),
          },
        };
        const rule = (await passOn(parts, call, path, made, { method: 'POST', body })).security_group_rule;
        const known = await network.groups(`tenant_id=${call.project}`);
        return { status: 200, body: { security_group_rule: ruleView(given.parent_group_id, rule, known) } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2.1/os-security-group-rules/{id}',
      until,
      docs,
      run: async (call) => {
        await passOn(parts, call, `${path}/${call.param('id')}`, z.null(), { method: 'DELETE' });
        return { status: 202 };
      },
    }),
  ];
}
