import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import type { Route } from '../../route.ts';
import { flag, ipAddress, list, macAddress, ownership, text, uuid } from './attributes.ts';
import { fault, networkNotFound, portNotFound } from './faults.ts';
import type { Filter, View } from './listing.ts';
import { networkResource } from './networks.ts';
import { changedPort, makePort } from './port-changes.ts';
import { deletePort } from './port-deletion.ts';
import { checkDevice, checkPortPolicy } from './port-policy.ts';
import { found, owns, projectOf, type Resource } from './resource.ts';
import { creatingRoute, readingRoutes, removingRoute, updatingRoute } from './resource-routes.ts';
import { standardRecord, standardView } from './standard.ts';
import type { NetworkState } from './state.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#ports';

// What comes in.

const fixedIp = z.strictObject({ subnet_id: uuid().optional(), ip_address: ipAddress().optional() });
const addressPair = z.strictObject({ ip_address: text(), mac_address: macAddress().optional() });
const dhcpOption = z.strictObject({
  opt_name: text(),
  opt_value: text().nullable().optional(),
  ip_version: z.union([z.literal(4), z.literal(6)]).optional(),
});
const settable = {
  name: text().optional(),
  description: text().optional(),
  admin_state_up: flag().optional(),
  fixed_ips: list(fixedIp).nullable().optional(),
  mac_address: macAddress().optional(),
  device_id: text().nullable().optional(),
  device_owner: text().nullable().optional(),
  security_groups: list(uuid()).nullable().optional(),
  port_security_enabled: flag().optional(),
  allowed_address_pairs: list(addressPair).nullable().optional(),
  extra_dhcp_opts: list(dhcpOption).nullable().optional(),
  qos_policy_id: z.null().optional(),
  'binding:vnic_type': z.literal('normal').optional(),
  'binding:host_id': text().nullable().optional(),
  'binding:profile': z.record(z.string(), z.unknown()).nullable().optional(),
};
const createPort = z.strictObject({ ...settable, ...ownership, network_id: uuid() });
const updatePort = z.strictObject(settable);
export type PortInput = z.infer<typeof createPort>;
export type PortChange = z.infer<typeof updatePort>;

// What we keep.

const fixedIpRecord = z.object({ subnet: z.string(), address: z.string() });
export type FixedIp = z.infer<typeof fixedIpRecord>;

/** A port as it is kept. */
export const portRecord = standardRecord.extend({
  network: z.string(),
  mac: z.string(),
  up: z.boolean(),
  /** The server or router that it belongs to, and what kind of thing that is. */
  device: z.string(),
  deviceOwner: z.string(),
  /** The compute host; empty while the port is not bound. */
  host: z.string(),
  fixedIps: z.array(fixedIpRecord),
  groups: z.array(z.string()),
  portSecurity: z.boolean(),
  addressPairs: z.array(z.object({ ip_address: z.string(), mac_address: z.string() })),
  dhcpOptions: z.array(
    z.object({ opt_name: z.string(), opt_value: z.string().nullable(), ip_version: z.number() }),
  ),
});
export type PortRecord = z.infer<typeof portRecord>;

// What goes out.

/** Ports of floating IPs are never plugged; the others are ACTIVE while something is at their end. */
export function portStatus(port: PortRecord): 'ACTIVE' | 'DOWN' | 'N/A' {
  if (port.deviceOwner === 'network:floatingip') return 'N/A';
  const plugged = port.deviceOwner.startsWith('network:') || port.host !== '';
  return plugged && port.up ? 'ACTIVE' : 'DOWN';
}

function view(record: PortRecord, caller: Caller): View {
  const bound = record.host !== '';
  return {
    ...standardView(record),
    network_id: record.network,
    mac_address: record.mac,
    admin_state_up: record.up,
    status: portStatus(record),
    device_id: record.device,
    device_owner: record.deviceOwner,
    fixed_ips: record.fixedIps.map(({ subnet, address }) => ({ subnet_id: subnet, ip_address: address })),
    allowed_address_pairs: record.addressPairs,
    extra_dhcp_opts: record.dhcpOptions,
    security_groups: record.groups,
    'binding:vnic_type': 'normal',
    port_security_enabled: record.portSecurity,
    qos_policy_id: null,
    qos_network_policy_id: null,
    ...(caller.admin && {
      'binding:host_id': record.host,
      'binding:profile': {},
      'binding:vif_type': bound ? 'ovs' : 'unbound',
      'binding:vif_details': bound ? { port_filter: true } : {},
      resource_request: null,
    }),
  };
}

/** `fixed_ips=ip_address=10.0.0.5`, `fixed_ips=subnet_id=…`: one of them must be a port's. */
const byFixedIps: Filter = (port, values) => {
  const fixed = Array.isArray(port.fixed_ips) ? port.fixed_ips : [];
  return values.some((value) => {
    const [, name = '', wanted = ''] = /^([a-z_]+)=(.*)$/.exec(value) ?? [];
    return fixed.some((each: Record<string, string>) =>
      name === 'ip_address_substr' ? each.ip_address?.includes(wanted) : each[name] === wanted,
    );
  });
};

/** The ports of a cloud: own ones, and those on own networks, are seen. */
export function portResource(state: NetworkState): Resource<PortRecord> {
  return {
    single: 'port',
    plural: 'ports',
    path: 'ports',
    records: state.ports,
    visible: (record, caller) => {
      const network = state.networks.get(record.network);
      return owns(record, caller) || (network !== undefined && owns(network, caller));
    },
    view,
    missing: portNotFound,
    filters: { fixed_ips: byFixedIps },
    docs: DOCS,
  };
}

// The calls.

function checkDeletable(port: PortRecord): void {
  if (
    ['network:router_interface', 'network:router_gateway', 'network:floatingip'].includes(port.deviceOwner)
  ) {
    const reason = `has device owner ${port.deviceOwner}`;
    const words = `Port ${port.id} cannot be deleted directly via the port API: ${reason}.`;
    throw fault(409, 'ServicePortInUse', words);
  }
}

/** @see https://docs.openstack.org/api-ref/network/v2/#ports */
export function ports(state: NetworkState): Route[] {
  const resource = portResource(state);
  return [
    ...readingRoutes(resource),
    creatingRoute(resource, createPort, {
      make: (given, asking) => {
        const network = found(networkResource(state), asking.caller, given.network_id);
        if (!owns(network, asking.caller) && !network.shared) throw networkNotFound(given.network_id);
        checkPortPolicy(asking.caller, 'create_port', network, given);
        checkDevice(state, asking.caller, given);
        return makePort(state, projectOf(asking, given), network, given);
      },
      undo: (record) => state.ports.remove(record.id),
    }),
    updatingRoute(resource, updatePort, (record, given, { caller }) => {
      const network = state.networks.get(record.network);
      if (!network) throw networkNotFound(record.network);
      checkPortPolicy(caller, 'update_port', network, given);
      checkDevice(state, caller, given);
      return changedPort(state, record, network, given);
    }),
    removingRoute(resource, (record) => {
      checkDeletable(record);
      deletePort(state, record);
    }),
  ];
}
