// gets: Your rule is for egress
await cloud.network.securityGroupRules.create({
  security_group_id: workerGroup.id,
  direction: 'egress',
  protocol: 'tcp',
  port_range_min: 9100,
  port_range_max: 9100,
  remote_ip_prefix: '198.51.100.7/32',
});
