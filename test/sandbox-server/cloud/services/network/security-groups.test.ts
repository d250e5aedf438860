import { describe, expect, it } from 'vitest';
import { neutronError, openNetworkCloud } from '../../../../fakes/network-cloud.ts';

const withGroup = async () => {
  const parts = await openNetworkCloud();
  return { ...parts, group: await parts.ana.make('security-groups', 'security_group', { name: 'web' }) };
};
const tcp80 = {
  direction: 'ingress',
  ethertype: 'IPv4',
  protocol: 'tcp',
  port_range_min: 80,
  port_range_max: 80,
  remote_ip_prefix: '0.0.0.0/0',
};

describe('security groups', () => {
  it('begin with one called default, into which its members come and out of which all go', async () => {
    const { ana } = await openNetworkCloud();
    const { body } = await ana.ask('GET', 'security-groups');
    const [group, ...others] = Object(body).security_groups;
    expect(others).toEqual([]);
    expect(group).toMatchObject({ name: 'default', description: 'Default security group', stateful: true });
    const rules: string[] = group.security_group_rules.map((rule: Record<string, string>) =>
      [rule.direction, rule.ethertype, rule.remote_group_id === group.id].join(' '),
    );
    expect(rules.toSorted()).toEqual([
      'egress IPv4 false',
      'egress IPv6 false',
      'ingress IPv4 true',
      'ingress IPv6 true',
    ]);
  });

  it('let others out, and nobody in', async () => {
    const { group } = await withGroup();
    expect(Object(group).security_group_rules).toMatchObject([
      { direction: 'egress' },
      { direction: 'egress' },
    ]);
  });

  it('keep the default one', async () => {
    const { ana } = await openNetworkCloud();
    const { body } = await ana.ask('GET', 'security-groups');
    const [group] = Object(body).security_groups;
    expect(await ana.ask('DELETE', `security-groups/${group.id}`)).toEqual({
      status: 409,
      body: neutronError(
        'SecurityGroupCannotRemoveDefault',
        'Insufficient rights for removing default security group.',
      ),
    });
    const again = await ana.ask('POST', 'security-groups', { security_group: { name: 'default' } });
    expect([again.status, Object(again.body).NeutronError.type]).toEqual([
      409,
      'SecurityGroupDefaultAlreadyExists',
    ]);
  });

  it('stay while a port is in them', async () => {
    const { ana, group } = await withGroup();
    const network = await ana.make('networks', 'network', {});
    const port = await ana.make('ports', 'port', { network_id: network.id, security_groups: [group.id] });
    expect(await ana.ask('DELETE', `security-groups/${group.id}`)).toEqual({
      status: 409,
      body: neutronError('SecurityGroupInUse', `Security Group ${group.id} in use.`),
    });
    await ana.ask('PUT', `ports/${port.id}`, { port: { security_groups: [] } });
    expect((await ana.ask('DELETE', `security-groups/${group.id}`)).status).toBe(204);
  });
});

describe('security group rules', () => {
  it('are made once', async () => {
    const { ana, group } = await withGroup();
    const security_group_rule = { ...tcp80, security_group_id: group.id };
    const made = await ana.make('security-group-rules', 'security_group_rule', security_group_rule);
    expect(made).toMatchObject({ ...tcp80, normalized_cidr: '0.0.0.0/0', remote_group_id: null });
    for (const twin of [security_group_rule, { ...security_group_rule, protocol: '6' }]) {
      expect(await ana.ask('POST', 'security-group-rules', { security_group_rule: twin })).toEqual({
        status: 409,
        body: neutronError(
          'SecurityGroupRuleExists',
          `Security group rule already exists. Rule id is ${made.id}.`,
        ),
      });
    }
    expect((await ana.ask('DELETE', `security-group-rules/${made.id}`)).status).toBe(204);
    expect((await ana.ask('GET', `security-group-rules/${made.id}`)).status).toBe(404);
  });

  it.each([
    [{ remote_ip_prefix: '10.0.0.0/99' }, 'InvalidCIDR', 'Invalid CIDR 10.0.0.0/99 given as IP prefix.'],
    [
      { port_range_min: 90 },
      'SecurityGroupInvalidPortRange',
      'For TCP/UDP protocols, port_range_min must be <= port_range_max',
    ],
    [{ port_range_max: 70_000 }, 'SecurityGroupInvalidPortValue', 'Invalid value for port 70000'],
    [
      { direction: 'sideways' },
      'HTTPBadRequest',
      'Invalid input for direction. Reason: sideways is not in valid_values.',
    ],
    [
      { ethertype: 'IPv5' },
      'SecurityGroupRuleInvalidEtherType',
      "Security group rule for ethertype 'IPv5' not supported. Allowed values are ['IPv4', 'IPv6'].",
    ],
    [
      { protocol: null },
      'SecurityGroupProtocolRequiredWithPorts',
      'Must also specify protocol if port range is given.',
    ],
    [
      { ethertype: 'IPv6' },
      'SecurityGroupRuleParameterConflict',
      'Conflicting value ethertype IPv6 for CIDR 0.0.0.0/0',
    ],
    [
      { protocol: 'icmp', port_range_min: 300, port_range_max: null },
      'SecurityGroupInvalidIcmpValue',
      'Invalid value for ICMP type (port_range_min) 300. It must be 0 to 255.',
    ],
  ])('refuse %j', async (attributes, type, message) => {
    const { ana, group } = await withGroup();
    const security_group_rule = { ...tcp80, security_group_id: group.id, ...attributes };
    expect(await ana.ask('POST', 'security-group-rules', { security_group_rule })).toEqual({
      status: 400,
      body: neutronError(type, message),
    });
  });

  it('speak of own groups only, and go when the group that they speak of goes', async () => {
    const { ana, ben, group } = await withGroup();
    const friends = await ana.make('security-groups', 'security_group', { name: 'friends' });
    const rule = { direction: 'ingress', security_group_id: group.id, remote_group_id: friends.id };
    const made = await ana.make('security-group-rules', 'security_group_rule', rule);
    await ana.ask('DELETE', `security-groups/${friends.id}`);
    expect((await ana.ask('GET', `security-group-rules/${made.id}`)).status).toBe(404);
    const others = await ben.make('security-groups', 'security_group', {});
    const foreign = { ...rule, remote_group_id: others.id };
    const { status } = await ana.ask('POST', 'security-group-rules', { security_group_rule: foreign });
    expect(status).toBe(404);
  });
});
