import { type Kind, type Readable, readable, type Writable, writable } from '../collection.ts';
import type { Service } from '../service.ts';
import { list, object, type Shape, text } from '../shape.ts';
import { type SecurityGroupRule, securityGroupRule } from './security-group-rules.ts';

/** A set of rules; a port lets through what one of its groups allows, and nothing else. */
export interface SecurityGroup {
  id: string;
  name: string;
  description: string;
  security_group_rules: SecurityGroupRule[];
}

/** A security group that is asked for. */
export interface NewSecurityGroup {
  name: string;
  description?: string;
}

/** Your security groups. API: https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups */
export interface SecurityGroups
  extends Readable<SecurityGroup>,
    Writable<SecurityGroup, NewSecurityGroup, Partial<NewSecurityGroup>> {}

const securityGroup: Shape<SecurityGroup> = object<SecurityGroup>({
  id: text,
  name: text,
  description: text,
  security_group_rules: list(securityGroupRule),
});

/** The security groups of a network service. */
export function securityGroups(service: Service): SecurityGroups {
  const kind: Kind<SecurityGroup> = {
    service,
    path: '/security-groups',
    one: 'security_group',
    many: 'security_groups',
    label: (item) => item.name,
    filter: 'name',
    shape: securityGroup,
  };
  return { ...readable(kind), ...writable<SecurityGroup, NewSecurityGroup, Partial<NewSecurityGroup>>(kind) };
}
