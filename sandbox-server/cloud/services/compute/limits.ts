import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { usedBy } from './quota-sets.ts';

/** What a project may have and has, at a glance. */
export function limits({ quotas, servers, serverGroups }: Compute): Route {
  return route({
    method: 'GET',
    path: '/v2.1/limits',
    docs: 'https://docs.openstack.org/api-ref/compute/#limits-limits',
    run: (call) => {
      const other = call.caller.admin ? call.query.get('tenant_id') : null;
      const project = other ?? call.project;
      const most = quotas.limits(project);
      const used = usedBy(servers, project);
      const groups = serverGroups.where((each) => each.project === project).length;
      const { microversion } = call;
      const absolute = {
        maxTotalInstances: most.instances,
        maxTotalCores: most.cores,
        maxTotalRAMSize: most.ram,
        maxServerMeta: most.metadata_items,
        ...(microversion < 39 && { maxImageMeta: most.metadata_items }),
        ...(microversion < 57 && {
          maxPersonality: most.injected_files,
          maxPersonalitySize: most.injected_file_content_bytes,
        }),
        maxTotalKeypairs: most.key_pairs,
        maxServerGroups: most.server_groups,
        maxServerGroupMembers: most.server_group_members,
        ...(microversion < 36 && {
          maxTotalFloatingIps: most.floating_ips,
          maxSecurityGroups: most.security_groups,
          maxSecurityGroupRules: most.security_group_rules,
        }),
        totalRAMUsed: used.ram,
        totalCoresUsed: used.cores,
        totalInstancesUsed: used.instances,
        ...(microversion < 36 && { totalFloatingIpsUsed: 0, totalSecurityGroupsUsed: 0 }),
        totalServerGroupsUsed: groups,
      };
      return { status: 200, body: { limits: { rate: [], absolute } } };
    },
  });
}
