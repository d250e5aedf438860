import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { exceeds } from '../../quota.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { name } from './inputs.ts';
import { paged } from './listing.ts';

const POLICIES = ['anti-affinity', 'affinity'] as const;
const SOFT = ['anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity'] as const;

const oldInput = z.strictObject({
  server_group: z.strictObject({ name, policies: z.array(z.enum(POLICIES)).length(1) }),
});
const softInput = z.strictObject({
  server_group: z.strictObject({ name, policies: z.array(z.enum(SOFT)).length(1) }),
});
const newInput = z.strictObject({
  server_group: z.strictObject({
    name,
    policy: z.enum(SOFT),
    rules: z.strictObject({ max_server_per_host: z.int().min(1).optional() }).optional(),
  }),
});
const createInput = (microversion: number): z.ZodType<{ server_group: { name: string; policy: string } }> => {
  if (microversion >= 64) {
    return newInput;
  }
  return (microversion >= 15 ? softInput : oldInput).transform(({ server_group: given }) => ({
    server_group: { name: given.name, policy: given.policies[0] ?? '' },
  }));
};

/** A server group as it is kept. */
export const serverGroupRecord = z.object({
  id: z.string(),
  name: z.string(),
  policy: z.string(),
  project: z.string(),
  user: z.string(),
  members: z.array(z.string()),
});
export type ServerGroupRecord = z.infer<typeof serverGroupRecord>;

function view({ microversion }: Pick<Call, 'microversion'>, record: ServerGroupRecord): object {
  return {
    id: record.id,
    name: record.name,
    ...(microversion >= 64
      ? { policy: record.policy, rules: {} }
      : { policies: [record.policy], metadata: {} }),
    members: record.members,
    ...(microversion >= 13 && { project_id: record.project, user_id: record.user }),
  };
}

function reading({ serverGroups: records }: Compute): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#server-groups-os-server-groups';
  return [
    route({
      method: 'GET',
      path: '/v2.1/os-server-groups',
      docs,
      run: (call) => {
        const all = call.caller.admin && call.query.has('all_projects');
        const found = records.where((each) => all || each.project === call.project);
        const { items } = paged(call, 'server_groups', found, (each) => each.id);
        return { status: 200, body: { server_groups: items.map((each) => view(call, each)) } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/os-server-groups/{id}',
      docs,
      run: (call) => ({
        status: 200,
        body: { server_group: view(call, demandServerGroup(records, call, call.param('id'))) },
      }),
    }),
  ];
}

function demandServerGroup(
  records: Compute['serverGroups'],
  call: Pick<Call, 'caller' | 'project'>,
  id: string,
): ServerGroupRecord {
  const found = records.get(id);
  if (!found || (found.project !== call.project && !call.caller.admin)) {
    throw new Fault(404, `Instance group ${id} could not be found.`);
  }
  return found;
}

/** Server groups: which servers are to be together, or apart. This cloud has one host, and keeps note only. */
export function serverGroups(compute: Compute): Route[] {
  const { serverGroups: records, quotas, parts } = compute;
  return [
    ...reading(compute),
    route({
      method: 'POST',
      path: '/v2.1/os-server-groups',
      docs: 'https://docs.openstack.org/api-ref/compute/#create-server-group',
      input: createInput,
      run: (call) => {
        const given = call.body.server_group;
        const used = records.where((each) => each.project === call.project).length;
        if (exceeds(quotas.limits(call.project).server_groups, used, 1)) {
          throw new Fault(403, 'Quota exceeded, too many server groups.');
        }
        const made = records.put({
          id: parts.ids.uuid(),
          name: given.name,
          policy: given.policy,
          project: call.project,
          user: call.caller.user.id,
          members: [],
        });
        return { status: 200, body: { server_group: view(call, made) } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2.1/os-server-groups/{id}',
      docs: 'https://docs.openstack.org/api-ref/compute/#delete-server-group',
      run: (call) => {
        records.remove(demandServerGroup(records, call, call.param('id')).id);
        return { status: 204 };
      },
    }),
  ];
}
