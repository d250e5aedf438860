import ipaddr from 'ipaddr.js';

/** The version of the Internet Protocol, as rules name it. */
export type Family = 'IPv4' | 'IPv6';

/** Whether the text is an IP address, of four numbers or of either IPv6 spelling. */
export const isAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);

/** The family of an address; undefined when the text is none. */
export const familyOf = (address: string): Family | undefined => {
  if (!isAddress(address)) return undefined;
  return address.includes(':') ? 'IPv6' : 'IPv4';
};

/** Whether the address lies in the network `cidr`; false for texts that are not what they should be. */
export const isInside = (address: string, cidr: string): boolean => {
  if (!isAddress(address) || !ipaddr.isValidCIDR(cidr)) return false;
  const parsed = ipaddr.parse(address);
  const [network, length] = ipaddr.parseCIDR(cidr);
  return parsed.kind() === network.kind() && parsed.match(network, length);
};

/** How many leading bits of `cidr` are fixed: of two routes to a place, the one with more is taken. */
export const prefixLength = (cidr: string): number => ipaddr.parseCIDR(cidr)[1];

/** Whether the address means the machine that says it. */
export const isLoopback = (address: string): boolean =>
  isInside(address, '127.0.0.0/8') || isInside(address, '::1/128');

/** Whether the address never leaves the machine's own link; the metadata service lives on one. */
export const isLinkLocal = (address: string): boolean => isInside(address, '169.254.0.0/16');
