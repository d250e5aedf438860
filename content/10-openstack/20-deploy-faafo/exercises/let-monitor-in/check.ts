import { check } from 'check';
import { connect, type SecurityGroupRule } from 'openstack';

const { securityGroups } = (await connect()).network;

/** The rules of a group that speak of TCP port 9100, in or out. */
async function rulesFor9100(name: string): Promise<SecurityGroupRule[]> {
  const group = await securityGroups.find(name);
  if (!group) return [];
  const { security_group_rules: rules } = await securityGroups.get(group);
  return rules.filter(
    ({ protocol, port_range_min: from, port_range_max: to }) =>
      protocol === 'tcp' && from !== null && to !== null && from <= 9100 && 9100 <= to,
  );
}

const ofWorkers = await rulesFor9100('worker');
const incoming = ofWorkers.filter(({ direction }) => direction === 'ingress');
const elsewhere = await rulesFor9100('control');
const isMonitor = ({ remote_ip_prefix: prefix }: SecurityGroupRule) =>
  prefix === '198.51.100.7/32' || prefix === '198.51.100.7';

const open = await check('The group worker lets TCP in on port 9100.', () => {
  if (incoming.length > 0) return true;
  if (ofWorkers.length > 0) return 'Your rule is for egress, what goes out. What comes in is ingress.';
  if (elsewhere.length > 0) return 'Your rule is in the group control. The workers carry worker.';
  return 'Create a rule with `cloud.network.securityGroupRules.create`.';
});

if (open) {
  check(
    'The monitor, 198.51.100.7, may come in.',
    () =>
      incoming.some(
        (rule) => isMonitor(rule) || rule.remote_ip_prefix === '0.0.0.0/0' || !rule.remote_ip_prefix,
      ),
    'Name it in `remote_ip_prefix`: one address is `198.51.100.7/32`.',
  );
  check(
    'Nobody else may.',
    () => incoming.every(isMonitor),
    'A rule lets others in as well. Delete it, and name `198.51.100.7/32` in `remote_ip_prefix`.',
  );
}

check(
  'The group control is as it was.',
  () => elsewhere.length === 0,
  'It has a rule for port 9100, which nobody needs. Delete it.',
);
