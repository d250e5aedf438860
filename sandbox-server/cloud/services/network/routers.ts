import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import type { Route } from '../../route.ts';
import { cidr, flag, ipAddress, list, ownership, text, uuid } from './attributes.ts';
import { fault, routerNotFound } from './faults.ts';
import type { View } from './listing.ts';
import { checkQuota } from './quota-check.ts';
import { checkAdminAttributes, owns, projectOf, type Resource } from './resource.ts';
import { creatingRoute, readingRoutes, removingRoute, updatingRoute } from './resource-routes.ts';
import { changedGateway, clearGateway, type GatewayInput, setGateway } from './router-gateway.ts';
import { checkRoutes } from './router-routes.ts';
import { newStandard, standardRecord, standardView, touched } from './standard.ts';
import type { NetworkState } from './state.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#routers-routers';

// What comes in.

const gatewayInput = z
  .strictObject({
    network_id: uuid().optional(),
    enable_snat: flag().optional(),
    external_fixed_ips: list(
      z.strictObject({ subnet_id: uuid().optional(), ip_address: ipAddress().optional() }),
    ).optional(),
    qos_policy_id: z.null().optional(),
  })
  .nullable();
const settable = {
  name: text().optional(),
  description: text().optional(),
  admin_state_up: flag().optional(),
  external_gateway_info: gatewayInput.optional(),
  distributed: flag().optional(),
  ha: flag().optional(),
};
const createRouter = z.strictObject({
  ...settable,
  ...ownership,
  availability_zone_hints: list(text()).optional(),
  flavor_id: z.null().optional(),
});
const updateRouter = z.strictObject({
  ...settable,
  routes: list(z.strictObject({ destination: cidr(), nexthop: ipAddress() }))
    .nullable()
    .optional(),
});

// What we keep.

/** A router as it is kept. */
export const routerRecord = standardRecord.extend({
  up: z.boolean(),
  gateway: z
    .object({
      network: z.string(),
      /** The port that holds its address on the external network. */
      port: z.string(),
      sourceNat: z.boolean(),
    })
    .nullable(),
  routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
});
export type RouterRecord = z.infer<typeof routerRecord>;

// What goes out.

function gatewayView(state: NetworkState, { gateway }: RouterRecord): object | null {
  if (!gateway) return null;
  const fixed = state.ports.get(gateway.port)?.fixedIps ?? [];
  return {
    network_id: gateway.network,
    external_fixed_ips: fixed.map(({ subnet, address }) => ({ subnet_id: subnet, ip_address: address })),
    enable_snat: gateway.sourceNat,
  };
}

function view(state: NetworkState, record: RouterRecord, caller: Caller): View {
  return {
    ...standardView(record),
    admin_state_up: record.up,
    status: 'ACTIVE',
    external_gateway_info: gatewayView(state, record),
    availability_zones: [],
    availability_zone_hints: [],
    routes: record.routes,
    flavor_id: null,
    ...(caller.admin && { distributed: false, ha: false }),
  };
}

/** The routers of a cloud: own ones are seen. */
export function routerResource(state: NetworkState): Resource<RouterRecord> {
  return {
    single: 'router',
    plural: 'routers',
    path: 'routers',
    records: state.routers,
    visible: owns,
    view: (record, caller) => view(state, record, caller),
    missing: routerNotFound,
    docs: DOCS,
  };
}

// The calls.

function checkPolicy(caller: Caller, policy: string, given: z.infer<typeof updateRouter>): void {
  checkAdminAttributes(caller, policy, given, ['distributed', 'ha']);
  const gateway = given.external_gateway_info ?? {};
  const nested = {
    'external_gateway_info:enable_snat': gateway.enable_snat,
    'external_gateway_info:external_fixed_ips': gateway.external_fixed_ips,
  };
  checkAdminAttributes(caller, policy, nested, Object.keys(nested));
}

function makeRouter(
  state: NetworkState,
  caller: Caller,
  project: string,
  given: z.infer<typeof createRouter>,
): RouterRecord {
  checkQuota(state, 'router', project);
  const record: RouterRecord = {
    ...newStandard(state, { project, name: given.name ?? '', description: given.description ?? '' }),
    up: given.admin_state_up ?? true,
    gateway: null,
    routes: [],
  };
  const wanted: GatewayInput | null | undefined = given.external_gateway_info;
  const gateway = wanted?.network_id ? setGateway(state, caller, record, wanted) : null;
  return state.routers.put({ ...record, gateway });
}

function changedRouter(
  state: NetworkState,
  caller: Caller,
  record: RouterRecord,
  given: z.infer<typeof updateRouter>,
): RouterRecord {
  const routes = given.routes === undefined ? record.routes : (given.routes ?? []);
  checkRoutes(state, record, routes);
  const wanted = given.external_gateway_info;
  const gateway = wanted === undefined ? record.gateway : changedGateway(state, caller, record, wanted);
  return state.routers.put({
    ...record,
    name: given.name ?? record.name,
    description: given.description ?? record.description,
    up: given.admin_state_up ?? record.up,
    gateway,
    routes,
    ...touched(state, record),
  });
}

/** Takes a router away. @throws Fault 409 while it has interfaces */
function deleteRouter(state: NetworkState, record: RouterRecord): void {
  const interfaces = state.ports.where(
    (port) => port.device === record.id && port.deviceOwner === 'network:router_interface',
  );
  if (interfaces.length > 0) {
    const ids = interfaces.map((port) => port.id).sort();
    throw fault(409, 'RouterInUse', `Router ${record.id} has ports still attached: ${ids.join(', ')}`);
  }
  clearGateway(state, record);
  state.routers.remove(record.id);
}

/** @see https://docs.openstack.org/api-ref/network/v2/#routers-routers */
export function routers(state: NetworkState): Route[] {
  const resource = routerResource(state);
  return [
    ...readingRoutes(resource),
    creatingRoute(resource, createRouter, {
      make: (given, asking) => {
        checkPolicy(asking.caller, 'create_router', given);
        return makeRouter(state, asking.caller, projectOf(asking, given), given);
      },
      undo: (record) => deleteRouter(state, record),
    }),
    updatingRoute(resource, updateRouter, (record, given, { caller }) => {
      checkPolicy(caller, 'update_router', given);
      return changedRouter(state, caller, record, given);
    }),
    removingRoute(resource, (record) => deleteRouter(state, record)),
  ];
}
