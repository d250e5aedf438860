import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import { type Directory, projectsOf } from './directory.ts';
import { listed, passes, selfLink } from './links.ts';
import type { Passwords } from './password.ts';
import { projectView } from './projects.ts';
import { keystoneSpelling } from './spelling.ts';

const name = z.string().min(1).max(255).regex(/[\S]+/);
const fields = {
  domain_id: z.string().nullable().optional(),
  default_project_id: z.string().nullable().optional(),
  enabled: z.boolean().optional(),
  password: z.string().nullable().optional(),
  description: z.string().nullable().optional(),
  email: z.string().nullable().optional(),
};
const createInput = z.object({ user: z.object({ name, ...fields }) });
const updateInput = z.object({ user: z.object({ name: name.optional(), ...fields }) });
const passwordInput = z.object({ user: z.object({ password: z.string(), original_password: z.string() }) });

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

function view(exchange: Exchange, record: UserRecord): object {
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

function extraOf(given: { description?: string | null; email?: string | null }): Record<string, string> {
  return {
    ...(typeof given.description === 'string' && { description: given.description }),
    ...(typeof given.email === 'string' && { email: given.email }),
  };
}

/** Users, and what a user may ask of itself. */
export function users(directory: Directory, { ids, tokens }: Parts, passwords: Passwords): Route[] {
  const records = directory.users;
  const demand = (id: string): UserRecord => {
    const found = records.get(id);
    if (!found) {
      throw new Fault(404, `Could not find user: ${id}.`);
    }
    return found;
  };
  const refuseDuplicate = (domain: string, wanted: string, id: string): void => {
    if (records.find((each) => each.domain === domain && each.name === wanted && each.id !== id)) {
      const reason = `Duplicate entry found with name ${wanted} at domain ID ${domain}`;
      throw new Fault(409, `Conflict occurred attempting to store user - ${reason}.`);
    }
  };
  const create = route({
    method: 'POST',
    path: '/v3/users',
    rule: 'admin',
    policy: 'identity:create_user',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#create-user',
    input: createInput,
    run: async (call) => {
      const given = call.body.user;
      const domain = given.domain_id ?? 'default';
      if (!directory.domains.get(domain)) {
        throw new Fault(404, `Could not find domain: ${domain}.`);
      }
      const password = typeof given.password === 'string' ? await passwords.hash(given.password) : null;
      const id = ids.hex();
      refuseDuplicate(domain, given.name, id);
      const made = records.put({
        id,
        name: given.name,
        domain,
        enabled: given.enabled ?? true,
        password,
        defaultProject: given.default_project_id ?? null,
        extra: extraOf(given),
      });
      return { status: 201, body: { user: view(call, made) } };
    },
  });
  const update = route({
    method: 'PATCH',
    path: '/v3/users/{id}',
    rule: 'admin',
    policy: 'identity:update_user',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#update-user',
    input: updateInput,
    run: async (call) => {
      const given = call.body.user;
      const password = typeof given.password === 'string' ? await passwords.hash(given.password) : null;
      const found = demand(call.param('id'));
      refuseDuplicate(found.domain, given.name ?? found.name, found.id);
      const extra = { ...found.extra, ...extraOf(given) };
      const changed = records.put({
        ...found,
        name: given.name ?? found.name,
        enabled: given.enabled ?? found.enabled,
        password: password ?? found.password,
        defaultProject:
          given.default_project_id === undefined ? found.defaultProject : given.default_project_id,
        extra,
      });
      if (password !== null || !changed.enabled) {
        tokens.revokeWhere((token) => token.user.id === found.id);
      }
      return { status: 200, body: { user: { ...view(call, changed), extra } } };
    },
  });
  const changePassword = route({
    method: 'POST',
    path: '/v3/users/{id}/password',
    rule: 'open',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#change-password-for-user',
    input: passwordInput,
    run: async (call) => {
      const found = records.get(call.param('id'));
      const given = call.body.user;
      const known = await passwords.matches(given.original_password, found?.password ?? null);
      if (!found || !known) {
        throw new Fault(401, 'The request you have made requires authentication.');
      }
      records.put({ ...found, password: await passwords.hash(given.password) });
      tokens.revokeWhere((token) => token.user.id === found.id);
      return { status: 204 };
    },
  });
  return [
    create,
    update,
    changePassword,
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
            found.map((each) => view(call, each)),
          ),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/users/{id}',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#show-user-details',
      run: (call) => {
        const id = call.param('id');
        if (call.caller.user.id !== id && !call.caller.admin) {
          throw keystoneSpelling.forbidden('identity:get_user');
        }
        return { status: 200, body: { user: view(call, demand(id)) } };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/users/{id}/projects',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-projects-for-user',
      run: (call) => {
        const id = call.param('id');
        if (call.caller.user.id !== id && !call.caller.admin) {
          throw keystoneSpelling.forbidden('identity:list_user_projects');
        }
        const found = projectsOf(directory, demand(id).id).filter((each) =>
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
    route({
      method: 'DELETE',
      path: '/v3/users/{id}',
      rule: 'admin',
      policy: 'identity:delete_user',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#delete-user',
      run: (call) => {
        const { id } = demand(call.param('id'));
        tokens.revokeWhere((token) => token.user.id === id);
        for (const assignment of directory.assignments.where((each) => each.user === id)) {
          directory.assignments.remove(assignment.id);
        }
        records.remove(id);
        return { status: 204 };
      },
    }),
  ];
}
