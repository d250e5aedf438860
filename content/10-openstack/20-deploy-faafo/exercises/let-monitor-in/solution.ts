const worker = await cloud.network.securityGroups.get(workerGroup);

if (!worker.security_group_rules.some((rule) => rule.port_range_min === 9100)) {
  await cloud.network.securityGroupRules.create({
    security_group_id: workerGroup.id,
    direction: 'ingress',
    protocol: 'tcp',
    port_range_min: 9100,
    port_range_max: 9100,
    remote_ip_prefix: '198.51.100.7/32',
  });
}
