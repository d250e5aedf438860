import type { Caller } from '../../caller.ts';
import { fault, forbidden } from './faults.ts';
import type { NetworkRecord } from './networks.ts';
import type { PortChange } from './ports.ts';
import { checkAdminAttributes, owns } from './resource.ts';
import type { NetworkState } from './state.ts';

const ADMIN_ATTRIBUTES = ['binding:host_id', 'binding:profile'];
/** What the owner of the network may say, and guests on it may not. */
const NETWORK_OWNER_ATTRIBUTES = [
  'mac_address',
  'fixed_ips',
  'port_security_enabled',
  'allowed_address_pairs',
];

/** Refuses what this caller may not say of a port. @throws Fault 403 */
export function checkPortPolicy(
  caller: Caller,
  policy: 'create_port' | 'update_port',
  network: NetworkRecord,
  given: PortChange,
): void {
  checkAdminAttributes(caller, policy, given, ADMIN_ATTRIBUTES);
  if (policy === 'update_port') checkAdminAttributes(caller, policy, given, ['mac_address']);
  if (!owns(network, caller)) checkAdminAttributes(caller, policy, given, NETWORK_OWNER_ATTRIBUTES);
  if (!caller.admin && given.device_owner?.startsWith('network:') && !owns(network, caller)) {
    throw forbidden(policy, 'device_owner');
  }
}

/** Refuses a port that would make itself an interface of another's router. @throws Fault 409 */
export function checkDevice(state: NetworkState, caller: Caller, given: PortChange): void {
  const router = given.device_id ? state.routers.get(given.device_id) : undefined;
  if (router && !owns(router, caller)) {
    const words = `The following device_id ${router.id} is not owned by your tenant or matches another tenants router.`;
    throw fault(409, 'DeviceIDNotOwnedByTenant', words);
  }
}
