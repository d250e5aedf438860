import { anyAddresses, freeMac, wantedAddresses } from './allocation.ts';
import { ensureDefaultGroup } from './default-group.ts';
import { fault, groupNotFound } from './faults.ts';
import { standIn } from './floating-association.ts';
import type { NetworkRecord } from './networks.ts';
import type { FixedIp, PortChange, PortInput, PortRecord } from './ports.ts';
import { checkQuota } from './quota-check.ts';
import { newStandard, touched } from './standard.ts';
import type { NetworkState } from './state.ts';

/** Refuses a card that another on the network has. @throws Fault 409 */
function checkMac(state: NetworkState, network: string, mac: string, except?: string): void {
  if (state.ports.find((port) => port.network === network && port.mac === mac && port.id !== except)) {
    const words = `Unable to complete operation for network ${network}. The mac address ${mac} is in use.`;
    throw fault(409, 'MacAddressInUse', words);
  }
}

function checkGroups(state: NetworkState, project: string, ids: readonly string[]): string[] {
  const missing = ids.filter((id) => state.groups.get(id)?.project !== project);
  if (missing.length > 0) throw groupNotFound(missing.join(', '));
  return [...new Set(ids)];
}

/** The groups of a new port: those it asks for, or the project's default one. */
function groupsFor(state: NetworkState, project: string, given: PortInput, secured: boolean): string[] {
  if (given.security_groups) {
    if (!secured && given.security_groups.length > 0) {
      const words =
        'Port security must be enabled and port must have an IP address in order to use security groups.';
      throw fault(400, 'PortSecurityAndIPRequiredForSecurityGroups', words);
    }
    return checkGroups(state, project, given.security_groups);
  }
  const trusted = given.device_owner?.startsWith('network:') ?? false;
  if (!secured || trusted || given.security_groups === null) return [];
  return [ensureDefaultGroup(state, project).id];
}

const pairsOf = (mac: string, given: NonNullable<PortChange['allowed_address_pairs']>) =>
  given.map((pair) => ({ ip_address: pair.ip_address, mac_address: pair.mac_address ?? mac }));

const optionsOf = (given: NonNullable<PortChange['extra_dhcp_opts']>) =>
  given.map((option) => ({
    opt_name: option.opt_name,
    opt_value: option.opt_value ?? null,
    ip_version: option.ip_version ?? 4,
  }));

/** Makes a port with a card and addresses of its own. @throws Fault 400, 404, 409 */
export function makePort(
  state: NetworkState,
  project: string,
  network: NetworkRecord,
  given: PortInput,
): PortRecord {
  checkQuota(state, 'port', project);
  const trusted = given.device_owner?.startsWith('network:') ?? false;
  const portSecurity = given.port_security_enabled ?? (network.portSecurity && !trusted);
  const groups = groupsFor(state, project, given, portSecurity);
  const mac = given.mac_address ?? freeMac(state, network.id);
  checkMac(state, network.id, mac);
  const fixedIps = given.fixed_ips
    ? wantedAddresses(state, network, given.fixed_ips, { mac })
    : anyAddresses(state, network, mac);
  return state.ports.put({
    ...newStandard(state, { project, name: given.name ?? '', description: given.description ?? '' }),
    network: network.id,
    mac,
    up: given.admin_state_up ?? true,
    device: given.device_id ?? '',
    deviceOwner: given.device_owner ?? '',
    host: given['binding:host_id'] ?? '',
    fixedIps,
    groups,
    portSecurity,
    addressPairs: pairsOf(mac, given.allowed_address_pairs ?? []),
    dhcpOptions: optionsOf(given.extra_dhcp_opts ?? []),
  });
}

function changedSecurity(state: NetworkState, record: PortRecord, given: PortChange) {
  const portSecurity = given.port_security_enabled ?? record.portSecurity;
  const groups =
    given.security_groups === undefined
      ? record.groups
      : checkGroups(state, record.project, given.security_groups ?? []);
  if (!portSecurity && groups.length > 0) {
    const words =
      'Port has security group associated. Cannot disable port security or IP address until security group is removed.';
    throw fault(409, 'PortSecurityPortHasSecurityGroup', words);
  }
  return { portSecurity, groups };
}

/** Changes a port. Floating IPs that led to an address it no longer has lead nowhere. @throws Fault */
export function changedPort(
  state: NetworkState,
  record: PortRecord,
  network: NetworkRecord,
  given: PortChange,
): PortRecord {
  const security = changedSecurity(state, record, given);
  const mac = given.mac_address ?? record.mac;
  checkMac(state, network.id, mac, record.id);
  const fixedIps: FixedIp[] = given.fixed_ips
    ? wantedAddresses(state, network, given.fixed_ips, { mac, except: record.id })
    : record.fixedIps;
  const kept = state.ports.put({
    ...record,
    ...security,
    name: given.name ?? record.name,
    description: given.description ?? record.description,
    up: given.admin_state_up ?? record.up,
    mac,
    fixedIps,
    device: given.device_id === undefined ? record.device : (given.device_id ?? ''),
    deviceOwner: given.device_owner === undefined ? record.deviceOwner : (given.device_owner ?? ''),
    host: given['binding:host_id'] === undefined ? record.host : (given['binding:host_id'] ?? ''),
    addressPairs: given.allowed_address_pairs
      ? pairsOf(mac, given.allowed_address_pairs)
      : record.addressPairs,
    dhcpOptions: given.extra_dhcp_opts ? optionsOf(given.extra_dhcp_opts) : record.dhcpOptions,
    ...touched(state, record),
  });
  releaseLost(state, kept);
  return kept;
}

function releaseLost(state: NetworkState, port: PortRecord): void {
  const addresses = port.fixedIps.map((fixed) => fixed.address);
  for (const floating of state.floatingIps.where((each) => each.port === port.id)) {
    if (!addresses.includes(floating.fixedAddress ?? '')) {
      state.floatingIps.put(standIn(state, floating));
    }
  }
}
