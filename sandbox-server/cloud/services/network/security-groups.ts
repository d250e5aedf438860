import { z } from 'zod';
import type { Route } from '../../route.ts';
import { flag, ownership, text } from './attributes.ts';
import { ensureDefaultGroup } from './default-group.ts';
import { fault, groupNotFound } from './faults.ts';
import type { View } from './listing.ts';
import { checkQuota } from './quota-check.ts';
import { owns, projectOf, type Resource } from './resource.ts';
import { creatingRoute, readingRoutes, removingRoute, updatingRoute } from './resource-routes.ts';
import { deleteRule, nextSerial, type RuleRecord, ruleInGroupView } from './security-group-rules.ts';
import { newStandard, standardRecord, standardView, touched } from './standard.ts';
import type { NetworkState } from './state.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups';

// What comes in.

/** Every group here remembers connections: answers pass by themselves. */
const stateful = flag().refine((value) => value, { error: "'False' is not supported: groups are stateful." });
const createGroup = z.strictObject({
  name: text().optional(),
  description: text().optional(),
  stateful: stateful.optional(),
  ...ownership,
});
const updateGroup = z.strictObject({
  name: text().optional(),
  description: text().optional(),
  stateful: stateful.optional(),
});

// What we keep.

/** A security group as it is kept; its rules are kept by themselves. */
export const groupRecord = standardRecord;
export type GroupRecord = z.infer<typeof groupRecord>;

// What goes out.

const byId = (one: RuleRecord, other: RuleRecord): number => (one.id < other.id ? -1 : 1);

function view(state: NetworkState, record: GroupRecord): View {
  const rules = state.rules.where((rule) => rule.group === record.id).sort(byId);
  return {
    ...standardView(record),
    stateful: true,
    shared: false,
    security_group_rules: rules.map(ruleInGroupView),
  };
}

/** The security groups of a cloud: own ones are seen. */
export function groupResource(state: NetworkState): Resource<GroupRecord> {
  return {
    single: 'security_group',
    plural: 'security_groups',
    path: 'security-groups',
    records: state.groups,
    visible: owns,
    view: (record) => view(state, record),
    missing: groupNotFound,
    docs: DOCS,
  };
}

// The calls.

function addRule(
  state: NetworkState,
  group: GroupRecord,
  direction: RuleRecord['direction'],
  ethertype: RuleRecord['ethertype'],
  remoteGroup: string | null,
): void {
  state.rules.put({
    ...newStandard(state, { project: group.project }, 0),
    description: null,
    serial: nextSerial(state),
    group: group.id,
    direction,
    ethertype,
    protocol: null,
    portMin: null,
    portMax: null,
    remotePrefix: null,
    remoteGroup,
  });
}

/**
 * Makes a group: all may go out; into the default group come its own members, into the others nobody.
 * Neutron counts neither the default group nor these rules against the quota when it makes them.
 */
export function makeGroup(
  state: NetworkState,
  project: string,
  given: { name?: string | undefined; description?: string | undefined },
): GroupRecord {
  const { name = '', description = '' } = given;
  const group = state.groups.put(newStandard(state, { project, name, description }));
  for (const ethertype of ['IPv4', 'IPv6'] as const) {
    if (name === 'default') addRule(state, group, 'ingress', ethertype, group.id);
    addRule(state, group, 'egress', ethertype, null);
  }
  return group;
}

function makeOwnGroup(state: NetworkState, project: string, given: z.infer<typeof createGroup>): GroupRecord {
  ensureDefaultGroup(state, project);
  if (given.name === 'default') {
    throw fault(409, 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
  }
  checkQuota(state, 'security_group', project);
  return makeGroup(state, project, given);
}

function changedGroup(
  state: NetworkState,
  record: GroupRecord,
  given: z.infer<typeof updateGroup>,
): GroupRecord {
  if (record.name === 'default' && given.name !== undefined) {
    throw fault(409, 'SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.');
  }
  const { name = record.name, description = record.description } = given;
  return { ...record, name, description, ...touched(state, record) };
}

/** Takes a group away, and the rules that speak of it. */
export function removeGroup(state: NetworkState, id: string): void {
  for (const rule of state.rules.where((each) => each.group === id || each.remoteGroup === id)) {
    deleteRule(state, rule);
  }
  state.groups.remove(id);
}

function checkDeletable(state: NetworkState, group: GroupRecord, admin: boolean): void {
  if (group.name === 'default' && !admin) {
    const words = 'Insufficient rights for removing default security group.';
    throw fault(409, 'SecurityGroupCannotRemoveDefault', words);
  }
  if (state.ports.find((port) => port.groups.includes(group.id))) {
    throw fault(409, 'SecurityGroupInUse', `Security Group ${group.id} in use.`);
  }
}

/** Whoever looks at the groups of a project finds at least its default one. */
function readingWithDefault(state: NetworkState, resource: Resource<GroupRecord>): Route[] {
  return readingRoutes(resource).map((each) => ({
    ...each,
    handle: async (call) => {
      const asked = call.query.get('project_id') ?? call.query.get('tenant_id') ?? call.project;
      if (asked === call.project || call.caller.admin) ensureDefaultGroup(state, asked);
      return each.handle(call);
    },
  }));
}

/** @see https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups */
export function securityGroups(state: NetworkState): Route[] {
  const resource = groupResource(state);
  return [
    ...readingWithDefault(state, resource),
    creatingRoute(resource, createGroup, {
      make: (given, asking) => makeOwnGroup(state, projectOf(asking, given), given),
      undo: (record) => removeGroup(state, record.id),
    }),
    updatingRoute(resource, updateGroup, (record, given) =>
      state.groups.put(changedGroup(state, record, given)),
    ),
    removingRoute(resource, (record, { caller }) => {
      checkDeletable(state, record, caller.admin);
      removeGroup(state, record.id);
    }),
  ];
}
