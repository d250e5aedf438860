import { type Kind, type Readable, readable, type Writable, writable } from '../collection.ts';
import type { Service } from '../service.ts';
import { flag, list, object, optional, type Shape, text } from '../shape.ts';

/** A socket on a network: where a server's card, or a router, is plugged in. */
export interface Port {
  id: string;
  name: string;
  status: string;
  admin_state_up: boolean;
  network_id: string;
  mac_address: string;
  fixed_ips: { subnet_id: string; ip_address: string }[];
  /** Id of the server or router that it belongs to; empty when free. */
  device_id: string;
  /** What kind of thing that is: `compute:nova`, `network:router_interface` … */
  device_owner: string;
  /** Ids of the security groups that guard it. */
  security_groups?: string[] | undefined;
}

/** A port that is asked for; what is left out, the cloud chooses. */
export interface NewPort {
  network_id: string;
  name?: string;
  fixed_ips?: { subnet_id?: string; ip_address?: string }[];
  security_groups?: string[];
  admin_state_up?: boolean;
}

/** What can be changed of a port: all but its network. */
export type PortChange = Omit<NewPort, 'network_id'>;

/** The ports of your project. API: https://docs.openstack.org/api-ref/network/v2/#ports */
export interface Ports extends Readable<Port>, Writable<Port, NewPort, PortChange> {}

const port: Shape<Port> = object<Port>({
  id: text,
  name: text,
  status: text,
  admin_state_up: flag,
  network_id: text,
  mac_address: text,
  fixed_ips: list(object<{ subnet_id: string; ip_address: string }>({ subnet_id: text, ip_address: text })),
  device_id: text,
  device_owner: text,
  security_groups: optional(list(text)),
});

/** The ports of a network service. */
export function ports(service: Service): Ports {
  const kind: Kind<Port> = {
    service,
    path: '/ports',
    one: 'port',
    many: 'ports',
    label: (item) => item.name,
    filter: 'name',
    shape: port,
  };
  return { ...readable(kind), ...writable<Port, NewPort, PortChange>(kind) };
}
