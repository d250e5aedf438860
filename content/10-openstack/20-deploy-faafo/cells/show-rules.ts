/** From whom a rule lets in, in words. */
function remote(rule: SecurityGroupRule): string {
  if (rule.remote_group_id === workerGroup.id) return 'group worker';
  return rule.remote_ip_prefix ?? 'anywhere';
}

async function showRules(group: SecurityGroup): Promise<void> {
  const { security_group_rules } = await cloud.network.securityGroups.get(group);
  // "ingress" before "egress": what may come in is what matters here.
  security_group_rules.sort((a, b) => b.direction.localeCompare(a.direction));
  table(
    security_group_rules.map((rule) => ({
      group: group.name,
      direction: rule.direction,
      ethertype: rule.ethertype,
      protocol: rule.protocol ?? 'any',
      port: rule.port_range_min ?? 'any',
      remote: remote(rule),
    })),
  );
}

await showRules(workerGroup);
await showRules(controlGroup);
