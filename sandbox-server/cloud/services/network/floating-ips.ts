import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import type { Route } from '../../route.ts';
import { ipAddress, ownership, text, uuid } from './attributes.ts';
import { badResource, fault, floatingIpNotFound, networkNotFound } from './faults.ts';
import { type Association, associate, standIn } from './floating-association.ts';
import type { View } from './listing.ts';
import { makePort } from './port-changes.ts';
import { portResource, portStatus } from './ports.ts';
import { checkQuota } from './quota-check.ts';
import { checkAdminAttributes, found, owns, projectOf, type Resource } from './resource.ts';
import {
  type Asking,
  creatingRoute,
  readingRoutes,
  removingRoute,
  updatingRoute,
} from './resource-routes.ts';
import { newStandard, standardRecord, standardView, touched } from './standard.ts';
import type { NetworkState } from './state.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips';

// What comes in.

const settable = {
  port_id: uuid().nullable().optional(),
  fixed_ip_address: ipAddress().nullable().optional(),
  description: text().optional(),
  qos_policy_id: z.null().optional(),
};
const createFloatingIp = z.strictObject({
  ...settable,
  ...ownership,
  floating_network_id: uuid(),
  floating_ip_address: ipAddress().optional(),
  subnet_id: uuid().optional(),
});
const updateFloatingIp = z.strictObject(settable);

// What we keep.

/** A floating IP as it is kept. */
export const floatingIpRecord = standardRecord.extend({
  address: z.string(),
  network: z.string(),
  port: z.string().nullable(),
  fixedAddress: z.string().nullable(),
  router: z.string().nullable(),
});
export type FloatingIpRecord = z.infer<typeof floatingIpRecord>;

// What goes out.

function view(state: NetworkState, record: FloatingIpRecord): View {
  const port = record.port === null ? undefined : state.ports.get(record.port);
  const { name: _, ...standard } = standardView(record);
  return {
    ...standard,
    floating_ip_address: record.address,
    floating_network_id: record.network,
    router_id: record.router,
    port_id: record.port,
    fixed_ip_address: record.fixedAddress,
    status: record.port === null ? 'DOWN' : 'ACTIVE',
    qos_policy_id: null,
    port_details: port
      ? {
          name: port.name,
          network_id: port.network,
          mac_address: port.mac,
          admin_state_up: port.up,
          status: portStatus(port),
          device_id: port.device,
          device_owner: port.deviceOwner,
        }
      : null,
    port_forwardings: [],
  };
}

/** The floating IPs of a cloud: own ones are seen. */
export function floatingIpResource(state: NetworkState): Resource<FloatingIpRecord> {
  return {
    single: 'floatingip',
    plural: 'floatingips',
    path: 'floatingips',
    records: state.floatingIps,
    visible: owns,
    view: (record) => view(state, record),
    missing: floatingIpNotFound,
    docs: DOCS,
  };
}

// The calls.

/** A port of the cloud's own on the external network holds the address. */
function reserve(state: NetworkState, id: string, given: z.infer<typeof createFloatingIp>) {
  const network = state.networks.get(given.floating_network_id);
  if (!network) throw networkNotFound(given.floating_network_id);
  if (!network.external) {
    throw badResource('floatingip', `Network ${network.id} is not a valid external network`);
  }
  const wanted = { subnet_id: given.subnet_id, ip_address: given.floating_ip_address };
  const named = given.subnet_id !== undefined || given.floating_ip_address !== undefined;
  const port = makePort(state, '', network, {
    network_id: network.id,
    device_id: id,
    device_owner: 'network:floatingip',
    ...(named && { fixed_ips: [wanted] }),
  });
  const address = port.fixedIps.find((fixed) => !fixed.address.includes(':'))?.address;
  if (address === undefined) {
    state.ports.remove(port.id);
    const words = `Unable to find any IP address on external network ${network.id}.`;
    throw fault(400, 'ExternalIpAddressExhausted', words);
  }
  return { port, address };
}

function makeFloatingIp(
  state: NetworkState,
  asking: Asking,
  given: z.infer<typeof createFloatingIp>,
): FloatingIpRecord {
  checkAdminAttributes(asking.caller, 'create_floatingip', given, ['floating_ip_address']);
  const project = projectOf(asking, given);
  checkQuota(state, 'floatingip', project);
  const standard = newStandard(state, { project, description: given.description ?? '' }, 0);
  const held = reserve(state, standard.id, given);
  const base = { id: standard.id, address: held.address, network: given.floating_network_id };
  try {
    return state.floatingIps.put({
      ...standard,
      ...base,
      ...associationOf(state, asking.caller, base, given),
    });
  } catch (error) {
    state.ports.remove(held.port.id);
    throw error;
  }
}

/** What a body says of the port: another, none, or nothing said. */
function associationOf(
  state: NetworkState,
  caller: Caller,
  floating: Pick<FloatingIpRecord, 'id' | 'address' | 'network'> & Partial<Association>,
  given: z.infer<typeof updateFloatingIp>,
): Association {
  const { port = null, fixedAddress = null, router = null } = floating;
  const wanted = given.port_id === undefined && given.fixed_ip_address ? port : given.port_id;
  if (wanted === undefined) return { port, fixedAddress, router };
  if (wanted === null) {
    if (given.fixed_ip_address) {
      throw badResource('floatingip', 'fixed_ip_address cannot be specified without a port_id');
    }
    return { port: null, fixedAddress: null, router: null };
  }
  return associate(state, floating, found(portResource(state), caller, wanted), given.fixed_ip_address);
}

function changedFloatingIp(
  state: NetworkState,
  caller: Caller,
  record: FloatingIpRecord,
  given: z.infer<typeof updateFloatingIp>,
): FloatingIpRecord {
  const base = given.port_id === null ? standIn(state, record) : record;
  return {
    ...record,
    description: given.description ?? record.description,
    ...associationOf(state, caller, base, given),
    ...touched(state, record),
  };
}

/** Gives a floating IP back. */
export function deleteFloatingIp(state: NetworkState, record: FloatingIpRecord): void {
  for (const port of state.ports.where((each) => each.device === record.id)) state.ports.remove(port.id);
  state.floatingIps.remove(record.id);
}

/** @see https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips */
export function floatingIps(state: NetworkState): Route[] {
  const resource = floatingIpResource(state);
  return [
    ...readingRoutes(resource),
    creatingRoute(resource, createFloatingIp, {
      make: (given, asking) => makeFloatingIp(state, asking, given),
      undo: (record) => deleteFloatingIp(state, record),
    }),
    updatingRoute(resource, updateFloatingIp, (record, given, { caller }) =>
      state.floatingIps.put(changedFloatingIp(state, caller, record, given)),
    ),
    removingRoute(resource, (record) => deleteFloatingIp(state, record)),
  ];
}
