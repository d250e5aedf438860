import { z } from 'zod';
import { Fault } from '../../fault.ts';
import type { Quotas } from '../../quota.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Collection } from '../../store.ts';
import { asOf } from './as-of.ts';
import type { ServerRecord } from './server-records.ts';

/** What Nova limits by default. -1 is no limit; what the network service limits is its own affair. */
export const COMPUTE_QUOTA = {
  cores: 20,
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  instances: 10,
  key_pairs: 100,
  metadata_items: 128,
  ram: 51_200,
  security_group_rules: -1,
  security_groups: -1,
  server_group_members: 10,
  server_groups: 10,
} satisfies Record<string, number>;

/** The name of a limit. */
export type ComputeQuota = keyof typeof COMPUTE_QUOTA;

const limit = z
  .union([z.int().min(-1), z.string().regex(/^-?[0-9]+$/)])
  .transform(Number)
  .optional();
const quotaSet = z.strictObject({
  cores: limit,
  fixed_ips: limit,
  floating_ips: limit,
  injected_file_content_bytes: limit,
  injected_file_path_bytes: limit,
  injected_files: limit,
  instances: limit,
  key_pairs: limit,
  metadata_items: limit,
  ram: limit,
  security_group_rules: limit,
  security_groups: limit,
  server_group_members: limit,
  server_groups: limit,
  force: z.union([z.boolean(), z.string()]).optional(),
});

/** The members that were left to other services, and since when. */
const GONE: Record<string, number> = {
  fixed_ips: 36,
  floating_ips: 36,
  security_group_rules: 36,
  security_groups: 36,
  injected_file_content_bytes: 57,
  injected_file_path_bytes: 57,
  injected_files: 57,
};

const updateInput = (microversion: number) =>
  z.strictObject({ quota_set: asOf(quotaSet, { removed: GONE }, microversion) });

/** What the project's servers use: those being built too. */
export function usedBy(
  servers: Collection<ServerRecord>,
  project: string,
): Pick<Record<ComputeQuota, number>, 'instances' | 'cores' | 'ram'> {
  const own = servers.where((each) => each.project === project && each.phase !== 'deleting');
  return {
    instances: own.length,
    cores: own.reduce((sum, each) => sum + each.flavor.vcpus, 0),
    ram: own.reduce((sum, each) => sum + each.flavor.ram, 0),
  };
}

function shown<Value>({ microversion }: Exchange, values: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => microversion < (GONE[key] ?? Number.POSITIVE_INFINITY)),
  );
}

function reading(quotas: Quotas<ComputeQuota>, servers: Collection<ServerRecord>): Route[] {
  const path = '/v2.1/os-quota-sets/{project}';
  const docs = 'https://docs.openstack.org/api-ref/compute/#quota-sets-os-quota-sets';
  const refuse = (project: string, own: string, admin: boolean): void => {
    if (project !== own && !admin) {
      throw new Fault(403, "Policy doesn't allow os_compute_api:os-quota-sets:show to be performed.");
    }
  };
  return [
    route({
      method: 'GET',
      path,
      docs,
      run: (call) => {
        const project = call.param('project');
        refuse(project, call.project, call.caller.admin);
        const set = { id: project, ...shown(call, quotas.limits(project)) };
        return { status: 200, body: { quota_set: set } };
      },
    }),
    route({
      method: 'GET',
      path: `${path}/defaults`,
      docs,
      run: (call) => ({
        status: 200,
        body: { quota_set: { id: call.param('project'), ...shown(call, quotas.defaults) } },
      }),
    }),
    route({
      method: 'GET',
      path: `${path}/detail`,
      docs,
      run: (call) => {
        const project = call.param('project');
        refuse(project, call.project, call.caller.admin);
        const used: Partial<Record<string, number>> = usedBy(servers, project);
        const limits = Object.entries(shown(call, quotas.limits(project)));
        const details = limits.map(([key, most]) => [
          key,
          { limit: most, in_use: used[key] ?? 0, reserved: 0 },
        ]);
        return { status: 200, body: { quota_set: { id: project, ...Object.fromEntries(details) } } };
      },
    }),
  ];
}

/** How much a project may have. */
export function quotaSets(quotas: Quotas<ComputeQuota>, servers: Collection<ServerRecord>): Route[] {
  const path = '/v2.1/os-quota-sets/{project}';
  return [
    ...reading(quotas, servers),
    route({
      method: 'PUT',
      path,
      rule: 'admin',
      policy: 'os_compute_api:os-quota-sets:update',
      docs: 'https://docs.openstack.org/api-ref/compute/#update-quotas',
      input: updateInput,
      run: (call) => {
        const project = call.param('project');
        const { force: _force, ...limits } = call.body.quota_set;
        const given = Object.entries(limits).filter(([, value]) => value !== undefined);
        quotas.set(project, Object.fromEntries(given));
        return { status: 200, body: { quota_set: shown(call, quotas.limits(project)) } };
      },
    }),
    route({
      method: 'DELETE',
      path,
      rule: 'admin',
      policy: 'os_compute_api:os-quota-sets:delete',
      docs: 'https://docs.openstack.org/api-ref/compute/#revert-quotas-to-defaults',
      run: (call) => {
        quotas.reset(call.param('project'));
        return { status: 202 };
      },
    }),
  ];
}
