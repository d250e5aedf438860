import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import type { Route } from '../../route.ts';
import { cidr, flag, integer, ipAddress, list, oneOf, ownership, text, uuid } from './attributes.ts';
import { badResource, fault, networkNotFound, subnetNotFound } from './faults.ts';
import type { View } from './listing.ts';
import { networkResource } from './networks.ts';
import { deletePort } from './port-deletion.ts';
import { checkQuota } from './quota-check.ts';
import { found, owns, projectOf, type Resource } from './resource.ts';
import { creatingRoute, readingRoutes, removingRoute, updatingRoute } from './resource-routes.ts';
import { newStandard, standardRecord, standardView, touched } from './standard.ts';
import type { NetworkState } from './state.ts';
import {
  checkGateway,
  checkOverlap,
  checkPools,
  defaultGateway,
  defaultPools,
  versionOf,
} from './subnet-checks.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#subnets';

// What comes in.

const pool = z.strictObject({ start: ipAddress(), end: ipAddress() });
const hostRoute = z.strictObject({ destination: cidr(), nexthop: ipAddress() });
const settable = {
  name: text().optional(),
  description: text().optional(),
  enable_dhcp: flag().optional(),
  gateway_ip: ipAddress().nullable().optional(),
  allocation_pools: list(pool).nullable().optional(),
  dns_nameservers: list(ipAddress()).nullable().optional(),
  host_routes: list(hostRoute).nullable().optional(),
  service_types: list(text()).optional(),
};
const mode = oneOf('slaac', 'dhcpv6-stateful', 'dhcpv6-stateless');
const createSubnet = z.strictObject({
  ...settable,
  ...ownership,
  network_id: uuid(),
  ip_version: integer(),
  cidr: cidr().nullable().optional(),
  ipv6_address_mode: mode.nullable().optional(),
  ipv6_ra_mode: mode.nullable().optional(),
});
export type SubnetInput = z.infer<typeof createSubnet>;
const updateSubnet = z.strictObject(settable);

// What we keep.

/** A subnet as it is kept. */
export const subnetRecord = standardRecord.extend({
  network: z.string(),
  ipVersion: z.union([z.literal(4), z.literal(6)]),
  cidr: z.string(),
  gateway: z.string().nullable(),
  pools: z.array(z.object({ start: z.string(), end: z.string() })),
  dhcp: z.boolean(),
  nameServers: z.array(z.string()),
  hostRoutes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
  serviceTypes: z.array(z.string()),
  ipv6AddressMode: z.string().nullable(),
  ipv6RaMode: z.string().nullable(),
});
export type SubnetRecord = z.infer<typeof subnetRecord>;

// What goes out.

const view = (record: SubnetRecord): View => ({
  ...standardView(record),
  network_id: record.network,
  ip_version: record.ipVersion,
  subnetpool_id: null,
  enable_dhcp: record.dhcp,
  ipv6_ra_mode: record.ipv6RaMode,
  ipv6_address_mode: record.ipv6AddressMode,
  gateway_ip: record.gateway,
  cidr: record.cidr,
  allocation_pools: record.pools,
  host_routes: record.hostRoutes,
  dns_nameservers: record.nameServers,
  service_types: record.serviceTypes,
});

/** The subnets of a cloud: own ones, and those of shared networks, are seen. */
export function subnetResource(state: NetworkState): Resource<SubnetRecord> {
  const visible = (record: SubnetRecord, caller: Caller): boolean =>
    owns(record, caller) || (state.networks.get(record.network)?.shared ?? false);
  return {
    single: 'subnet',
    plural: 'subnets',
    path: 'subnets',
    records: state.subnets,
    visible,
    view,
    missing: subnetNotFound,
    docs: DOCS,
  };
}

// The calls.

