import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import type { Route } from '../../route.ts';
import { flag, integer, list, ownership, text } from './attributes.ts';
import { ensureDefaultGroup } from './default-group.ts';
import { fault, networkNotFound } from './faults.ts';
import type { View } from './listing.ts';
import { deletePort, portsInTheWay } from './port-deletion.ts';
import { checkQuota } from './quota-check.ts';
import { checkAdminAttributes, owns, projectOf, type Resource } from './resource.ts';
import { creatingRoute, readingRoutes, removingRoute, updatingRoute } from './resource-routes.ts';
import { newStandard, standardRecord, standardView, touched } from './standard.ts';
import type { NetworkState } from './state.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#networks';

// What comes in.

const settable = {
  name: text().optional(),
  description: text().optional(),
  admin_state_up: flag().optional(),
  mtu: integer().optional(),
  shared: flag().optional(),
  'router:external': flag().optional(),
  is_default: flag().optional(),
  port_security_enabled: flag().optional(),
};
const createNetwork = z.strictObject({
  ...settable,
  ...ownership,
  availability_zone_hints: list(text()).optional(),
  'provider:network_type': text().optional(),
  'provider:physical_network': text().nullable().optional(),
  'provider:segmentation_id': integer().optional(),
});
const updateNetwork = z.strictObject({
  ...settable,
});
const ADMIN_ATTRIBUTES = [
  'router:external',
  'shared',
  'is_default',
  'provider:network_type',
  'provider:physical_network',
  'provider:segmentation_id',
];

// What we keep.

/** A network as it is kept. */
export const networkRecord = standardRecord.extend({
  up: z.boolean(),
  mtu: z.number(),
  shared: z.boolean(),
  external: z.boolean(),
  isDefault: z.boolean(),
  portSecurity: z.boolean(),
  /** `flat` for networks of the building, `vxlan` for those that live in the cloud alone. */
  networkType: z.string(),
  physicalNetwork: z.string().nullable(),
  segment: z.number().nullable(),
});
export type NetworkRecord = z.infer<typeof networkRecord>;

// What goes out.

function view(state: NetworkState, record: NetworkRecord, caller: Caller): View {
  const subnets = state.subnets.where((subnet) => subnet.network === record.id);
  return {
    ...standardView(record),
    admin_state_up: record.up,
    mtu: record.mtu,
    status: 'ACTIVE',
    subnets: subnets.map((subnet) => subnet.id),
    shared: record.shared,
    availability_zone_hints: [],
    availability_zones: [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    'router:external': record.external,
    port_security_enabled: record.portSecurity,
    qos_policy_id: null,
    ...(record.external && { is_default: record.isDefault }),
    ...(caller.admin && {
      'provider:network_type': record.networkType,
      'provider:physical_network': record.physicalNetwork,
      'provider:segmentation_id': record.segment,
    }),
  };
}

/** The networks of a cloud: own ones, and those that are shared or external, are seen. */
export function networkResource(state: NetworkState): Resource<NetworkRecord> {
  return {
    single: 'network',
    plural: 'networks',
    path: 'networks',
    records: state.networks,
    visible: (record, caller) => owns(record, caller) || record.shared || record.external,
    view: (record, caller) => view(state, record, caller),
    missing: networkNotFound,
    docs: DOCS,
  };
}

// The calls.

/** A VXLAN number that no network has. */
function freeSegment(state: NetworkState): number {
  const taken = new Set(state.networks.all().map((network) => network.segment));
  let segment = 1;
  while (taken.has(segment)) segment += 1;
  return segment;
}

/** Makes a network for a project. @throws Fault 409 OverQuota */
export function makeNetwork(
  state: NetworkState,
  project: string,
  given: z.infer<typeof createNetwork>,
): NetworkRecord {
  checkQuota(state, 'network', project);
  ensureDefaultGroup(state, project);
  const type = given['provider:network_type'] ?? 'vxlan';
  const segment = given['provider:segmentation_id'] ?? (type === 'vxlan' ? freeSegment(state) : null);
  return state.networks.put({
    ...newStandard(state, { project, name: given.name ?? '', description: given.description ?? '' }),
    up: given.admin_state_up ?? true,
    mtu: given.mtu || (type === 'vxlan' ? 1450 : 1500),
    shared: given.shared ?? false,
    external: given['router:external'] ?? false,
    isDefault: given.is_default ?? false,
    portSecurity: given.port_security_enabled ?? true,
    networkType: type,
    physicalNetwork: given['provider:physical_network'] ?? null,
    segment,
  });
}

function changedNetwork(
  state: NetworkState,
  record: NetworkRecord,
  given: z.infer<typeof updateNetwork>,
): NetworkRecord {
  if (given['router:external'] === false && record.external) checkNotExternalInUse(state, record);
  return {
    ...record,
    name: given.name ?? record.name,
    description: given.description ?? record.description,
    up: given.admin_state_up ?? record.up,
    mtu: given.mtu ?? record.mtu,
    shared: given.shared ?? record.shared,
    external: given['router:external'] ?? record.external,
    isDefault: given.is_default ?? record.isDefault,
    portSecurity: given.port_security_enabled ?? record.portSecurity,
    ...touched(state, record),
  };
}

function checkNotExternalInUse(state: NetworkState, record: NetworkRecord): void {
  if (
    state.ports.find((port) => port.network === record.id && port.deviceOwner === 'network:router_gateway')
  ) {
    const words = `External network ${record.id} cannot be updated to be made non-external, since it has existing gateway ports.`;
    throw fault(409, 'ExternalNetworkInUse', words);
  }
}

/** Takes a network away with its subnets. @throws Fault 409 when it has ports in use */
function deleteNetwork(state: NetworkState, record: NetworkRecord): void {
  const ports = portsInTheWay(state, record.id);
  if (ports.length > 0) {
    const ids = ports.map((port) => port.id).sort();
    const words = `Unable to complete operation on network ${record.id}. There are one or more ports still in use on the network, id for these ports is: ${ids}.`;
    throw fault(409, 'NetworkInUse', words);
  }
  for (const port of state.ports.where((each) => each.network === record.id)) deletePort(state, port);
  for (const subnet of state.subnets.where((each) => each.network === record.id))
    state.subnets.remove(subnet.id);
  state.networks.remove(record.id);
}

/** @see https://docs.openstack.org/api-ref/network/v2/#networks */
export function networks(state: NetworkState): Route[] {
  const resource = networkResource(state);
  return [
    ...readingRoutes(resource),
    creatingRoute(resource, createNetwork, {
      make: (given, asking) => {
        checkAdminAttributes(asking.caller, 'create_network', given, ADMIN_ATTRIBUTES);
        return makeNetwork(state, projectOf(asking, given), given);
      },
      undo: (record) => state.networks.remove(record.id),
      view: (record, { caller }) => ({ ...resource.view(record, caller), is_default: record.isDefault }),
    }),
    updatingRoute(resource, updateNetwork, (record, given, { caller }) => {
      checkAdminAttributes(caller, 'update_network', given, ADMIN_ATTRIBUTES);
      return state.networks.put(changedNetwork(state, record, given));
    }),
    removingRoute(resource, (record) => deleteNetwork(state, record)),
  ];
}
