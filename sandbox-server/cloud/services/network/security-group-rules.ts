import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import { isoSeconds } from '../../clock.ts';
import type { Route } from '../../route.ts';
import { formatCidr, parseCidr } from './addresses.ts';
import { converted, oneOf, ownership, text, uuid } from './attributes.ts';
import { fault, ruleNotFound } from './faults.ts';
import type { View } from './listing.ts';
import { PROTOCOL_NAMES, protocolNumber } from './protocols.ts';
import { checkQuota } from './quota-check.ts';
import { found, owns, type Resource } from './resource.ts';
import { creatingRoute, readingRoutes, removingRoute } from './resource-routes.ts';
import { checkRule, sameRule } from './rule-checks.ts';
import { groupResource } from './security-groups.ts';
import { newStandard, standardRecord, touched } from './standard.ts';
import type { NetworkState } from './state.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#security-group-rules-security-group-rules';

// What comes in.

const protocol = converted(
  (value) => {
    if (value === null) return { name: null };
    const name = String(value).toLowerCase();
    if (name === 'any' || name === '-1') return { name: null };
    return protocolNumber(name) === undefined ? undefined : { name };
  },
  (value) => ({
    type: 'SecurityGroupRuleInvalidProtocol',
    message: `Security group rule protocol ${value} not supported. Only protocol values [None, ${PROTOCOL_NAMES.map((name) => `'${name}'`).join(', ')}] and integer representations [0 to 255] are supported.`,
  }),
).transform(({ name }) => name);

const ethertype = converted(
  (value) => (['IPv4', 'IPv6'] as const).find((known) => known.toLowerCase() === `${value}`.toLowerCase()),
  (value) => ({
    type: 'SecurityGroupRuleInvalidEtherType',
    message: `Security group rule for ethertype '${value}' not supported. Allowed values are ['IPv4', 'IPv6'].`,
  }),
);

const portNumber = converted(
  (value) => (/^\d+$/.test(`${value}`) && Number(value) <= 65_535 ? Number(value) : undefined),
  (value) => ({ type: 'SecurityGroupInvalidPortValue', message: `Invalid value for port ${value}` }),
);

const prefix = converted(
  (value) => (typeof value === 'string' && parseCidr(value) ? value : undefined),
  (value) => ({ type: 'InvalidCIDR', message: `Invalid CIDR ${value} given as IP prefix.` }),
);

const createRule = z.strictObject({
  ...ownership,
  security_group_id: uuid(),
  direction: oneOf('ingress', 'egress'),
  ethertype: ethertype.optional(),
  protocol: protocol.optional(),
  port_range_min: portNumber.nullable().optional(),
  port_range_max: portNumber.nullable().optional(),
  remote_ip_prefix: prefix.nullable().optional(),
  remote_group_id: uuid().nullable().optional(),
  remote_address_group_id: z.null().optional(),
  description: text().nullable().optional(),
});
type RuleInput = z.infer<typeof createRule>;

// What we keep.

/** A rule as it is kept. */
export const ruleRecord = standardRecord.extend({
  /** Null for the rules that a new group has by itself. */
  description: z.string().nullable(),
  /** The number that Neutron shows with the rules of a group. */
  serial: z.number(),
  group: z.string(),
  direction: z.enum(['ingress', 'egress']),
  ethertype: z.enum(['IPv4', 'IPv6']),
  protocol: z.string().nullable(),
  portMin: z.number().nullable(),
  portMax: z.number().nullable(),
  remotePrefix: z.string().nullable(),
  remoteGroup: z.string().nullable(),
});
export type RuleRecord = z.infer<typeof ruleRecord>;

// What goes out.

function normalized(text: string | null): string | null {
  const parsed = text === null ? undefined : parseCidr(text);
  return parsed ? formatCidr(parsed) : null;
}

const view = (record: RuleRecord): View => ({
  id: record.id,
  tenant_id: record.project,
  project_id: record.project,
  security_group_id: record.group,
  ethertype: record.ethertype,
  direction: record.direction,
  protocol: record.protocol,
  port_range_min: record.portMin,
  port_range_max: record.portMax,
  remote_ip_prefix: record.remotePrefix,
  remote_address_group_id: null,
  normalized_cidr: normalized(record.remotePrefix),
  remote_group_id: record.remoteGroup,
  description: record.description,
  created_at: isoSeconds(record.createdAt),
  updated_at: isoSeconds(record.updatedAt),
  revision_number: record.revision,
});

/** A rule as it goes out with its group. */
export const ruleInGroupView = (record: RuleRecord): View => ({
  ...view(record),
  standard_attr_id: record.serial,
  tags: record.tags,
});

/** The rules of all security groups: own ones are seen. */
function ruleResource(state: NetworkState): Resource<RuleRecord> {
  return {
    single: 'security_group_rule',
    plural: 'security_group_rules',
    path: 'security-group-rules',
    records: state.rules,
    visible: owns,
    view,
    missing: ruleNotFound,
    docs: DOCS,
  };
}

// The calls.

/** Neutron calls ICMP for IPv6 by its own name. */
function canonical(name: string | null, family: RuleRecord['ethertype']): string | null {
  return family === 'IPv6' && name !== null && ['icmp', 'icmpv6', '1'].includes(name) ? 'ipv6-icmp' : name;
}

/** The number after the highest that a rule has. */
export function nextSerial(state: NetworkState): number {
  return state.rules.all().reduce((highest, rule) => Math.max(highest, rule.serial), 0) + 1;
}

function makeRule(state: NetworkState, caller: Caller, given: RuleInput): RuleRecord {
  const family = given.ethertype ?? 'IPv4';
  const parts = {
    direction: given.direction,
    ethertype: family,
    protocol: canonical(given.protocol ?? null, family),
    portMin: given.port_range_min ?? null,
    portMax: given.port_range_max ?? null,
    remotePrefix: given.remote_ip_prefix ?? null,
    remoteGroup: given.remote_group_id ?? null,
  };
  checkRule(parts);
  const groups = groupResource(state);
  const group = found(groups, caller, given.security_group_id);
  if (parts.remoteGroup !== null) found(groups, caller, parts.remoteGroup);
  const twin = state.rules.find((rule) => rule.group === group.id && sameRule(rule, parts));
  if (twin) {
    const words = `Security group rule already exists. Rule id is ${twin.id}.`;
    throw fault(409, 'SecurityGroupRuleExists', words);
  }
  checkQuota(state, 'security_group_rule', group.project);
  state.groups.put({ ...group, ...touched(state, group) });
  const standard = newStandard(state, { project: group.project }, 0);
  return state.rules.put({
    ...standard,
    ...parts,
    description: given.description ?? '',
    serial: nextSerial(state),
    group: group.id,
  });
}

/** Takes a rule out of its group: from now on nothing new passes by it. */
export function deleteRule(state: NetworkState, rule: RuleRecord): void {
  state.rules.remove(rule.id);
  const group = state.groups.get(rule.group);
  if (group) state.groups.put({ ...group, ...touched(state, group) });
}

/** @see https://docs.openstack.org/api-ref/network/v2/#security-group-rules-security-group-rules */
export function securityGroupRules(state: NetworkState): Route[] {
  const resource = ruleResource(state);
  return [
    ...readingRoutes(resource),
    creatingRoute(resource, createRule, {
      make: (given, { caller }) => makeRule(state, caller, given),
      undo: (record) => deleteRule(state, record),
    }),
    removingRoute(resource, (record) => deleteRule(state, record)),
  ];
}
