import type {
  FloatingIpView,
  GroupView,
  PortView,
  RouterView,
  RuleView,
  SubnetView,
  Topology,
} from '../../sandbox-server/machines/network/topology.ts';

/** A rule that lets TCP in on a port from anywhere, unless told otherwise. */
export const rule = (given: Partial<RuleView> = {}): RuleView => ({
  id: 'rule',
  direction: 'ingress',
  family: 'IPv4',
  protocol: 'tcp',
  first: 80,
  last: 80,
  remotePrefix: null,
  remoteGroup: null,
  ...given,
});

/** Lets everything out. */
export const outward = rule({ id: 'out', direction: 'egress', protocol: null, first: null, last: null });

/** A security group of these rules. */
export const group = (id: string, ...rules: RuleView[]): GroupView => ({ id, name: id, project: 'p', rules });

/** The card of a server on the network `net`. */
export const card = (device: string, address: string, given: Partial<PortView> = {}): PortView => ({
  id: `port-${device}`,
  name: '',
  project: 'p',
  network: 'net',
  device,
  owner: 'compute:nova',
  addresses: [{ address, subnet: 'sub' }],
  groups: ['open'],
  secured: true,
  up: true,
  ...given,
});

/** An interface of the router `gate`. */
export const legOf = (router: string, network: string, subnet: string, address: string): PortView =>
  card(router, address, {
    id: `leg-${router}-${address}`,
    network,
    owner: 'network:router_interface',
    addresses: [{ address, subnet }],
    groups: [],
    secured: false,
  });

/** A floating IP that leads to a port of the fakes. */
export const floatingTo = (address: string, device: string, fixedAddress: string): FloatingIpView => ({
  id: `floating-${address}`,
  address,
  network: 'public',
  port: `port-${device}`,
  fixedAddress,
  router: 'gate',
});

/** The router between the private network of the fakes and the internet. */
export const gate: RouterView = {
  id: 'gate',
  name: 'gate',
  project: 'p',
  up: true,
  gateway: { network: 'public', addresses: ['203.0.113.2'], sourceNat: true },
  routes: [],
};

/** The subnet of the servers. */
export const privateSubnet: SubnetView = {
  id: 'sub',
  name: 'private-subnet',
  network: 'net',
  cidr: '10.0.0.0/24',
  gateway: '10.0.0.1',
  routes: [],
};

/**
 * Two servers, `app` 10.0.0.5 and `db` 10.0.0.6, on one subnet behind the router `gate`; `app` is known as
 * 203.0.113.10. The group `open` lets all out and TCP port 80 in.
 */
export const smallCloud = (given: Partial<Topology> = {}): Topology => ({
  networks: [
    { id: 'net', name: 'private', project: 'p', external: false, up: true },
    { id: 'public', name: 'public', project: 'admin', external: true, up: true },
  ],
  subnets: [
    {
      id: 'sub',
      name: 'private-subnet',
      network: 'net',
      cidr: '10.0.0.0/24',
      gateway: '10.0.0.1',
      routes: [],
    },
    { id: 'outer', name: '', network: 'public', cidr: '203.0.113.0/24', gateway: '203.0.113.1', routes: [] },
  ],
  ports: [card('app', '10.0.0.5'), card('db', '10.0.0.6'), legOf('gate', 'net', 'sub', '10.0.0.1')],
  routers: [gate],
  groups: [group('open', outward, rule())],
  floatingIps: [floatingTo('203.0.113.10', 'app', '10.0.0.5')],
  ...given,
});
