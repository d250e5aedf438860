const { securityGroups, securityGroupRules } = cloud.network;
const { security_group_rules: rules } = await securityGroups.get(controlGroup);

for (const rule of rules) {
  if (rule.port_range_min === 80) await securityGroupRules.delete(rule);
}
