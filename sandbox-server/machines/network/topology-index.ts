import type {
  FloatingIpView,
  GroupView,
  NetworkView,
  PortView,
  RouterView,
  SubnetView,
  Topology,
} from './topology.ts';

/** A topology, ready to be asked. */
export interface TopologyIndex {
  network(id: string): NetworkView | undefined;
  subnet(id: string): SubnetView | undefined;
  subnetsOn(network: string): readonly SubnetView[];
  /** The subnets of all external networks. */
  externalSubnets(): readonly SubnetView[];
  router(id: string): RouterView | undefined;
  group(id: string): GroupView | undefined;
  port(id: string): PortView | undefined;
  /** The cards of a server, the interfaces of a router. */
  portsOf(device: string): readonly PortView[];
  /** Who has an address on a network: the same address on another network is somebody else. */
  portAt(network: string, address: string): PortView | undefined;
  floatingAt(address: string): FloatingIpView | undefined;
  /** The floating IP under which a fixed address of a port is known on an external network. */
  floatingOf(port: string, fixedAddress: string, network: string): FloatingIpView | undefined;
}

const byId = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]));

const portsByAddress = (ports: readonly PortView[]): Map<string, PortView> =>
  new Map(
    ports.flatMap((port) =>
      port.addresses.map(({ address }) => [`${port.network} ${address}`, port] as const),
    ),
  );

const makeIndex = (topology: Topology): TopologyIndex => {
  const networks = byId(topology.networks);
  const subnets = byId(topology.subnets);
  const ports = byId(topology.ports);
  const external = topology.subnets.filter((subnet) => networks.get(subnet.network)?.external);
  const routers = byId(topology.routers);
  const groups = byId(topology.groups);
  const subnetsOn = Map.groupBy(topology.subnets, (subnet) => subnet.network);
  const portsOf = Map.groupBy(topology.ports, (port) => port.device);
  const portAt = portsByAddress(topology.ports);
  const floatingAt = new Map(topology.floatingIps.map((floating) => [floating.address, floating]));
  return {
    network: (id) => networks.get(id),
    subnet: (id) => subnets.get(id),
    subnetsOn: (network) => subnetsOn.get(network) ?? [],
    externalSubnets: () => external,
    router: (id) => routers.get(id),
    group: (id) => groups.get(id),
    port: (id) => ports.get(id),
    portsOf: (device) => portsOf.get(device) ?? [],
    portAt: (network, address) => portAt.get(`${network} ${address}`),
    floatingAt: (address) => floatingAt.get(address),
    floatingOf: (port, fixedAddress, network) =>
      topology.floatingIps.find(
        (floating) =>
          floating.port === port && floating.fixedAddress === fixedAddress && floating.network === network,
      ),
  };
};

const indexes = new WeakMap<Topology, TopologyIndex>();

/** The index of a topology; made once for each, as a topology never changes. */
export const indexOf = (topology: Topology): TopologyIndex => {
  const found = indexes.get(topology) ?? makeIndex(topology);
  indexes.set(topology, found);
  return found;
};
