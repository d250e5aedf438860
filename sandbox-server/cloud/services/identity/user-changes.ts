import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Directory } from './directory.ts';
import type { Passwords } from './password.ts';
import { demandUser, userView } from './users.ts';

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

function extraOf(given: { description?: string | null; email?: string | null }): Record<string, string> {
  return {
    ...(typeof given.description === 'string' && { description: given.description }),
    ...(typeof given.email === 'string' && { email: given.email }),
  };
}

function refuseDuplicate({ users: records }: Directory, domain: string, wanted: string, id: string): void {
  if (records.find((each) => each.domain === domain && each.name === wanted && each.id !== id)) {
    const reason = `Duplicate entry found with name ${wanted} at domain ID ${domain}`;
    throw new Fault(409, `Conflict occurred attempting to store user - ${reason}.`);
  }
}

function create(directory: Directory, { ids }: Parts, passwords: Passwords): Route {
  return route({
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
      refuseDuplicate(directory, domain, given.name, id);
      const made = directory.users.put({
        id,
        name: given.name,
        domain,
        enabled: given.enabled ?? true,
        password,
        defaultProject: given.default_project_id ?? null,
        extra: extraOf(given),
      });
      return { status: 201, body: { user: userView(call, made) } };
    },
  });
}

function update(directory: Directory, { tokens }: Parts, passwords: Passwords): Route {
  return route({
    method: 'PATCH',
    path: '/v3/users/{id}',
    rule: 'admin',
    policy: 'identity:update_user',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#update-user',
    input: updateInput,
    run: async (call) => {
      const given = call.body.user;
      const password = typeof given.password === 'string' ? await passwords.hash(given.password) : null;
      const found = demandUser(directory, call.param('id'));
      refuseDuplicate(directory, found.domain, given.name ?? found.name, found.id);
      const extra = { ...found.extra, ...extraOf(given) };
      const changed = directory.users.put({
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
      return { status: 200, body: { user: { ...userView(call, changed), extra } } };
    },
  });
}

function changePassword(directory: Directory, { tokens }: Parts, passwords: Passwords): Route {
  return route({
    method: 'POST',
    path: '/v3/users/{id}/password',
    rule: 'open',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#change-password-for-user',
    input: passwordInput,
    run: async (call) => {
      const found = directory.users.get(call.param('id'));
      const given = call.body.user;
      const known = await passwords.matches(given.original_password, found?.password ?? null);
      if (!found || !known) {
        throw new Fault(401, 'The request you have made requires authentication.');
      }
      directory.users.put({ ...found, password: await passwords.hash(given.password) });
      tokens.revokeWhere((token) => token.user.id === found.id);
      return { status: 204 };
    },
  });
}

function remove(directory: Directory, { tokens }: Parts): Route {
  return route({
    method: 'DELETE',
    path: '/v3/users/{id}',
    rule: 'admin',
    policy: 'identity:delete_user',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#delete-user',
    run: (call) => {
      const { id } = demandUser(directory, call.param('id'));
      tokens.revokeWhere((token) => token.user.id === id);
      for (const assignment of directory.assignments.where((each) => each.user === id)) {
        directory.assignments.remove(assignment.id);
      }
      directory.users.remove(id);
      return { status: 204 };
    },
  });
}

/** Making, changing and deleting users: an administrator's, but for one's own password. */
export function userChanges(directory: Directory, parts: Parts, passwords: Passwords): Route[] {
  return [
    create(directory, parts, passwords),
    update(directory, parts, passwords),
    changePassword(directory, parts, passwords),
    remove(directory, parts),
  ];
}
