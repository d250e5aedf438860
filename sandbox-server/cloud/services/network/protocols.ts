/**
 * The protocols that rules may name, by their numbers.
 * @see https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml
 */
const PROTOCOLS: Readonly<Record<string, number>> = {
  ah: 51,
  dccp: 33,
  egp: 8,
  esp: 50,
  gre: 47,
  hopopt: 0,
  icmp: 1,
  igmp: 2,
  ip: 0,
  ipip: 4,
  'ipv6-encap': 41,
  'ipv6-frag': 44,
  'ipv6-icmp': 58,
  icmpv6: 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  'ipv6-route': 43,
  ospf: 89,
  pgm: 113,
  rsvp: 46,
  sctp: 132,
  tcp: 6,
  udp: 17,
  udplite: 136,
  vrrp: 112,
};

/** As Neutron lists them in its refusal. */
export const PROTOCOL_NAMES = Object.keys(PROTOCOLS);

/** The number of a protocol, given as a name or a number; undefined when it is neither. */
export function protocolNumber(protocol: string): number | undefined {
  const number = /^\d{1,3}$/.test(protocol) ? Number(protocol) : PROTOCOLS[protocol];
  return number !== undefined && number <= 255 ? number : undefined;
}

const WITH_PORTS = [6, 17, 33, 132, 136];
const ICMP = [1, 58];

/** What the port range of a rule means for a protocol. */
export function rangeMeaning(protocol: string): 'ports' | 'icmp' | 'nothing' {
  const number = protocolNumber(protocol) ?? -1;
  if (WITH_PORTS.includes(number)) return 'ports';
  return ICMP.includes(number) ? 'icmp' : 'nothing';
}
