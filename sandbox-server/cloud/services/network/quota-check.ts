import { exceeds } from '../../quota.ts';
import { fault } from './faults.ts';
import type { NetworkState } from './state.ts';

/** The limits of a project in a small cloud; -1 is none. */
export const QUOTA_DEFAULTS = {
  network: 100,
  subnet: 100,
  subnetpool: -1,
  port: 500,
  router: 10,
  floatingip: 10,
  rbac_policy: 10,
  security_group: 10,
  security_group_rule: 100,
} as const satisfies Record<string, number>;

/** What a project may have so many of. */
export type QuotaName = keyof typeof QUOTA_DEFAULTS;

/** How much of each a project has. */
export function usage(state: NetworkState, project: string): Record<QuotaName, number> {
  const own = (records: readonly { project: string }[]): number =>
    records.filter((record) => record.project === project).length;
  return {
    network: own(state.networks.all()),
    subnet: own(state.subnets.all()),
    subnetpool: 0,
    port: own(state.ports.all()),
    router: own(state.routers.all()),
    floatingip: own(state.floatingIps.all()),
    rbac_policy: 0,
    security_group: own(state.groups.all()),
    security_group_rule: own(state.rules.all()),
  };
}

/** Refuses one more `name` when the project has as many as it may. @throws Fault 409 OverQuota */
export function checkQuota(state: NetworkState, name: QuotaName, project: string): void {
  const limit = state.quotas.limits(project)[name];
  if (exceeds(limit, usage(state, project)[name], 1)) {
    throw fault(409, 'OverQuota', `Quota exceeded for resources: ['${name}'].`);
  }
}