/** Makes a subnet on a network. @throws Fault 400 for what does not fit together, 409 OverQuota */
export function makeSubnet(state: NetworkState, project: string, given: SubnetInput): SubnetRecord {
  if (!given.cidr) throw badResource('subnets', 'a subnetpool must be specified in the absence of a cidr');
  const ipVersion = versionOf(given.ip_version, given.cidr);
  checkOverlap(state, given.network_id, given.cidr);
  const gateway = given.gateway_ip === undefined ? defaultGateway(given.cidr) : given.gateway_ip;
  const pools = given.allocation_pools ?? defaultPools(given.cidr, gateway);
  checkGateway(given.cidr, gateway);
  checkPools(given.cidr, pools, gateway);
  checkQuota(state, 'subnet', project);
  return state.subnets.put({
    ...newStandard(state, { project, name: given.name ?? '', description: given.description ?? '' }, 0),
    network: given.network_id,
    ipVersion,
    cidr: given.cidr,
    gateway,
    pools,
    dhcp: given.enable_dhcp ?? true,
    nameServers: given.dns_nameservers ?? [],
    hostRoutes: given.host_routes ?? [],
    serviceTypes: given.service_types ?? [],
    ipv6AddressMode: given.ipv6_address_mode ?? null,
    ipv6RaMode: given.ipv6_ra_mode ?? null,
  });
}

function changedSubnet(
  state: NetworkState,
  record: SubnetRecord,
  given: z.infer<typeof updateSubnet>,
): SubnetRecord {
  const gateway = given.gateway_ip === undefined ? record.gateway : given.gateway_ip;
  const pools = given.allocation_pools ?? record.pools;
  if (gateway !== record.gateway) checkGatewayUnused(state, record);
  checkGateway(record.cidr, gateway);
  checkPools(record.cidr, pools, gateway);
  return {
    ...record,
    name: given.name ?? record.name,
    description: given.description ?? record.description,
    dhcp: given.enable_dhcp ?? record.dhcp,
    gateway,
    pools,
    nameServers: given.dns_nameservers === undefined ? record.nameServers : (given.dns_nameservers ?? []),
    hostRoutes: given.host_routes === undefined ? record.hostRoutes : (given.host_routes ?? []),
    serviceTypes: given.service_types ?? record.serviceTypes,
    ...touched(state, record),
  };
}

function checkGatewayUnused(state: NetworkState, { id, gateway }: SubnetRecord): void {
  const user = state.ports.find((port) =>
    port.fixedIps.some((fixed) => fixed.subnet === id && fixed.address === gateway),
  );
  if (user) {
    const words = `Current gateway ip ${gateway} already in use by port ${user.id}. Unable to update.`;
    throw fault(409, 'GatewayIpInUse', words);
  }
}

/** Takes a subnet away. @throws Fault 409 while a port has an address of it */
function deleteSubnet(state: NetworkState, record: SubnetRecord): void {
  const ports = state.ports.where((port) => port.fixedIps.some((fixed) => fixed.subnet === record.id));
  if (ports.some((port) => port.deviceOwner !== 'network:dhcp')) {
    const reason = 'One or more ports have an IP allocation from this subnet.';
    throw fault(409, 'SubnetInUse', `Unable to complete operation on subnet ${record.id}: ${reason}`);
  }
  for (const port of ports) deletePort(state, port);
  state.subnets.remove(record.id);
}

/** @see https://docs.openstack.org/api-ref/network/v2/#subnets */
export function subnets(state: NetworkState): Route[] {
  const resource = subnetResource(state);
  return [
    ...readingRoutes(resource),
    creatingRoute(resource, createSubnet, {
      make: (given, asking) => {
        const network = found(networkResource(state), asking.caller, given.network_id);
        if (!owns(network, asking.caller)) throw networkNotFound(given.network_id);
        return makeSubnet(state, projectOf(asking, given), given);
      },
      undo: (record) => state.subnets.remove(record.id),
    }),
    updatingRoute(resource, updateSubnet, (record, given) =>
      state.subnets.put(changedSubnet(state, record, given)),
    ),
    removingRoute(resource, (record) => deleteSubnet(state, record)),
  ];
}
