import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import { type Directory, projectsOf } from './directory.ts';
import { listed, passes, selfLink } from './links.ts';
import { projectView } from './projects.ts';
import { keystoneSpelling } from './spelling.ts';

/** A user as it is kept; `password` is a hash, or null for one who has none. */
export const userRecord = z.object({
  id: z.string(),
  name: z.string(),
  domain: z.string(),
  enabled: z.boolean(),
  /** As password.ts keeps it; null for a user who cannot come in by password. */
  password: z.string().nullable(),
  defaultProject: z.string().nullable(),
  /** What Keystone keeps without knowing it. */
  extra: z.record(z.string(), z.string()),
});
export type UserRecord = z.infer<typeof userRecord>;

/** A user as Keystone shows it: never with a password. */
export function userView(exchange: Exchange, record: UserRecord): object {
  return {
    ...record.extra,
    id: record.id,
    name: record.name,
    domain_id: record.domain,
    ...(record.defaultProject !== null && { default_project_id: record.defaultProject }),
    enabled: record.enabled,
    password_expires_at: null,
    options: {},
    links: selfLink(exchange, `users/${record.id}`),
  };
}

/** Finds a user, or refuses. */
export function demandUser({ users: records }: Directory, id: string): UserRecord {
  const found = records.get(id);
  if (!found) {
    throw new Fault(404, `Could not find user: ${id}.`);
  }
  return found;
}

/** A user as itself or the administrator may see it. */
function demandSelf(directory: Directory, caller: Caller, id: string, policy: string): UserRecord {
  if (caller.user.id !== id && !caller.admin) {
    throw keystoneSpelling.forbidden(policy);
  }
  return demandUser(directory, id);
}

/** Users, and what a user may see of itself. */
export function users(directory: Directory): Route[] {
  const records = directory.users;
  return [
    route({
      method: 'GET',
      path: '/v3/users',
      rule: 'admin',
      policy: 'identity:list_users',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-users',
      run: (call) => {
        const found = records.where((each) =>
          passes(call.query, { name: each.name, enabled: each.enabled, domain_id: each.domain }),
        );
        return {
          status: 200,
          body: listed(
            call,
            'users',
            found.map((each) => userView(call, each)),
          ),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/users/{id}',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#show-user-details',
      run: (call) => ({
        status: 200,
        body: {
          user: userView(call, demandSelf(directory, call.caller, call.param('id'), 'identity:get_user')),
        },
      }),
    }),
    route({
      method: 'GET',
      path: '/v3/users/{id}/projects',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-projects-for-user',
      run: (call) => {
        const { id } = demandSelf(directory, call.caller, call.param('id'), 'identity:list_user_projects');
        const found = projectsOf(directory, id).filter((each) =>
          passes(call.query, { name: each.name, domain_id: each.domain }),
        );
        return {
          status: 200,
          body: listed(
            call,
            'projects',
            found.map((each) => projectView(call, each)),
          ),
        };
      },
    }),
  ];
}
