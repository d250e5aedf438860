import { isInside } from './addresses.ts';
import type { HostView } from './hosts.ts';
import type { PortView } from './topology.ts';
import { type Ending, type Place, placeOf, placeOfPort, type Walk } from './walk.ts';

const ALL = ['0.0.0.0', '::'];

/** The last hop: the packet is on the receiver's own network, and bears the receiver's own address. */
export const deliver = (walk: Walk, network: string, address: string): Ending => {
  const { index } = walk;
  const view = index.network(network);
  const where: Place = view ? placeOf('network', view) : { at: 'network', id: network, name: network };
  if (view && !view.up) return walk.drop(where, 'network-off', { network: where.name });
  const port = index.portAt(network, address);
  if (!port) return walk.unreachable(where, 'nobody-there', { network: where.name, to: address });
  if (port.owner.startsWith('network:router')) return atRouterItself(walk, port, address);
  return atMachine(walk, port, address);
};

/** A packet for one of a router's own addresses: it answers a ping, and has no services. */
const atRouterItself = (walk: Walk, port: PortView, address: string): Ending => {
  const router = walk.index.router(port.device);
  if (!router) return walk.unreachable(placeOfPort(port), 'no-machine', { to: address });
  const facts = { router: router.name || router.id, to: address };
  if (!router.up) return walk.drop(placeOf('router', router), 'router-off', facts);
  const host = router.machine === undefined ? undefined : walk.hosts.machine(router.machine);
  if (host && router.machine !== undefined) return atListener(walk, host, router.machine, address);
  return walk.question.port === null
    ? walk.reach(placeOf('router', router), 'router-answers', facts, { router: router.id })
    : walk.refuse(placeOf('router', router), 'router-refuses', facts);
};

const atMachine = (walk: Walk, port: PortView, address: string): Ending => {
  const host = port.device === '' ? undefined : walk.hosts.machine(port.device);
  if (!host) return walk.unreachable(placeOfPort(port), 'no-machine', { to: address });
  const place: Place = { at: 'machine', id: port.device, name: host.name };
  if (!host.up) return walk.unreachable(place, 'machine-off', { machine: host.name, to: address });
  if (!port.up) return walk.drop(placeOfPort(port), 'card-off', { from: address });
  const dropped = walk.throughGroups(port, 'ingress', walk.source, walk.sender);
  if (dropped) return dropped;
  return wayBack(walk, port, address, place) ?? atListener(walk, host, port.device, address);
};

/** A packet that came through a router is answered through one: the subnet needs a gateway for that. */
const wayBack = (walk: Walk, port: PortView, address: string, place: Place): Ending | undefined => {
  const subnetId = port.addresses.find((fixed) => fixed.address === address)?.subnet;
  const subnet = subnetId === undefined ? undefined : walk.index.subnet(subnetId);
  if (!walk.routed || !subnet || subnet.gateway !== null) return undefined;
  if (subnet.routes.some((route) => isInside(walk.source, route.destination))) return undefined;
  const facts = { subnet: subnet.name || subnet.cidr, machine: place.name, remote: walk.source };
  return walk.drop(place, 'no-way-back', facts);
};

/** At the machine itself, by its own address or by the loopback: does anybody listen? */
export const atListener = (walk: Walk, host: HostView, machine: string, address: string): Ending => {
  const { port } = walk.question;
  const place: Place = { at: 'listener', id: machine, name: host.name };
  const facts = { machine: host.name, to: address };
  const arrival = { machine, address };
  if (port === null) return walk.reach({ ...place, at: 'machine' }, 'pong', facts, arrival);
  const listening = host.listening(port);
  if (listening.some((listener) => listener === address || ALL.includes(listener))) {
    return walk.reach(place, 'listens', facts, arrival);
  }
  const [elsewhere] = listening;
  return elsewhere === undefined
    ? walk.refuse(place, 'nobody-listens', facts)
    : walk.refuse(place, 'listens-elsewhere', { ...facts, listener: elsewhere });
};
