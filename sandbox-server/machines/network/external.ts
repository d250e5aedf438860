import { isInside } from './addresses.ts';
import { deliver } from './deliver.ts';
import type { FloatingIpView } from './topology.ts';
import { type Ending, type Place, placeOf, type Walk } from './walk.ts';

const INTERNET: Place = { at: 'outside', id: null, name: 'internet' };

/** The packet is on an external network, or beyond: for a floating IP, a port there, or a host outside. */
export const onExternal = (walk: Walk, network: string): Ending => {
  const { index } = walk;
  const { to } = walk.question;
  const floating = index.floatingAt(to);
  if (floating?.network === network) return atFloatingIp(walk, floating);
  if (index.portAt(network, to)) return deliver(walk, network, to);
  if (index.subnetsOn(network).some((subnet) => isInside(to, subnet.cidr))) {
    const name = index.network(network)?.name ?? network;
    return walk.unreachable({ at: 'network', id: network, name }, 'nobody-there', { network: name });
  }
  return atOutside(walk);
};

/** A floating IP is the router's: it writes the port's own address in its place. */
const atFloatingIp = (walk: Walk, floating: FloatingIpView): Ending => {
  const place: Place = { at: 'floating-ip', id: floating.id, name: floating.address };
  const port = floating.port === null ? undefined : portOf(walk, floating.port, floating.fixedAddress);
  if (!port || floating.fixedAddress === null) return walk.unreachable(place, 'floating-free');
  const router = floating.router === null ? undefined : walk.index.router(floating.router);
  if (!router?.gateway) return walk.unreachable(place, 'floating-no-router');
  const name = router.name || router.id;
  if (!router.up) return walk.drop(placeOf('router', router), 'router-off', { router: name });
  walk.pass(place, 'floating-translates', {
    floating: floating.address,
    router: name,
    fixed: floating.fixedAddress,
  });
  walk.routed = true;
  return deliver(walk, port.network, floating.fixedAddress);
};

const portOf = (walk: Walk, id: string, fixedAddress: string | null) => {
  const port = walk.index.port(id);
  return port?.addresses.some(({ address }) => address === fixedAddress) ? port : undefined;
};

const atOutside = (walk: Walk): Ending => {
  const { to, port } = walk.question;
  const host = walk.hosts.outside(to);
  if (!host?.up) return walk.drop(INTERNET, 'outside-silent');
  const place: Place = { ...INTERNET, name: host.name };
  return port === null || host.listening(port).length > 0
    ? walk.reach(place, 'outside-answers', { host: host.name }, { outside: to })
    : walk.refuse(place, 'outside-refuses', { host: host.name });
};

/** From somewhere on the internet: to a floating IP, to what lies directly on an external network, or nowhere. */
export const fromOutside = (walk: Walk): Ending => {
  const { to } = walk.question;
  walk.pass(INTERNET, 'outside-sends');
  const floating = walk.index.floatingAt(to);
  if (floating) return atFloatingIp(walk, floating);
  const subnet = walk.index.externalSubnets().find(({ cidr }) => isInside(to, cidr));
  if (subnet) return onExternal(walk, subnet.network);
  return walk.hosts.outside(to)
    ? atOutside(walk)
    : walk.unreachable(INTERNET, 'outside-private', {}, 'network');
};
