/**
 * What the virtual network has to know of the cloud, and nothing more: who is plugged into what, and what may
 * pass. The cloud's network service gives it as plain data; the virtual network never writes it.
 */
export interface Topology {
  readonly networks: readonly NetworkView[];
  readonly subnets: readonly SubnetView[];
  readonly ports: readonly PortView[];
  readonly routers: readonly RouterView[];
  readonly groups: readonly GroupView[];
  readonly floatingIps: readonly FloatingIpView[];
}

/** Gives the topology as it is now: the very same object for as long as nothing has changed. */
export type TopologySource = () => Topology;

/** A network. */
export interface NetworkView {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  /** Floating IPs and the gateways of routers live on external networks. */
  readonly external: boolean;
  readonly up: boolean;
}

/** A range of addresses on a network, `cidr`, and its way out. */
export interface SubnetView {
  readonly id: string;
  readonly name: string;
  readonly network: string;
  readonly cidr: string;
  readonly gateway: string | null;
  /** Routes that DHCP hands to the servers, beside the default one. */
  readonly routes: readonly RouteView[];
}

/** What is for `destination`, a range of addresses, goes to the address `nextHop`. */
export interface RouteView {
  readonly destination: string;
  readonly nextHop: string;
}

/** Where a server, or a router, is plugged into a network. */
export interface PortView {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly network: string;
  /** The server or router that the port belongs to; empty while nobody has it. */
  readonly device: string;
  /** `compute:nova`, `network:router_interface`, `network:router_gateway`, …; empty while nobody has it. */
  readonly owner: string;
  readonly addresses: readonly { readonly address: string; readonly subnet: string }[];
  readonly groups: readonly string[];
  /** False: security groups do not apply to this port. */
  readonly secured: boolean;
  readonly up: boolean;
  /** The names that neighbours on the network know it by; its device's host name when not given. */
  readonly names?: readonly string[];
}

/** A router; its interfaces are the ports that have it as their device. */
export interface RouterView {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly up: boolean;
  readonly gateway: RouterGatewayView | null;
  readonly routes: readonly RouteView[];
  /** The machine that it is, where a machine routes for others: then its addresses have that one's services. */
  readonly machine?: string;
}

/** A router's side to an external network. */
export interface RouterGatewayView {
  readonly network: string;
  readonly addresses: readonly string[];
  /** Whether servers without a floating IP leave under the router's own address. */
  readonly sourceNat: boolean;
}

/** A security group with its rules. */
export interface GroupView {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly rules: readonly RuleView[];
}

/** What one rule of a security group lets pass; null: anything. */
export interface RuleView {
  readonly id: string;
  readonly direction: 'ingress' | 'egress';
  readonly family: 'IPv4' | 'IPv6';
  /** A name or a number as text; null: any. */
  readonly protocol: string | null;
  /** First and last port; for ICMP the type and the code. */
  readonly first: number | null;
  readonly last: number | null;
  readonly remotePrefix: string | null;
  readonly remoteGroup: string | null;
}

/** A floating IP, and the port and address that it leads to; null while it leads nowhere. */
export interface FloatingIpView {
  readonly id: string;
  readonly address: string;
  readonly network: string;
  readonly port: string | null;
  readonly fixedAddress: string | null;
  readonly router: string | null;
}
