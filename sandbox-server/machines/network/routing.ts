import { isInside, prefixLength } from './addresses.ts';
import { deliver } from './deliver.ts';
import { onExternal } from './external.ts';
import type { PortView, RouterGatewayView, RouterView, RouteView, SubnetView } from './topology.ts';
import { type Ending, type Place, placeOf, placeOfPort, type Walk } from './walk.ts';

const MAX_ROUTERS = 16;

/** Of the routes that lead to `address`, the narrowest. */
export const bestRoute = (routes: readonly RouteView[], address: string): RouteView | undefined =>
  routes
    .filter(({ destination }) => isInside(address, destination))
    .toSorted((one, other) => prefixLength(other.destination) - prefixLength(one.destination))[0];

/** A router decides: one of its own subnets, one of its routes, or out by its gateway. */
export const atRouter = (walk: Walk, router: RouterView, hops = 1): Ending => {
  const { to } = walk.question;
  const place = placeOf('router', router);
  const facts = { router: place.name };
  if (!router.up) return walk.drop(place, 'router-off', facts);
  if (hops > MAX_ROUTERS) return walk.drop(place, 'router-loop', { hops: `${MAX_ROUTERS}` });
  walk.routed = true;
  const interfaces = walk.index
    .portsOf(router.id)
    .filter((port) => port.owner.startsWith('network:router_interface'));
  const own = subnetsOf(walk, interfaces).find((subnet) => isInside(to, subnet.cidr));
  if (own) {
    walk.pass(place, 'router-forwards', { ...facts, subnet: own.name || own.cidr });
    return deliver(walk, own.network, to);
  }
  const route = bestRoute(router.routes, to);
  if (route) return byRoute(walk, router, interfaces, route, hops);
  if (router.gateway) return byGateway(walk, router, router.gateway);
  return walk.unreachable(place, 'router-no-gateway', facts, 'network');
};

const subnetsOf = (walk: Walk, ports: readonly PortView[]): SubnetView[] =>
  ports
    .flatMap((port) => port.addresses.map(({ subnet }) => walk.index.subnet(subnet)))
    .filter((subnet) => subnet !== undefined);

const byRoute = (
  walk: Walk,
  router: RouterView,
  interfaces: readonly PortView[],
  route: RouteView,
  hops: number,
): Ending => {
  const place = placeOf('router', router);
  walk.pass(place, 'router-route', { router: place.name, ...route });
  const next = interfaces.map((port) => walk.index.portAt(port.network, route.nextHop)).find(Boolean);
  if (!next) return walk.unreachable(place, 'nobody-there', { network: place.name, to: route.nextHop });
  const nextRouter = walk.index.router(next.device);
  if (nextRouter) return atRouter(walk, nextRouter, hops + 1);
  return walk.drop(placeOfPort(next), 'not-a-router', { nextHop: route.nextHop });
};

/** Out to the external network: under the sender's floating IP, or else under the router's own address. */
const byGateway = (walk: Walk, router: RouterView, gateway: RouterGatewayView): Ending => {
  const place: Place = placeOf('router', router);
  const { sender, source } = walk;
  const floating = sender ? walk.index.floatingOf(sender.id, source, gateway.network) : undefined;
  const seen = floating?.address ?? (gateway.sourceNat ? gateway.addresses[0] : undefined);
  if (seen === undefined) return walk.drop(place, 'router-keeps-address', { router: place.name });
  const network = walk.index.network(gateway.network);
  walk.pass(place, 'router-translates', {
    router: place.name,
    network: network?.name ?? gateway.network,
    seen,
  });
  walk.source = seen;
  walk.sender = null;
  return onExternal(walk, gateway.network);
};
