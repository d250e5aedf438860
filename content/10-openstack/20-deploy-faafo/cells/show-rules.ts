async function showRules(group: SecurityGroup) {
  const { security_group_rules: rules } = await cloud.network.securityGroups.get(group);
  const inFirst = rules.toSorted((one, other) => other.direction.localeCompare(one.direction));
  table(
    inFirst.map((rule) => ({
      group: group.name,
      direction: rule.direction,
      ethertype: rule.ethertype,
      protocol: rule.protocol ?? 'any',
      port: rule.port_range_min ?? 'any',
      remote:
        rule.remote_group_id === workerGroup.id ? 'group worker' : (rule.remote_ip_prefix ?? 'anywhere'),
    })),
  );
}

await showRules(workerGroup);
await showRules(controlGroup);
