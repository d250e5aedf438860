import { type Kind, type Readable, readable, type Writable, writable } from '../collection.ts';
import type { Service } from '../service.ts';
import { flag, list, nullable, number, object, optional, type Shape, text } from '../shape.ts';

/** A range of addresses on a network. */
export interface Subnet {
  id: string;
  name: string;
  network_id: string;
  ip_version: number;
  /** The range, `10.0.0.0/24`. */
  cidr: string;
  /** Where its machines send what is not for their own range, or null. */
  gateway_ip: string | null;
  enable_dhcp: boolean;
  /** The parts of the range that are handed out. */
  allocation_pools: { start: string; end: string }[];
  dns_nameservers?: string[] | undefined;
}

/** A subnet that is asked for; `cidr` is its range, `10.0.0.0/24`. */
export interface NewSubnet {
  network_id: string;
  ip_version: 4 | 6;
  cidr: string;
  name?: string;
  gateway_ip?: string | null;
  enable_dhcp?: boolean;
  dns_nameservers?: string[];
  allocation_pools?: { start: string; end: string }[];
}

/** What can be changed of a subnet. */
export interface SubnetChange {
  name?: string;
  gateway_ip?: string | null;
  enable_dhcp?: boolean;
  dns_nameservers?: string[];
}

/** Your subnets and the shared ones. API: https://docs.openstack.org/api-ref/network/v2/#subnets */
export interface Subnets extends Readable<Subnet>, Writable<Subnet, NewSubnet, SubnetChange> {}

const subnet: Shape<Subnet> = object<Subnet>({
  id: text,
  name: text,
  network_id: text,
  ip_version: number,
  cidr: text,
  gateway_ip: nullable(text),
  enable_dhcp: flag,
  allocation_pools: list(object<{ start: string; end: string }>({ start: text, end: text })),
  dns_nameservers: optional(list(text)),
});

/** The subnets of a network service. */
export function subnets(service: Service): Subnets {
  const kind: Kind<Subnet> = {
    service,
    path: '/subnets',
    one: 'subnet',
    many: 'subnets',
    label: (item) => item.name,
    filter: 'name',
    shape: subnet,
  };
  return { ...readable(kind), ...writable<Subnet, NewSubnet, SubnetChange>(kind) };
}
