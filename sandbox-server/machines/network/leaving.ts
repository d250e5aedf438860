import { isInside, isLinkLocal, isLoopback } from './addresses.ts';
import { atListener, deliver } from './deliver.ts';
import { atRouter, bestRoute } from './routing.ts';
import type { PortView, SubnetView } from './topology.ts';
import { type Ending, type Place, placeOf, placeOfPort, type Walk } from './walk.ts';

/** By which card, with which address, and through which gateway a packet leaves its machine. */
interface WayOut {
  readonly port: PortView;
  readonly address: string;
  readonly subnet: SubnetView;
  /** Null: the receiver is on the same subnet. */
  readonly nextHop: string | null;
}

/** From a machine: to itself, to a neighbour on the same subnet, or to a router. */
export const fromMachine = (walk: Walk, machine: string): Ending => {
  const { to } = walk.question;
  const host = walk.hosts.machine(machine);
  const place: Place = { at: 'machine', id: machine, name: host?.name ?? machine };
  const facts = { machine: place.name };
  const ports = walk.index.portsOf(machine);
  walk.source = ports[0]?.addresses[0]?.address ?? '0.0.0.0';
  if (!host?.up) return walk.unreachable(place, 'machine-off', facts, 'network');
  if (isLoopback(to) || isLinkLocal(to) || hasAddress(ports, to)) {
    walk.source = isLoopback(to) ? to : walk.source;
    walk.pass(place, 'loopback', facts);
    return atListener(walk, host, machine, to);
  }
  const links = linksOf(walk, ports);
  const [link] = links;
  if (!link) return walk.unreachable(place, 'no-card', facts, 'network');
  const way = wayOut(links, to);
  if (!way)
    return walk.unreachable(place, 'no-gateway', { ...facts, subnet: nameOf(link.subnet) }, 'network');
  return leave(walk, place, way);
};

const leave = (walk: Walk, place: Place, { port, address, subnet, nextHop }: WayOut): Ending => {
  const { to } = walk.question;
  walk.source = address;
  walk.sender = port;
  walk.pass(place, 'leaves', { machine: place.name, subnet: nameOf(subnet) });
  if (!port.up) return walk.drop(placeOfPort(port), 'card-off');
  const receiver = receiverOf(walk, port.network, to, nextHop);
  const dropped = walk.throughGroups(port, 'egress', to, receiver);
  if (dropped) return dropped;
  const network = walk.index.network(port.network);
  if (network && !network.up) {
    return walk.drop(placeOf('network', network), 'network-off', { network: network.name });
  }
  if (nextHop === null) return deliver(walk, port.network, to);
  const hop = walk.index.portAt(port.network, nextHop);
  const router = hop ? walk.index.router(hop.device) : undefined;
  if (router) return atRouter(walk, router);
  return walk.unreachable(
    { at: 'network', id: port.network, name: network?.name || port.network },
    'gateway-missing',
    { gateway: nextHop, subnet: nameOf(subnet) },
  );
};

/** Whose address it is that the packet is for: rules that let out to a group ask for it. */
const receiverOf = (walk: Walk, network: string, to: string, nextHop: string | null): PortView | null => {
  if (nextHop === null) return walk.index.portAt(network, to) ?? null;
  const router = walk.index.portAt(network, nextHop)?.device;
  const interfaces = router === undefined ? [] : walk.index.portsOf(router);
  return interfaces.map((port) => walk.index.portAt(port.network, to)).find(Boolean) ?? null;
};

const nameOf = (subnet: SubnetView): string => subnet.name || subnet.cidr;

const hasAddress = (ports: readonly PortView[], to: string): boolean =>
  ports.some((port) => port.addresses.some(({ address }) => address === to));

const linksOf = (walk: Walk, ports: readonly PortView[]): Omit<WayOut, 'nextHop'>[] =>
  ports.flatMap((port) =>
    port.addresses.flatMap(({ address, subnet: id }) => {
      const subnet = walk.index.subnet(id);
      return subnet ? [{ port, address, subnet }] : [];
    }),
  );

const wayOut = (links: readonly Omit<WayOut, 'nextHop'>[], to: string): WayOut | undefined => {
  const near = links.find(({ subnet }) => isInside(to, subnet.cidr));
  if (near) return { ...near, nextHop: null };
  for (const link of links) {
    const route = bestRoute(link.subnet.routes, to);
    if (route) return { ...link, nextHop: route.nextHop };
  }
  const sameFamily = links.find(
    ({ subnet }) => subnet.gateway !== null && subnet.gateway.includes(':') === to.includes(':'),
  );
  return sameFamily ? { ...sameFamily, nextHop: sameFamily.subnet.gateway } : undefined;
};
