import {
  type Cidr,
  contains,
  formatAddress,
  type IpVersion,
  overlap,
  parseAddress,
  parseCidr,
  usable,
} from './addresses.ts';
import { fault, invalidInput } from './faults.ts';
import type { NetworkState } from './state.ts';

/** A range of addresses to give out, both ends included. */
export interface Pool {
  start: string;
  end: string;
}

function parsed(cidr: string): Cidr {
  const result = parseCidr(cidr);
  if (!result) throw invalidInput(`${cidr} is not in a CIDR format`);
  return result;
}

/** The version that a subnet says, checked against its addresses. @throws Fault 400 */
export function versionOf(given: number, cidr: string): IpVersion {
  const { version } = parsed(cidr);
  if (given !== version) throw invalidInput(`cidr '${cidr}' does not match the ip_version '${given}'`);
  return version;
}

/** Refuses a subnet that has addresses of another on the same network. @throws Fault 400 */
export function checkOverlap(state: NetworkState, network: string, cidr: string): void {
  const wanted = parsed(cidr);
  const others = state.subnets.where((subnet) => subnet.network === network);
  if (others.some((subnet) => overlap(parsed(subnet.cidr), wanted))) {
    throw invalidInput(
      `Requested subnet with cidr: ${cidr} for network: ${network} overlaps with another subnet`,
    );
  }
}

/** The first usable address. */
export function defaultGateway(cidr: string): string {
  const range = parsed(cidr);
  return formatAddress({ version: range.version, value: usable(range).first });
}

/** All usable addresses but the gateway. */
export function defaultPools(cidr: string, gateway: string | null): Pool[] {
  const range = parsed(cidr);
  const { first, last } = usable(range);
  const written = (value: bigint): string => formatAddress({ version: range.version, value });
  const address = gateway === null ? undefined : parseAddress(gateway);
  const inside = address && contains(range, address) ? address.value : undefined;
  const parts =
    inside === undefined
      ? [{ first, last }]
      : [
          { first, last: inside - 1n },
          { first: inside + 1n, last },
        ];
  return parts
    .filter((part) => part.first <= part.last)
    .map((part) => ({ start: written(part.first), end: written(part.last) }));
}

/** A gateway on the subnet itself must be an address that a machine can have. @throws Fault 400 */
export function checkGateway(cidr: string, gateway: string | null): void {
  const range = parsed(cidr);
  const address = gateway === null ? undefined : parseAddress(gateway);
  if (!address || !contains(range, address)) return;
  const { first, last } = usable(range);
  if (address.value < first || address.value > last) throw invalidInput('Gateway is not valid on subnet');
}

interface Range extends Pool {
  first: bigint;
  last: bigint;
}

function rangeOf({ start, end }: Pool, cidr: Cidr): Range {
  const first = parseAddress(start);
  const last = parseAddress(end);
  const shown = `${start}-${end}`;
  if (
    !first ||
    !last ||
    first.version !== cidr.version ||
    first.version !== last.version ||
    first.value > last.value
  ) {
    throw fault(400, 'InvalidAllocationPool', `The allocation pool ${shown} is not valid.`);
  }
  if (!contains(cidr, first) || !contains(cidr, last)) {
    const written = `${formatAddress({ version: cidr.version, value: cidr.first })}/${cidr.prefix}`;
    const words = `The allocation pool ${shown} spans beyond the subnet cidr ${written}.`;
    throw fault(400, 'OutOfBoundsAllocationPool', words);
  }
  return { start, end, first: first.value, last: last.value };
}

/** Refuses pools outside the subnet, on each other, or over the gateway. @throws Fault 400, 409 */
export function checkPools(cidr: string, pools: readonly Pool[], gateway: string | null): void {
  const ranges = pools.map((pool) => rangeOf(pool, parsed(cidr)));
  for (const [index, one] of ranges.entries()) {
    const other = ranges.slice(index + 1).find((each) => one.first <= each.last && each.first <= one.last);
    if (other) {
      const both = `${one.start}-${one.end} ${other.start}-${other.end}`;
      const words = `Found overlapping allocation pools: ${both} for subnet ${cidr}.`;
      throw fault(409, 'OverlappingAllocationPools', words);
    }
  }
  const address = gateway === null ? undefined : parseAddress(gateway);
  const hit = address && ranges.find((range) => range.first <= address.value && address.value <= range.last);
  if (hit) {
    const words = `Gateway ip ${gateway} conflicts with allocation pool ${hit.start}-${hit.end}.`;
    throw fault(409, 'GatewayConflictWithAllocationPools', words);
  }
}
