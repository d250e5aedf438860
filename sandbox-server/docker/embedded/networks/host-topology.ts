import type {
  NetworkView,
  PortView,
  RouterView,
  SubnetView,
  Topology,
} from '../../../machines/network/topology.ts';
import type { NetworkRecord } from './network-record.ts';

/** The network by which the host reaches the world. */
const UPLINK = 'uplink';
const HOST_ADDRESS = '198.18.0.10';
const UPLINK_GATEWAY = '198.18.0.2';
const NO_CARD = { name: '', project: '', groups: [], secured: false, up: true };

/** A container's card, as the topology needs it. */
export interface Plug {
  readonly network: string;
  /** The machine's id on the virtual network. */
  readonly machine: string;
  readonly address: string;
  /** The names that neighbours know it by. */
  readonly names: readonly string[];
}

/**
 * The networks of an engine as the virtual network sees them: each bridge is a network with a router of its
 * own, which is the host, so that no way leads from one bridge to another, and all go out under its address.
 */
export function hostTopology(
  host: string,
  records: readonly NetworkRecord[],
  plugs: readonly Plug[],
): Topology {
  const bridges = records.filter(({ driver }) => driver === 'bridge');
  const uplink: NetworkView = { id: UPLINK, name: UPLINK, project: '', external: true, up: true };
  const outer: SubnetView = {
    id: UPLINK,
    name: UPLINK,
    network: UPLINK,
    cidr: '198.18.0.0/15',
    gateway: '198.18.0.1',
    routes: [],
  };
  const card: PortView = {
    ...NO_CARD,
    id: 'host',
    network: UPLINK,
    device: host,
    owner: '',
    addresses: [{ address: HOST_ADDRESS, subnet: UPLINK }],
  };
  return {
    networks: [
      uplink,
      ...bridges.map(({ id, name }) => ({ id, name, project: '', external: false, up: true })),
    ],
    subnets: [outer, ...bridges.flatMap((network) => subnetOf(network))],
    ports: [card, ...bridges.flatMap((network) => legsOf(host, network)), ...plugs.map(portOf)],
    routers: bridges.map((network) => routerOf(host, network)),
    groups: [],
    floatingIps: [],
  };
}

function subnetOf({ id, name, pool }: NetworkRecord): SubnetView[] {
  return pool ? [{ id, name, network: id, cidr: pool.Subnet, gateway: pool.Gateway, routes: [] }] : [];
}

/** The bridge's own address is the host's: a card to send from, and a leg to route by. */
function legsOf(host: string, { id, pool }: NetworkRecord): PortView[] {
  if (!pool) return [];
  const leg = { ...NO_CARD, network: id, addresses: [{ address: pool.Gateway, subnet: id }] };
  return [
    { ...leg, id: `bridge-${id}`, device: host, owner: '', names: [] },
    { ...leg, id: `leg-${id}`, device: id, owner: 'network:router_interface', names: [] },
  ];
}

function routerOf(host: string, { id, name, internal }: NetworkRecord): RouterView {
  const gateway = internal ? null : { network: UPLINK, addresses: [UPLINK_GATEWAY], sourceNat: true };
  return { id, name, project: '', up: true, gateway, routes: [], machine: host };
}

function portOf({ network, machine, address, names }: Plug): PortView {
  return {
    ...NO_CARD,
    id: `port-${network}-${machine}`,
    network,
    device: machine,
    owner: 'container',
    addresses: [{ address, subnet: network }],
    names,
  };
}
