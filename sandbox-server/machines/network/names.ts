import { isAddress } from './addresses.ts';
import { UnknownName } from './errors.ts';
import type { Hosts } from './hosts.ts';
import type { Topology } from './topology.ts';
import { indexOf } from './topology-index.ts';
import { trace } from './trace.ts';
import type { Origin } from './walk.ts';

/** The name server that the cloud's own forwards to, on the internet. */
export const RESOLVER_ADDRESS = '192.0.2.53';

/** The domain in which a network's own name server puts the servers. */
const INTERNAL_DOMAIN = 'openstacklocal';

/** What the name servers know. */
export interface Names {
  /** The machines that ever asked for an address, by their host names. */
  machinesNamed(hostname: string): readonly string[];
  /** The address of a host on the internet. */
  outsideNamed(name: string): string | undefined;
}

/**
 * The address that a name stands for, as seen from a machine or from the internet. The names of servers are
 * known on the networks that the asker shares with them; those of the internet where a way leads out to it.
 * @throws UnknownName when nobody within reach knows it.
 */
export const resolveName = (
  topology: Topology,
  hosts: Hosts,
  names: Names,
  from: Origin,
  name: string,
): string => {
  const plain = name.toLowerCase().replace(/\.$/, '');
  if (isAddress(plain)) return plain;
  if (plain === 'localhost') return '127.0.0.1';
  const inside = from === 'outside' ? undefined : neighbour(topology, names, from.machine, plain);
  if (inside !== undefined) return inside;
  const outside = names.outsideNamed(plain);
  if (outside === undefined || !resolverAnswers(topology, hosts, from)) throw new UnknownName(name);
  return outside;
};

const neighbour = (topology: Topology, names: Names, machine: string, name: string): string | undefined => {
  const hostname = name.endsWith(`.${INTERNAL_DOMAIN}`) ? name.slice(0, -INTERNAL_DOMAIN.length - 1) : name;
  const index = indexOf(topology);
  const networks = index.portsOf(machine).map((port) => port.network);
  const named = topology.ports.find((port) => networks.includes(port.network) && port.names?.includes(name));
  if (named) return named.addresses[0]?.address;
  return names
    .machinesNamed(hostname)
    .flatMap((id) => index.portsOf(id))
    .filter((port) => port.names === undefined && networks.includes(port.network))
    .flatMap((port) => port.addresses.map(({ address }) => address))[0];
};

/**
 * The floating IP of a server of that name in a project: a cloud with a name service publishes them
 * (https://docs.openstack.org/neutron/latest/admin/config-dns-int-ext-serv.html).
 */
export const publishedAddress = (
  { floatingIps, ports }: Topology,
  { machinesNamed }: Names,
  project: string,
  name: string,
): string | undefined => {
  const servers = machinesNamed(name.toLowerCase());
  const cards = ports.filter((port) => port.project === project && servers.includes(port.device));
  return floatingIps.find(({ port }) => cards.some(({ id }) => id === port))?.address;
};

const resolverAnswers = (topology: Topology, hosts: Hosts, from: Origin): boolean => {
  if (from === 'outside') return true;
  const question = { from, to: RESOLVER_ADDRESS, port: 53, protocol: 'udp' } as const;
  return trace(topology, hosts, question).ending.outcome === 'reached';
};
