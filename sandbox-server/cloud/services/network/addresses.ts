import ipaddr from 'ipaddr.js';

/** The version of the Internet Protocol. */
export type IpVersion = 4 | 6;

/** An address as a number: what arithmetic is done with. */
export interface Address {
  version: IpVersion;
  value: bigint;
}

/** A network of addresses, from its network address to its last one. */
export interface Cidr {
  version: IpVersion;
  prefix: number;
  first: bigint;
  last: bigint;
}

const BITS: Record<IpVersion, number> = { 4: 32, 6: 128 };

/** An IPv4 address of four decimal numbers, or an IPv6 address; undefined when the text is neither. */
export function parseAddress(text: string): Address | undefined {
  const version = ipaddr.IPv4.isValidFourPartDecimal(text) ? 4 : 6;
  if (version === 6 && !ipaddr.IPv6.isValid(text)) {
    return undefined;
  }
  const bytes = ipaddr.parse(text).toByteArray();
  return { version, value: bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) };
}

/** The usual way to write an address; IPv6 shortened. */
export function formatAddress({ version, value }: Address): string {
  const bytes = Array.from({ length: BITS[version] / 8 }, (_, index) =>
    Number((value >> BigInt(BITS[version] - 8 * (index + 1))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

/** `10.0.0.0/24`, or a bare address, which is a network of one; undefined when the text is neither. */
export function parseCidr(text: string): Cidr | undefined {
  const [, head = '', tail] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(head);
  if (!address) {
    return undefined;
  }
  const bits = BITS[address.version];
  const prefix = tail === undefined ? bits : Number(tail);
  if (prefix > bits) {
    return undefined;
  }
  const size = 1n << BigInt(bits - prefix);
  const first = (address.value / size) * size;
  return { version: address.version, prefix, first, last: first + size - 1n };
}

/** The usual way to write a network: `10.0.0.0/24`. */
export function formatCidr({ version, prefix, first }: Cidr): string {
  return `${formatAddress({ version, value: first })}/${prefix}`;
}

/** Whether the address lies in the network. */
export function contains(cidr: Cidr, address: Address): boolean {
  return cidr.version === address.version && cidr.first <= address.value && address.value <= cidr.last;
}

/** Whether two networks have an address in common. */
export function overlap(one: Cidr, other: Cidr): boolean {
  return one.version === other.version && one.first <= other.last && other.first <= one.last;
}

/** The addresses that a server may have: in IPv4 neither the network's own nor the broadcast address. */
export function usable({ version, prefix, first, last }: Cidr): { first: bigint; last: bigint } {
  if (version === 4) {
    return prefix >= 31 ? { first, last } : { first: first + 1n, last: last - 1n };
  }
  return { first, last };
}
