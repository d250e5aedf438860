import { parseCidr } from './addresses.ts';
import { fault } from './faults.ts';
import { protocolNumber, rangeMeaning } from './protocols.ts';
import type { RuleRecord } from './security-group-rules.ts';

type Checked = Pick<
  RuleRecord,
  'direction' | 'ethertype' | 'protocol' | 'portMin' | 'portMax' | 'remotePrefix' | 'remoteGroup'
>;

function checkIcmp({ portMin, portMax }: Checked): void {
  for (const [field, attribute, value] of [
    ['type', 'port_range_min', portMin],
    ['code', 'port_range_max', portMax],
  ] as const) {
    if (value !== null && value > 255) {
      const words = `Invalid value for ICMP ${field} (${attribute}) ${value}. It must be 0 to 255.`;
      throw fault(400, 'SecurityGroupInvalidIcmpValue', words);
    }
  }
  if (portMin === null && portMax !== null) {
    const words = `ICMP code (port-range-max) ${portMax} is provided but ICMP type (port-range-min) is missing.`;
    throw fault(400, 'SecurityGroupMissingIcmpType', words);
  }
}

function checkRange(rule: Checked): void {
  const { protocol, portMin, portMax } = rule;
  if (portMin === null && portMax === null) return;
  if (protocol === null) {
    const words = 'Must also specify protocol if port range is given.';
    throw fault(400, 'SecurityGroupProtocolRequiredWithPorts', words);
  }
  switch (rangeMeaning(protocol)) {
    case 'ports':
      if (portMin === 0 || portMax === 0)
        throw fault(400, 'SecurityGroupInvalidPortValue', 'Invalid value for port 0');
      if (portMin === null || portMax === null || portMin > portMax) {
        const words = 'For TCP/UDP protocols, port_range_min must be <= port_range_max';
        throw fault(400, 'SecurityGroupInvalidPortRange', words);
      }
      return;
    case 'icmp':
      checkIcmp(rule);
      return;
    case 'nothing': {
      const words = `Invalid protocol ${protocol} for port range, only supported for TCP, UDP, UDPLITE, SCTP and DCCP.`;
      throw fault(400, 'SecurityGroupInvalidProtocolForPort', words);
    }
  }
}

/** Refuses a rule whose parts do not fit together. @throws Fault 400 */
export function checkRule(rule: Checked): void {
  const { ethertype, protocol, remotePrefix, remoteGroup } = rule;
  if (remotePrefix !== null && remoteGroup !== null) {
    const words =
      'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.';
    throw fault(400, 'SecurityGroupMultipleRemoteEntites', words);
  }
  checkRange(rule);
  if (protocol !== null && protocolNumber(protocol) === 58 && ethertype === 'IPv4') {
    const words = `Invalid ethertype ${ethertype} for protocol ${protocol}.`;
    throw fault(400, 'SecurityGroupEthertypeConflictWithProtocol', words);
  }
  const version = remotePrefix === null ? undefined : parseCidr(remotePrefix)?.version;
  if (version !== undefined && `IPv${version}` !== ethertype) {
    const words = `Conflicting value ethertype ${ethertype} for CIDR ${remotePrefix}`;
    throw fault(400, 'SecurityGroupRuleParameterConflict', words);
  }
}

const numbered = (protocol: string | null): number | null =>
  protocol === null ? null : (protocolNumber(protocol) ?? null);

/** Whether two rules of a group say the same. */
export function sameRule(one: Checked, other: Checked): boolean {
  return (
    one.direction === other.direction &&
    one.ethertype === other.ethertype &&
    numbered(one.protocol) === numbered(other.protocol) &&
    one.portMin === other.portMin &&
    one.portMax === other.portMax &&
    one.remotePrefix === other.remotePrefix &&
    one.remoteGroup === other.remoteGroup
  );
}
