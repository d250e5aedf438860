import type { Caller } from '../../caller.ts';
import type { WantedIp } from './allocation.ts';
import { badResource, fault } from './faults.ts';
import { networkResource } from './networks.ts';
import { makePort } from './port-changes.ts';
import { found } from './resource.ts';
import type { RouterRecord } from './routers.ts';
import type { NetworkState } from './state.ts';

/** What a router's way out should be. */
export interface GatewayInput {
  network_id?: string | undefined;
  enable_snat?: boolean | undefined;
  external_fixed_ips?: WantedIp[] | undefined;
}

type Gateway = NonNullable<RouterRecord['gateway']>;

/** Gives a router an address on an external network. @throws Fault 400, 404, 409 */
export function setGateway(
  state: NetworkState,
  caller: Caller,
  router: RouterRecord,
  wanted: GatewayInput,
): Gateway {
  const network = found(networkResource(state), caller, wanted.network_id ?? '');
  if (!network.external) throw badResource('router', `Network ${network.id} is not an external network`);
  const port = makePort(state, '', network, {
    network_id: network.id,
    device_id: router.id,
    device_owner: 'network:router_gateway',
    ...(wanted.external_fixed_ips && { fixed_ips: wanted.external_fixed_ips }),
  });
  return { network: network.id, port: port.id, sourceNat: wanted.enable_snat ?? true };
}

/** Takes the router's address on the external network away. */
export function clearGateway(state: NetworkState, { gateway }: RouterRecord): void {
  if (gateway) state.ports.remove(gateway.port);
}

/** @throws Fault 409 while floating IPs lead through the gateway */
function checkNotNeeded(state: NetworkState, { id, gateway }: RouterRecord): void {
  if (gateway && state.floatingIps.find((floating) => floating.router === id)) {
    const words = `Gateway cannot be updated for router ${id}, since a gateway to external network ${gateway.network} is required by one or more floating IPs.`;
    throw fault(409, 'RouterExternalGatewayInUseByFloatingIp', words);
  }
}

/** The gateway after a change: none for null or `{}`, the old one when its network stays. @throws Fault */
export function changedGateway(
  state: NetworkState,
  caller: Caller,
  router: RouterRecord,
  wanted: GatewayInput | null,
): Gateway | null {
  const { gateway } = router;
  if (gateway && wanted?.network_id === gateway.network && !wanted.external_fixed_ips) {
    return { ...gateway, sourceNat: wanted.enable_snat ?? gateway.sourceNat };
  }
  checkNotNeeded(state, router);
  const next = wanted?.network_id ? setGateway(state, caller, router, wanted) : null;
  clearGateway(state, router);
  return next;
}
