import { type Address, contains, formatAddress, parseAddress, parseCidr, usable } from './addresses.ts';
import { fault, invalidInput, subnetNotFound } from './faults.ts';
import type { NetworkRecord } from './networks.ts';
import type { FixedIp } from './ports.ts';
import type { NetworkState } from './state.ts';
import type { SubnetRecord } from './subnets.ts';

/** Where a port wants its address: on a subnet, or exactly this one, or both. */
export interface WantedIp {
  subnet_id?: string | undefined;
  ip_address?: string | undefined;
}

/** What already is in use; a port that is being changed does not stand in its own way. */
export interface Taken {
  except?: string | undefined;
}

function takenOn(state: NetworkState, subnet: string, { except }: Taken): Set<string> {
  const ports = state.ports.where((port) => port.id !== except);
  const fixed = ports.flatMap((port) => port.fixedIps).filter((each) => each.subnet === subnet);
  return new Set(fixed.map((each) => each.address));
}

/** The first address of the pools that nobody has; undefined when all are taken. */
export function freeAddress(subnet: SubnetRecord, taken: Set<string>): string | undefined {
  for (const { start, end } of subnet.pools) {
    const first = parseAddress(start);
    const last = parseAddress(end);
    if (!first || !last) continue;
    for (let { value } = first; value <= last.value; value += 1n) {
      const address = formatAddress({ version: first.version, value });
      if (!taken.has(address)) return address;
    }
  }
  return undefined;
}

const isAutomatic = (subnet: SubnetRecord): boolean =>
  subnet.ipv6AddressMode === 'slaac' || subnet.ipv6AddressMode === 'dhcpv6-stateless';

/** The address that a card gives itself by its hardware address (RFC 4862, EUI-64). */
function automaticAddress(cidr: string, mac: string): string | undefined {
  const network = parseCidr(cidr);
  if (!network) return undefined;
  const bytes = mac.split(':').map((pair) => BigInt(`0x${pair}`));
  const [one = 0n, two = 0n, three = 0n, four = 0n, five = 0n, six = 0n] = bytes;
  const identifier = [one ^ 2n, two, three, 0xffn, 0xfen, four, five, six];
  const value = identifier.reduce((sum, byte) => (sum << 8n) | byte, 0n);
  return formatAddress({ version: 6, value: network.first | value });
}

function checkFits(subnet: SubnetRecord, address: string): Address {
  const parsed = parseAddress(address);
  const cidr = parseCidr(subnet.cidr);
  const range = cidr && usable(cidr);
  if (
    !parsed ||
    !cidr ||
    !range ||
    !contains(cidr, parsed) ||
    parsed.value < range.first ||
    parsed.value > range.last
  ) {
    const words = `IP address ${address} is not a valid IP for the specified subnet.`;
    throw fault(400, 'InvalidIpForSubnet', words);
  }
  return parsed;
}

function subnetHolding(subnets: readonly SubnetRecord[], address: string): SubnetRecord {
  const parsed = parseAddress(address);
  const holding = subnets.find((subnet) => {
    const cidr = parseCidr(subnet.cidr);
    return parsed && cidr && contains(cidr, parsed);
  });
  if (!holding) {
    const words = `IP address ${address} is not a valid IP for any of the subnets on the specified network.`;
    throw fault(400, 'InvalidIpForNetwork', words);
  }
  return holding;
}

const exhausted = (network: string) =>
  fault(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${network}.`);

/** Finds each wanted address. @throws Fault 400 for one that does not fit, 409 for one that is taken */
export function wantedAddresses(
  state: NetworkState,
  network: NetworkRecord,
  wanted: readonly WantedIp[],
  { mac, ...taken }: Taken & { mac: string },
): FixedIp[] {
  const subnets = state.subnets.where((subnet) => subnet.network === network.id);
  const chosen: FixedIp[] = [];
  for (const { subnet_id: id, ip_address: address } of wanted) {
    if (id === undefined && address === undefined)
      throw invalidInput('IP allocation requires subnet_id or ip_address');
    const subnet = id === undefined ? subnetHolding(subnets, address ?? '') : subnetOn(state, network, id);
    const used = takenOn(state, subnet.id, taken);
    for (const each of chosen) used.add(each.address);
    const free =
      address ?? (isAutomatic(subnet) ? automaticAddress(subnet.cidr, mac) : freeAddress(subnet, used));
    if (free === undefined) throw exhausted(network.id);
    const exact = formatAddress(checkFits(subnet, free));
    if (used.has(exact)) {
      const words = `IP address ${exact} already allocated in subnet ${subnet.id}`;
      throw fault(409, 'IpAddressAlreadyAllocated', words);
    }
    chosen.push({ subnet: subnet.id, address: exact });
  }
  return chosen;
}

function subnetOn(state: NetworkState, network: NetworkRecord, id: string): SubnetRecord {
  const subnet = state.subnets.get(id);
  if (!subnet) throw subnetNotFound(id);
  if (subnet.network !== network.id) {
    const words = `Failed to create port on network ${network.id}, because fixed_ips included invalid subnet ${id}`;
    throw invalidInput(words);
  }
  return subnet;
}

/**
 * An address on a network for a port that wants no certain one: an IPv4 one where there are such subnets,
 * and one on each subnet on which cards address themselves. @throws Fault 409 when none is left
 */
export function anyAddresses(state: NetworkState, network: NetworkRecord, mac: string): FixedIp[] {
  const subnets = state.subnets.where((subnet) => subnet.network === network.id);
  const chosen: FixedIp[] = [];
  for (const version of [4, 6]) {
    const candidates = subnets.filter((subnet) => subnet.ipVersion === version && !isAutomatic(subnet));
    if (candidates.length === 0) continue;
    const [first] = candidates.flatMap((subnet) => {
      const address = freeAddress(subnet, takenOn(state, subnet.id, {}));
      return address === undefined ? [] : [{ subnet: subnet.id, address }];
    });
    if (!first) throw exhausted(network.id);
    chosen.push(first);
  }
  for (const subnet of subnets.filter(isAutomatic)) {
    const address = automaticAddress(subnet.cidr, mac);
    if (address !== undefined) chosen.push({ subnet: subnet.id, address });
  }
  return chosen;
}

/** A hardware address that nobody on the network has. */
export function freeMac(state: NetworkState, network: string): string {
  const taken = new Set(state.ports.where((port) => port.network === network).map((port) => port.mac));
  for (;;) {
    const tail = [...state.ids.bytes(3)].map((byte) => byte.toString(16).padStart(2, '0'));
    const mac = `fa:16:3e:${tail.join(':')}`;
    if (!taken.has(mac)) return mac;
  }
}
