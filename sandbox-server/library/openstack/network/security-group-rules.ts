import { type Kind, type Readable, readable, type Writable, writable } from '../collection.ts';
import type { Service } from '../service.ts';
import { nullable, number, object, type Shape, text } from '../shape.ts';

/** One thing that a security group lets through. There are no rules that forbid. */
export interface SecurityGroupRule {
  id: string;
  security_group_id: string;
  /** `ingress`: to the server; `egress`: from it. */
  direction: string;
  ethertype: string;
  /** `tcp`, `udp`, `icmp` …; null for any. */
  protocol: string | null;
  port_range_min: number | null;
  port_range_max: number | null;
  /** From which addresses; null for any, or when a group is named instead. */
  remote_ip_prefix: string | null;
  /** From the servers of which group; null when it does not matter. */
  remote_group_id: string | null;
}

/** A rule that is asked for; whatever is left out matches anything. */
export interface NewSecurityGroupRule {
  security_group_id: string;
  direction: 'ingress' | 'egress';
  ethertype?: 'IPv4' | 'IPv6';
  protocol?: string | null;
  port_range_min?: number | null;
  port_range_max?: number | null;
  remote_ip_prefix?: string | null;
  remote_group_id?: string | null;
  description?: string;
}

/** A rule cannot be changed: delete it and make another. API: https://docs.openstack.org/api-ref/network/v2/#security-group-rules-security-group-rules */
export interface SecurityGroupRules
  extends Readable<SecurityGroupRule>,
    Pick<Writable<SecurityGroupRule, NewSecurityGroupRule, never>, 'create' | 'delete'> {}

/** What a rule in an answer must have. */
export const securityGroupRule: Shape<SecurityGroupRule> = object<SecurityGroupRule>({
  id: text,
  security_group_id: text,
  direction: text,
  ethertype: text,
  protocol: nullable(text),
  port_range_min: nullable(number),
  port_range_max: nullable(number),
  remote_ip_prefix: nullable(text),
  remote_group_id: nullable(text),
});

/** The security group rules of a network service. */
export function securityGroupRules(service: Service): SecurityGroupRules {
  const kind: Kind<SecurityGroupRule> = {
    service,
    path: '/security-group-rules',
    one: 'security_group_rule',
    many: 'security_group_rules',
    label: (item) => item.id,
    shape: securityGroupRule,
  };
  const { create, delete: remove } = writable<SecurityGroupRule, NewSecurityGroupRule, never>(kind);
  return { ...readable(kind), create, delete: remove };
}
