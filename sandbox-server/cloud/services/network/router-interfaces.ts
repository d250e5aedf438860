import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import { type Answer, type Route, route } from '../../route.ts';
import { overlap, parseCidr } from './addresses.ts';
import { uuid } from './attributes.ts';
import { badResource, fault, networkNotFound } from './faults.ts';
import { makePort } from './port-changes.ts';
import { deletePort } from './port-deletion.ts';
import { type PortRecord, portResource } from './ports.ts';
import { found, foundOwn } from './resource.ts';
import { type RouterRecord, routerResource } from './routers.ts';
import { touched } from './standard.ts';
import type { NetworkState } from './state.ts';
import { type SubnetRecord, subnetResource } from './subnets.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#add-interface-to-router';
const OWNER = 'network:router_interface';

// What comes in.

const wanted = z.strictObject({ subnet_id: uuid().optional(), port_id: uuid().optional() });
type Wanted = z.infer<typeof wanted>;

// What goes out.

function answer(router: RouterRecord, port: PortRecord): Answer {
  const subnets = port.fixedIps.map((fixed) => fixed.subnet);
  return {
    status: 200,
    body: {
      id: router.id,
      tenant_id: router.project,
      port_id: port.id,
      network_id: port.network,
      subnet_id: subnets[0] ?? null,
      subnet_ids: subnets,
    },
  };
}

// The calls.

const interfacesOf = (state: NetworkState, router: RouterRecord): PortRecord[] =>
  state.ports.where((port) => port.device === router.id && port.deviceOwner === OWNER);

/** Refuses a subnet that the router has, or whose addresses it has. @throws Fault 400 */
function checkSubnet(state: NetworkState, router: RouterRecord, subnet: SubnetRecord): void {
  const own = interfacesOf(state, router).flatMap((port) => port.fixedIps.map((fixed) => fixed.subnet));
  if (own.includes(subnet.id))
    throw badResource('router', `Router already has a port on subnet ${subnet.id}`);
  const wide = parseCidr(subnet.cidr);
  for (const other of own.map((id) => state.subnets.get(id))) {
    const narrow = parseCidr(other?.cidr ?? '');
    if (other && wide && narrow && overlap(wide, narrow)) {
      const words = `Cidr ${subnet.cidr} of subnet ${subnet.id} overlaps with cidr ${other.cidr} of subnet ${other.id}`;
      throw badResource('router', words);
    }
  }
}

function bySubnet(state: NetworkState, caller: Caller, router: RouterRecord, id: string): PortRecord {
  const subnet = found(subnetResource(state), caller, id);
  if (subnet.gateway === null)
    throw badResource('router', 'Subnet for router interface must have a gateway IP');
  checkSubnet(state, router, subnet);
  const network = state.networks.get(subnet.network);
  if (!network) throw networkNotFound(subnet.network);
  return makePort(state, router.project, network, {
    network_id: network.id,
    device_id: router.id,
    device_owner: OWNER,
    fixed_ips: [{ subnet_id: subnet.id, ip_address: subnet.gateway }],
  });
}

function byPort(state: NetworkState, caller: Caller, router: RouterRecord, id: string): PortRecord {
  const port = found(portResource(state), caller, id);
  if (port.device !== '') {
    const words = `Unable to complete operation on port ${port.id} for network ${port.network}. Port already has an attached device ${port.device}.`;
    throw fault(409, 'PortInUse', words);
  }
  if (port.fixedIps.length === 0) throw badResource('router', 'Router port must have at least one fixed IP');
  for (const { subnet } of port.fixedIps) {
    const record = state.subnets.get(subnet);
    if (record) checkSubnet(state, router, record);
  }
  const owned = { device: router.id, deviceOwner: OWNER, groups: [], portSecurity: false };
  return state.ports.put({ ...port, ...owned, ...touched(state, port) });
}

/** The interface that is meant. @throws Fault 404 when the router has no such */
function interfaceOf(state: NetworkState, router: RouterRecord, given: Wanted): PortRecord {
  const own = interfacesOf(state, router);
  if (given.port_id !== undefined) {
    const port = own.find((each) => each.id === given.port_id);
    if (port) return port;
    const words = `Router ${router.id} does not have an interface with id ${given.port_id}`;
    throw fault(404, 'RouterInterfaceNotFound', words);
  }
  const port = own.find((each) => each.fixedIps.some((fixed) => fixed.subnet === given.subnet_id));
  if (port) return port;
  const words = `Router ${router.id} has no interface on subnet ${given.subnet_id}`;
  throw fault(404, 'RouterInterfaceNotFoundForSubnet', words);
}

/** @throws Fault 409 while a floating IP or a route leads through the interface */
function checkNotNeeded(state: NetworkState, router: RouterRecord, port: PortRecord): void {
  const subnets = port.fixedIps.map((fixed) => fixed.subnet);
  const through = state.floatingIps.where((floating) => floating.router === router.id);
  const leads = through.flatMap((floating) => state.ports.get(floating.port ?? '')?.fixedIps ?? []);
  const needed = leads.find((fixed) => subnets.includes(fixed.subnet));
  if (needed) {
    const words = `Router interface for subnet ${needed.subnet} on router ${router.id} cannot be deleted, as it is required by one or more floating IPs.`;
    throw fault(409, 'RouterInterfaceInUseByFloatingIP', words);
  }
}

/** Neutron asks for one of the two, and takes only one. @throws Fault 400 */
function checkWanted({ subnet_id, port_id }: Wanted, both: boolean): void {
  if (subnet_id === undefined && port_id === undefined) {
    throw badResource('router', 'Either subnet_id or port_id must be specified');
  }
  if (!both && subnet_id !== undefined && port_id !== undefined) {
    throw badResource('router', 'Cannot specify both subnet-id and port-id');
  }
}

/** @see https://docs.openstack.org/api-ref/network/v2/#add-interface-to-router */
export function routerInterfaces(state: NetworkState): Route[] {
  const resource = routerResource(state);
  const count = (router: RouterRecord): RouterRecord =>
    state.routers.put({ ...router, ...touched(state, router) });
  return [
    route({
      method: 'PUT',
      path: '/v2.0/routers/{id}/add_router_interface',
      docs: DOCS,
      input: wanted,
      run: (call) => {
        const router = foundOwn(resource, call.caller, call.param('id'), 'add_router_interface');
        const { subnet_id, port_id } = call.body;
        checkWanted(call.body, false);
        const port =
          port_id === undefined
            ? bySubnet(state, call.caller, router, subnet_id ?? '')
            : byPort(state, call.caller, router, port_id);
        return answer(count(router), port);
      },
    }),
    route({
      method: 'PUT',
      path: '/v2.0/routers/{id}/remove_router_interface',
      docs: DOCS,
      input: wanted,
      run: (call) => {
        const router = foundOwn(resource, call.caller, call.param('id'), 'remove_router_interface');
        checkWanted(call.body, true);
        const port = interfaceOf(state, router, call.body);
        checkNotNeeded(state, router, port);
        deletePort(state, port);
        return answer(count(router), port);
      },
    }),
  ];
}
