import { contains, parseAddress, parseCidr } from './addresses.ts';
import { fault } from './faults.ts';
import type { RouterRecord } from './routers.ts';
import type { NetworkState } from './state.ts';

interface ExtraRoute {
  destination: string;
  nexthop: string;
}

/** Refuses routes by a next hop that no interface of the router can see. @throws Fault 400 */
export function checkRoutes(state: NetworkState, router: RouterRecord, routes: readonly ExtraRoute[]): void {
  const fixed = state.ports.where((port) => port.device === router.id).flatMap((port) => port.fixedIps);
  const near = fixed.flatMap(({ subnet }) => {
    const cidr = parseCidr(state.subnets.get(subnet)?.cidr ?? '');
    return cidr ? [cidr] : [];
  });
  for (const { destination, nexthop } of routes) {
    const address = parseAddress(nexthop);
    const written = `{'destination': '${destination}', 'nexthop': '${nexthop}'}`;
    if (!address || !near.some((cidr) => contains(cidr, address))) {
      throw invalidRoutes(written, 'the nexthop is not connected with router');
    }
    if (fixed.some((own) => own.address === nexthop)) {
      throw invalidRoutes(written, 'the nexthop is used by router');
    }
  }
}

const invalidRoutes = (routes: string, reason: string) =>
  fault(400, 'InvalidRoutes', `Invalid format for routes: ${routes}, ${reason}`);
