import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Directory } from './directory.ts';
import { listed, passes, selfLink } from './links.ts';

const createInput = z.object({
  role: z.object({ name: z.string().min(1).max(255), description: z.string().nullable().optional() }),
});

/** A role as it is kept. */
export const roleRecord = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** The roles that the cloud itself relies on cannot be changed. */
  immutable: z.boolean(),
});
export type RoleRecord = z.infer<typeof roleRecord>;

/** A role as Keystone shows it. */
export function roleView(exchange: Exchange, record: RoleRecord): object {
  return {
    id: record.id,
    name: record.name,
    domain_id: null,
    description: record.description,
    options: record.immutable ? { immutable: true } : {},
    links: selfLink(exchange, `roles/${record.id}`),
  };
}

/** Finds a role, or refuses. */
export function demandRole({ roles: records }: Directory, id: string): RoleRecord {
  const found = records.get(id);
  if (!found) {
    throw new Fault(404, `Could not find role: ${id}.`);
  }
  return found;
}

function changes(directory: Directory, { ids }: Parts): Route[] {
  const records = directory.roles;
  return [
    route({
      method: 'POST',
      path: '/v3/roles',
      rule: 'admin',
      policy: 'identity:create_role',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#create-role',
      input: createInput,
      run: (call) => {
        const { name, description = null } = call.body.role;
        if (records.find((each) => each.name === name)) {
          const reason = `Duplicate entry found with name ${name}`;
          throw new Fault(409, `Conflict occurred attempting to store role - ${reason}.`);
        }
        const made = records.put({ id: ids.hex(), name, description, immutable: false });
        return { status: 201, body: { role: roleView(call, made) } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v3/roles/{id}',
      rule: 'admin',
      policy: 'identity:delete_role',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#delete-role',
      run: (call) => {
        const found = demandRole(directory, call.param('id'));
        if (found.immutable) {
          const words = `Cannot delete immutable role ${found.id}. The immutable resource option`;
          throw new Fault(403, `${words} must be set to false before it can be deleted.`);
        }
        for (const assignment of directory.assignments.where((each) => each.role === found.id)) {
          directory.assignments.remove(assignment.id);
        }
        records.remove(found.id);
        return { status: 204 };
      },
    }),
  ];
}

/** Roles: what a user may do on a project. */
export function roles(directory: Directory, parts: Parts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v3/roles',
      rule: 'admin',
      policy: 'identity:list_roles',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-roles',
      run: (call) => {
        const found = directory.roles.where(({ name }) => passes(call.query, { name }));
        return {
          status: 200,
          body: listed(
            call,
            'roles',
            found.map((each) => roleView(call, each)),
          ),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/roles/{id}',
      rule: 'admin',
      policy: 'identity:get_role',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#show-role-details',
      run: (call) => ({
        status: 200,
        body: { role: roleView(call, demandRole(directory, call.param('id'))) },
      }),
    }),
    ...changes(directory, parts),
  ];
}
