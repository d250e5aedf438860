import { OpenStackError, type SecurityGroup, type SecurityGroupRule } from 'openstack';

/** Lets TCP in on one port, from everywhere or from the servers of one group. */
async function allow(group: SecurityGroup, port: number, from?: SecurityGroup) {
  try {
    await cloud.network.securityGroupRules.create({
      security_group_id: group.id,
      direction: 'ingress',
      protocol: 'tcp',
      port_range_min: port,
      port_range_max: port,
      remote_group_id: from?.id ?? null,
    });
  } catch (error) {
    // 409: the group has this rule already. That is what we want.
    if (!(error instanceof OpenStackError && error.status === 409)) throw error;
  }
}

await allow(workerGroup, 22);

await allow(controlGroup, 22);
await allow(controlGroup, 80);
await allow(controlGroup, 5672, workerGroup);
