import {
  type Kind,
  type Readable,
  type Reference,
  readable,
  type Stoppable,
  type Writable,
  writable,
} from '../collection.ts';
import type { Service } from '../service.ts';
import { nullable, object, type Shape, text } from '../shape.ts';

/** An address on the outside network, lent to a port of yours. */
export interface FloatingIp {
  id: string;
  floating_ip_address: string;
  floating_network_id: string;
  /** `ACTIVE` when it leads to a port, `DOWN` when it does not. */
  status: string;
  /** The port that it leads to, or null. */
  port_id: string | null;
  /** The port's own address that it stands for, or null. */
  fixed_ip_address: string | null;
  router_id: string | null;
}

/** A floating IP that is asked for. */
export interface NewFloatingIp {
  /** The outside network whose range it is taken from. */
  floating_network_id: string;
  port_id?: string;
  description?: string;
}

/** What can be changed of a floating IP; a `port_id` of null makes it lead nowhere. */
export interface FloatingIpChange {
  port_id?: string | null;
  fixed_ip_address?: string;
  description?: string;
}

/** Your floating IPs; `find` takes the address. API: https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips */
export interface FloatingIps
  extends Readable<FloatingIp>,
    Writable<FloatingIp, NewFloatingIp, FloatingIpChange> {
  /** Makes it lead to a port. The port's subnet must be plugged into a router with a gateway to the outside. */
  associate(floatingIp: Reference, port: Reference, options?: Stoppable): Promise<FloatingIp>;
  /** Makes it lead nowhere; it stays yours. */
  dissociate(floatingIp: Reference, options?: Stoppable): Promise<FloatingIp>;
}

const floatingIp: Shape<FloatingIp> = object<FloatingIp>({
  id: text,
  floating_ip_address: text,
  floating_network_id: text,
  status: text,
  port_id: nullable(text),
  fixed_ip_address: nullable(text),
  router_id: nullable(text),
});

/** The floating IPs of a network service. */
export function floatingIps(service: Service): FloatingIps {
  const kind: Kind<FloatingIp> = {
    service,
    path: '/floatingips',
    one: 'floatingip',
    many: 'floatingips',
    label: (item) => item.floating_ip_address,
    filter: 'floating_ip_address',
    shape: floatingIp,
  };
  const write = writable<FloatingIp, NewFloatingIp, FloatingIpChange>(kind);
  return {
    ...readable(kind),
    ...write,
    associate: (it, port, options) =>
      write.update(it, { port_id: typeof port === 'string' ? port : port.id }, options),
    dissociate: (it, options) => write.update(it, { port_id: null }, options),
  };
}
