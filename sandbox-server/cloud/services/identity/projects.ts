import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import { type Directory, projectsOf } from './directory.ts';
import { listed, passes, selfLink } from './links.ts';
import { keystoneSpelling } from './spelling.ts';

const name = z.string().min(1).max(64).regex(/[\S]+/);
const fields = {
  description: z.string().nullable().optional(),
  enabled: z.boolean().optional(),
  domain_id: z.string().nullable().optional(),
  parent_id: z.string().nullable().optional(),
  is_domain: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  options: z.object({}).loose().optional(),
};
const createInput = z.object({ project: z.object({ name, ...fields }) });
const updateInput = z.object({ project: z.object({ name: name.optional(), ...fields }) });

/** A project as it is kept. */
export const projectRecord = z.object({
  id: z.string(),
  name: z.string(),
  domain: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  tags: z.array(z.string()),
});
export type ProjectRecord = z.infer<typeof projectRecord>;

/** A project as Keystone shows it. */
export function projectView(exchange: Exchange, record: ProjectRecord): object {
  return {
    id: record.id,
    name: record.name,
    domain_id: record.domain,
    description: record.description,
    enabled: record.enabled,
    parent_id: record.domain,
    is_domain: false,
    tags: record.tags,
    options: {},
    links: selfLink(exchange, `projects/${record.id}`),
  };
}

function demand({ projects: records }: Directory, id: string): ProjectRecord {
  const found = records.get(id);
  if (!found) {
    throw new Fault(404, `Could not find project: ${id}.`);
  }
  return found;
}

function refuseDuplicate({ projects: records }: Directory, domain: string, wanted: string, id: string): void {
  const other = records.find((each) => each.domain === domain && each.name === wanted && each.id !== id);
  if (other) {
    throw new Fault(
      409,
      'Conflict occurred attempting to store project - it is not permitted to have two projects with ' +
        `either the same name or same id in the same domain: name is ${wanted}, project id ${other.id}.`,
    );
  }
}

function list(directory: Directory): Route {
  return route({
    method: 'GET',
    path: '/v3/projects',
    rule: 'admin',
    policy: 'identity:list_projects',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-projects',
    run: (call) => {
      const found = directory.projects.where((each) =>
        passes(call.query, {
          name: each.name,
          enabled: each.enabled,
          domain_id: each.domain,
          parent_id: each.domain,
          is_domain: false,
        }),
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
  });
}

function create(directory: Directory, { ids }: Parts): Route {
  return route({
    method: 'POST',
    path: '/v3/projects',
    rule: 'admin',
    policy: 'identity:create_project',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#create-project',
    input: createInput,
    run: (call) => {
      const given = call.body.project;
      const domain = given.domain_id ?? 'default';
      if (!directory.domains.get(domain)) {
        throw new Fault(404, `Could not find domain: ${domain}.`);
      }
      const id = ids.hex();
      refuseDuplicate(directory, domain, given.name, id);
      const made = directory.projects.put({
        id,
        name: given.name,
        domain,
        description: given.description ?? '',
        enabled: given.enabled ?? true,
        tags: given.tags ?? [],
      });
      return { status: 201, body: { project: projectView(call, made) } };
    },
  });
}

function show(directory: Directory): Route {
  return route({
    method: 'GET',
    path: '/v3/projects/{id}',
    rule: 'token',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#show-project-details',
    run: (call) => {
      const id = call.param('id');
      const own = projectsOf(directory, call.caller.user.id).some((each) => each.id === id);
      if (!own && !call.caller.admin) {
        throw keystoneSpelling.forbidden('identity:get_project');
      }
      return { status: 200, body: { project: projectView(call, demand(directory, id)) } };
    },
  });
}

function update(directory: Directory, { tokens }: Parts): Route {
  return route({
    method: 'PATCH',
    path: '/v3/projects/{id}',
    rule: 'admin',
    policy: 'identity:update_project',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#update-project',
    input: updateInput,
    run: (call) => {
      const found = demand(directory, call.param('id'));
      const given = call.body.project;
      refuseDuplicate(directory, found.domain, given.name ?? found.name, found.id);
      const changed = directory.projects.put({
        ...found,
        name: given.name ?? found.name,
        description: given.description === undefined ? found.description : (given.description ?? ''),
        enabled: given.enabled ?? found.enabled,
        tags: given.tags ?? found.tags,
      });
      if (!changed.enabled) {
        tokens.revokeWhere((token) => token.project?.id === found.id);
      }
      return { status: 200, body: { project: { ...projectView(call, changed), extra: {} } } };
    },
  });
}

function remove(directory: Directory, { tokens }: Parts): Route {
  return route({
    method: 'DELETE',
    path: '/v3/projects/{id}',
    rule: 'admin',
    policy: 'identity:delete_project',
    docs: 'https://docs.openstack.org/api-ref/identity/v3/#delete-project',
    run: (call) => {
      const { id } = demand(directory, call.param('id'));
      tokens.revokeWhere((token) => token.project?.id === id);
      for (const assignment of directory.assignments.where((each) => each.target.id === id)) {
        directory.assignments.remove(assignment.id);
      }
      directory.projects.remove(id);
      return { status: 204 };
    },
  });
}

/** Projects: whose the things of the other services are. */
export function projects(directory: Directory, parts: Parts): Route[] {
  return [
    list(directory),
    create(directory, parts),
    show(directory),
    update(directory, parts),
    remove(directory, parts),
  ];
}
