import { badResource, fault } from './faults.ts';
import type { FloatingIpRecord } from './floating-ips.ts';
import type { FixedIp, PortRecord } from './ports.ts';
import { touched } from './standard.ts';
import type { NetworkState } from './state.ts';

/** What a floating IP leads to. */
export type Association = Pick<FloatingIpRecord, 'port' | 'fixedAddress' | 'router'>;

/** The same floating IP, leading nowhere. */
export function standIn(state: NetworkState, floating: FloatingIpRecord): FloatingIpRecord {
  return { ...floating, port: null, fixedAddress: null, router: null, ...touched(state, floating) };
}

/** The fixed address that is meant: the one that is named, or the port's only one. @throws Fault 400 */
function fixedIpOf(port: PortRecord, named: string | null | undefined): FixedIp {
  const candidates = port.fixedIps.filter((fixed) => !fixed.address.includes(':'));
  if (named) {
    const found = candidates.find((fixed) => fixed.address === named);
    if (!found) throw badResource('floatingip', `Port ${port.id} does not have fixed ip ${named}`);
    return found;
  }
  const [first, second] = candidates;
  if (!first) {
    const words = `Cannot add floating IP to port ${port.id} that has no fixed IPv4 addresses`;
    throw badResource('floatingip', words);
  }
  if (second) {
    const words = `Port ${port.id} has multiple fixed IPv4 addresses.  Must provide a specific IPv4 address when assigning a floating IP`;
    throw badResource('floatingip', words);
  }
  return first;
}

/** The router that has the subnet on one side and the external network on the other. @throws Fault 404 */
function routerBetween(state: NetworkState, external: string, port: PortRecord, subnet: string): string {
  const interfaces = state.ports.where(
    (each) =>
      each.deviceOwner === 'network:router_interface' &&
      each.fixedIps.some((fixed) => fixed.subnet === subnet),
  );
  const router = interfaces
    .map((each) => state.routers.get(each.device))
    .find((each) => each?.gateway?.network === external);
  if (!router) {
    const words = `External network ${external} is not reachable from subnet ${subnet}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`;
    throw fault(404, 'ExternalGatewayForFloatingIPNotFound', words);
  }
  return router.id;
}

/** Leads a floating IP to a port. @throws Fault 400 for an unfit port, 404 without a router, 409 when taken */
export function associate(
  state: NetworkState,
  floating: Pick<FloatingIpRecord, 'id' | 'address' | 'network'>,
  port: PortRecord,
  named?: string | null,
): Association {
  const fixed = fixedIpOf(port, named);
  const router = routerBetween(state, floating.network, port, fixed.subnet);
  const other = state.floatingIps.find(
    (each) =>
      each.id !== floating.id &&
      each.port === port.id &&
      each.fixedAddress === fixed.address &&
      each.network === floating.network,
  );
  if (other) {
    const words = `Cannot associate floating IP ${floating.address} (${floating.id}) with port ${port.id} using fixed IP ${fixed.address}, as that fixed IP already has a floating IP on external network ${floating.network}.`;
    throw fault(409, 'FloatingIPPortAlreadyAssociated', words);
  }
  return { port: port.id, fixedAddress: fixed.address, router };
}
