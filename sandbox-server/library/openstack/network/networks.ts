import { type Kind, type Readable, readable, type Writable, writable } from '../collection.ts';
import type { Service } from '../service.ts';
import { flag, list, object, optional, type Shape, text } from '../shape.ts';

/** A network: a wire of its own that only its ports hear. */
export interface Network {
  id: string;
  name: string;
  status: string;
  admin_state_up: boolean;
  /** Every project may use it. */
  shared: boolean;
  /** It leads out of the cloud: floating IPs come from such a network. */
  'router:external'?: boolean | undefined;
  /** Ids of its subnets. */
  subnets: string[];
  project_id?: string | undefined;
}

/** A network that is asked for. */
export interface NewNetwork {
  name: string;
  description?: string;
  admin_state_up?: boolean;
}

/** Your networks and the shared ones. API: https://docs.openstack.org/api-ref/network/v2/#networks */
export interface Networks extends Readable<Network>, Writable<Network, NewNetwork, Partial<NewNetwork>> {}

const network: Shape<Network> = object<Network>({
  id: text,
  name: text,
  status: text,
  admin_state_up: flag,
  shared: flag,
  'router:external': optional(flag),
  subnets: list(text),
  project_id: optional(text),
});

/** The networks of a network service. */
export function networks(service: Service): Networks {
  const kind: Kind<Network> = {
    service,
    path: '/networks',
    one: 'network',
    many: 'networks',
    label: (item) => item.name,
    filter: 'name',
    shape: network,
  };
  return { ...readable(kind), ...writable<Network, NewNetwork, Partial<NewNetwork>>(kind) };
}
