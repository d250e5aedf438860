import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Answer, type Call, type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import { type Directory, effectiveRoles } from './directory.ts';
import { listed, selfLink } from './links.ts';
import { demandRole, roleView } from './roles.ts';
import { keystoneSpelling } from './spelling.ts';

/** Who has which role on what, as it is kept. */
export const assignmentRecord = z.object({
  id: z.string(),
  user: z.string(),
  role: z.string(),
  target: z.object({ kind: z.enum(['project', 'domain']), id: z.string() }),
});
export type AssignmentRecord = z.infer<typeof assignmentRecord>;

type Kind = AssignmentRecord['target']['kind'];

function named(directory: Directory, record: AssignmentRecord): Record<string, object> {
  const withDomain = (found: { id: string; name: string; domain: string } | undefined): object => {
    const domain = directory.domains.get(found?.domain ?? '');
    return { id: found?.id, name: found?.name, domain: { id: domain?.id, name: domain?.name } };
  };
  const domain = directory.domains.get(record.target.id);
  const role = directory.roles.get(record.role);
  return {
    scope:
      record.target.kind === 'project'
        ? { project: withDomain(directory.projects.get(record.target.id)) }
        : { domain: { id: domain?.id, name: domain?.name } },
    user: withDomain(directory.users.get(record.user)),
    role: { id: role?.id, name: role?.name },
  };
}

function view(exchange: Exchange, directory: Directory, record: AssignmentRecord, names: boolean): object {
  const { kind, id } = record.target;
  const link = selfLink(exchange, `${kind}s/${id}/users/${record.user}/roles/${record.role}`);
  const plain = { scope: { [kind]: { id } }, user: { id: record.user }, role: { id: record.role } };
  return { links: { assignment: link.self }, ...(names ? named(directory, record) : plain) };
}

/** `?user.id=…&effective`: a filter or a flag; a flag is set by its name alone, or by anything but false. */
function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && !/^(false|0|no|off)$/i.test(value);
}

/** Assigned roles, with the implied ones too when `effective` ones are asked for. */
function matching(directory: Directory, query: URLSearchParams): AssignmentRecord[] {
  const assigned = directory.assignments.all();
  const effective = assigned.flatMap((each) =>
    effectiveRoles(directory, each.user, each.target.id).map((role) => ({ ...each, role: role.id })),
  );
  const seen = new Map(effective.map((each) => [`${each.target.id}:${each.user}:${each.role}`, each]));
  const records = flag(query, 'effective') ? [...seen.values()] : assigned;
  const wanted = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
  return records.filter(
    (each) =>
      wanted('user.id', each.user) &&
      wanted('role.id', each.role) &&
      wanted('scope.project.id', each.target.kind === 'project' ? each.target.id : '') &&
      wanted('scope.domain.id', each.target.kind === 'domain' ? each.target.id : '') &&
      !query.has('group.id') &&
      !query.has('scope.system'),
  );
}

interface Subject {
  kind: Kind;
  target: string;
  user: string;
}

function demandSubject(directory: Directory, { kind, target, user }: Subject): void {
  const known = kind === 'project' ? directory.projects.get(target) : directory.domains.get(target);
  if (!known) {
    throw new Fault(404, `Could not find ${kind}: ${target}.`);
  }
  if (!directory.users.get(user)) {
    throw new Fault(404, `Could not find user: ${user}.`);
  }
}

function granted(directory: Directory, subject: Subject, call: Call): Answer {
  demandSubject(directory, subject);
  const found = directory.assignments
    .where((each) => each.user === subject.user && each.target.id === subject.target)
    .flatMap((each) => directory.roles.get(each.role) ?? []);
  return {
    status: 200,
    body: listed(
      call,
      'roles',
      found.map((each) => roleView(call, each)),
    ),
  };
}

function idOf(subject: Subject, role: string): string {
  return `${subject.target}:${subject.user}:${role}`;
}

function revoke(directory: Directory, { tokens }: Parts, subject: Subject, named: string): void {
  demandSubject(directory, subject);
  const role = demandRole(directory, named).id;
  if (!directory.assignments.remove(idOf(subject, role))) {
    throw new Fault(
      404,
      `Could not find role assignment with role: ${role}, user or group: ${subject.user}, project, domain, or system: ${subject.target}.`,
    );
  }
  tokens.revokeWhere(({ user, project }) => user.id === subject.user && project?.id === subject.target);
}

function grants(kind: Kind, directory: Directory, parts: Parts): Route[] {
  const list = `/v3/${kind}s/{target}/users/{user}/roles` as const;
  const item = `${list}/{role}` as const;
  const docs = 'https://docs.openstack.org/api-ref/identity/v3/#assign-role-to-user-on-project';
  const rule = 'admin';
  const subjectOf = (call: Pick<Call<'{target}/{user}'>, 'param'>): Subject => ({
    kind,
    target: call.param('target'),
    user: call.param('user'),
  });
  return [
    route({
      method: 'GET',
      path: list,
      rule,
      policy: 'identity:list_grants',
      docs,
      run: (call) => granted(directory, subjectOf(call), call),
    }),
    route({
      method: 'PUT',
      path: item,
      rule,
      policy: 'identity:create_grant',
      docs,
      run: (call) => {
        const subject = subjectOf(call);
        demandSubject(directory, subject);
        const role = demandRole(directory, call.param('role')).id;
        const target = { kind, id: subject.target };
        directory.assignments.put({ id: idOf(subject, role), user: subject.user, role, target });
        return { status: 204 };
      },
    }),
    route({
      method: 'HEAD',
      path: item,
      rule,
      policy: 'identity:check_grant',
      docs,
      run: (call) => {
        const subject = subjectOf(call);
        const known = directory.assignments.get(idOf(subject, call.param('role')));
        return { status: known ? 204 : 404 };
      },
    }),
    route({
      method: 'DELETE',
      path: item,
      rule,
      policy: 'identity:revoke_grant',
      docs,
      run: (call) => {
        const subject = subjectOf(call);
        revoke(directory, parts, subject, call.param('role'));
        return { status: 204 };
      },
    }),
  ];
}

/** Who has which role where. */
export function roleAssignments(directory: Directory, parts: Parts): Route[] {
  return [
    ...grants('project', directory, parts),
    ...grants('domain', directory, parts),
    route({
      method: 'GET',
      path: '/v3/role_assignments',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-role-assignments',
      run: (call) => {
        const own = call.query.get('user.id') === call.caller.user.id;
        if (!own && !call.caller.admin) {
          throw keystoneSpelling.forbidden('identity:list_role_assignments');
        }
        const names = flag(call.query, 'include_names');
        const found = matching(directory, call.query);
        const items = found.map((each) => view(call, directory, each, names));
        return { status: 200, body: listed(call, 'role_assignments', items) };
      },
    }),
  ];
}
