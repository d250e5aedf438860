import {
  itemPath,
  type Kind,
  type Readable,
  type Reference,
  readable,
  type Stoppable,
  type Writable,
  writable,
} from '../collection.ts';
import type { Service } from '../service.ts';
import { flag, list, nullable, object, optional, parse, type Shape, text } from '../shape.ts';

/** A router's side to the outside. */
export interface ExternalGateway {
  network_id: string;
  enable_snat?: boolean | undefined;
  external_fixed_ips?: { ip_address: string; subnet_id: string }[] | undefined;
}

/** A router: joins networks, and joins them to the outside. */
export interface Router {
  id: string;
  name: string;
  status: string;
  admin_state_up: boolean;
  external_gateway_info: ExternalGateway | null;
}

/** A subnet (its gateway address is taken) or a port of your choice. */
export type RouterSide = { subnet_id: string } | { port_id: string };

/** Where a subnet is plugged into a router: the subnet, and the router's port on it. */
export interface RouterInterface {
  subnet_id: string;
  port_id: string;
}

/** A router that is asked for, or what is to be changed of one. */
export interface NewRouter {
  name?: string;
  admin_state_up?: boolean;
  external_gateway_info?: { network_id: string; enable_snat?: boolean } | null;
}

/** Your routers. API: https://docs.openstack.org/api-ref/network/v2/#routers-routers */
export interface Routers extends Readable<Router>, Writable<Router, NewRouter, NewRouter> {
  /** Plugs a subnet into the router. */
  addInterface(router: Reference, side: RouterSide, options?: Stoppable): Promise<RouterInterface>;
  /** Unplugs it. A router can be deleted when nothing is plugged in. */
  removeInterface(router: Reference, side: RouterSide, options?: Stoppable): Promise<RouterInterface>;
}

const externalGateway: Shape<ExternalGateway> = object<ExternalGateway>({
  network_id: text,
  enable_snat: optional(flag),
  external_fixed_ips: optional(
    list(object<{ ip_address: string; subnet_id: string }>({ ip_address: text, subnet_id: text })),
  ),
});

const router: Shape<Router> = object<Router>({
  id: text,
  name: text,
  status: text,
  admin_state_up: flag,
  external_gateway_info: nullable(externalGateway),
});

const routerInterface: Shape<RouterInterface> = object<RouterInterface>({ subnet_id: text, port_id: text });

/** The routers of a network service. */
export function routers(service: Service): Routers {
  const kind: Kind<Router> = {
    service,
    path: '/routers',
    one: 'router',
    many: 'routers',
    label: (item) => item.name,
    filter: 'name',
    shape: router,
  };
  const plug = async (verb: string, resource: Reference, body: RouterSide, { signal }: Stoppable = {}) => {
    const answer = await service.call('PUT', `${itemPath(kind, resource)}/${verb}`, { body, signal });
    return parse(routerInterface, answer, 'interface');
  };
  return {
    ...readable(kind),
    ...writable<Router, NewRouter, NewRouter>(kind),
    addInterface: (it, side, options) => plug('add_router_interface', it, side, options),
    removeInterface: (it, side, options) => plug('remove_router_interface', it, side, options),
  };
}
