import { familyOf, isInside } from './addresses.ts';
import type { GroupView, PortView, RuleView } from './topology.ts';
import type { TopologyIndex } from './topology-index.ts';

/** The protocols that packets of this network have. */
export type Protocol = 'tcp' | 'udp' | 'icmp';

/** A packet that opens a conversation, as a security group looks at it. */
export interface Packet {
  readonly direction: 'ingress' | 'egress';
  readonly protocol: Protocol;
  /** The port it is for; null for a ping. */
  readonly port: number | null;
  /** The other end: who sends it when it comes in, whom it is for when it goes out. */
  readonly remote: string;
  /** The other end's own port, while its address is still its own: what makes it a member of a group. */
  readonly remotePort: PortView | null;
}

/** What the security groups of a port say to a packet. */
export type GroupVerdict =
  | { readonly passes: true; readonly why: 'no-security' }
  | { readonly passes: true; readonly why: 'rule'; readonly group: GroupView; readonly rule: RuleView }
  | { readonly passes: false; readonly why: 'no-rule'; readonly groups: readonly GroupView[] };

const NUMBERS: Record<Protocol, string> = { icmp: '1', tcp: '6', udp: '17' };
const ECHO_REQUEST = 8;

const protocolMatches = (rule: RuleView, packet: Packet): boolean =>
  rule.protocol === null ||
  ['any', 'ip', '0', packet.protocol, NUMBERS[packet.protocol]].includes(rule.protocol) ||
  (packet.protocol === 'icmp' &&
    rule.family === 'IPv6' &&
    ['icmpv6', 'ipv6-icmp', '58'].includes(rule.protocol));

const portMatches = (rule: RuleView, packet: Packet): boolean => {
  if (rule.first === null || rule.protocol === null) return true;
  if (packet.port === null) return rule.first === ECHO_REQUEST && (rule.last ?? 0) === 0;
  return rule.first <= packet.port && packet.port <= (rule.last ?? rule.first);
};

const remoteMatches = (rule: RuleView, packet: Packet): boolean => {
  if (rule.remoteGroup !== null) return packet.remotePort?.groups.includes(rule.remoteGroup) ?? false;
  return rule.remotePrefix === null || isInside(packet.remote, rule.remotePrefix);
};

/** Whether one rule lets the packet pass. */
const ruleAllows = (rule: RuleView, packet: Packet): boolean =>
  rule.direction === packet.direction &&
  rule.family === familyOf(packet.remote) &&
  protocolMatches(rule, packet) &&
  portMatches(rule, packet) &&
  remoteMatches(rule, packet);

/** Asks the groups of a port: one rule that allows the packet is enough, and without one it is dropped. */
export const askGroups = (index: TopologyIndex, port: PortView, packet: Packet): GroupVerdict => {
  if (!port.secured) return { passes: true, why: 'no-security' };
  const groups = port.groups.map((id) => index.group(id)).filter((group) => group !== undefined);
  for (const group of groups) {
    const rule = group.rules.find((candidate) => ruleAllows(candidate, packet));
    if (rule) return { passes: true, why: 'rule', group, rule };
  }
  return { passes: false, why: 'no-rule', groups };
};
