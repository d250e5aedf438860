const { security_group_rules: rules } = await cloud.network.securityGroups.get(controlGroup);

for (const rule of rules.filter((candidate) => candidate.port_range_min === 80)) {
  await cloud.network.securityGroupRules.delete(rule);
}
