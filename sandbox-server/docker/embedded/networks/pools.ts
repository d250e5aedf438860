import ipaddr from 'ipaddr.js';
import { isInside, prefixLength } from '../../../machines/network/addresses.ts';

/** The ranges that the engine takes for networks of which nobody says theirs. */
export const defaultPools: readonly string[] = [
  ...Array.from({ length: 15 }, (_, index) => `172.${17 + index}.0.0/16`),
  ...Array.from({ length: 16 }, (_, index) => `192.168.${16 * index}.0/20`),
];

const numberOf = (address: string): number =>
  ipaddr.IPv4.parse(address).octets.reduce((sum, octet) => sum * 256 + octet, 0);

const addressOf = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** Whether two ranges have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [wide, narrow] = prefixLength(one) <= prefixLength(other) ? [one, other] : [other, one];
  return isInside(narrow.replace(/\/.*/, ''), wide);
}

/** The first address of a range that is free, after its own; undefined when all are taken. */
export function firstFree(range: string, taken: ReadonlySet<string>): string | undefined {
  const start = numberOf(range.replace(/\/.*/, ''));
  const size = 2 ** (32 - prefixLength(range));
  for (let offset = 1; offset < size - 1; offset += 1) {
    const address = addressOf(start + offset);
    if (!taken.has(address)) return address;
  }
  return undefined;
}

/** The hardware address that an engine gives to the card of an address. */
export function macOf(address: string): string {
  return `02:42:${ipaddr.IPv4.parse(address)
    .octets.map((octet) => octet.toString(16).padStart(2, '0'))
    .join(':')}`;
}
