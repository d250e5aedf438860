import { type Collection, collection, type Store } from '../../store.ts';
import { type DomainRecord, domainRecord } from './domains.ts';
import { type ProjectRecord, projectRecord } from './projects.ts';
import { type AssignmentRecord, assignmentRecord } from './role-assignments.ts';
import { type RoleRecord, roleRecord } from './roles.ts';
import { type UserRecord, userRecord } from './users.ts';

/** Who and what identity knows. Its resources share it, for each asks about the others. */
export interface Directory {
  domains: Collection<DomainRecord>;
  projects: Collection<ProjectRecord>;
  users: Collection<UserRecord>;
  roles: Collection<RoleRecord>;
  assignments: Collection<AssignmentRecord>;
}

/** Opens the directory kept in `store`. */
export function openDirectory(store: Store): Directory {
  return {
    domains: collection(store, 'domains', domainRecord),
    projects: collection(store, 'projects', projectRecord),
    users: collection(store, 'users', userRecord),
    roles: collection(store, 'roles', roleRecord),
    assignments: collection(store, 'role-assignments', assignmentRecord),
  };
}

/** A role brings others with it: an admin is a member, a member is a reader. */
const IMPLIED: Record<string, readonly string[]> = { admin: ['member', 'reader'], member: ['reader'] };

/** The roles of a user on a project or domain, implied ones after those assigned. */
export function effectiveRoles(directory: Directory, user: string, target: string): RoleRecord[] {
  const assigned = directory.assignments
    .where((each) => each.user === user && each.target.id === target)
    .flatMap((each) => directory.roles.get(each.role) ?? []);
  const implied = assigned
    .flatMap((role) => IMPLIED[role.name] ?? [])
    .flatMap((name) => directory.roles.find((role) => role.name === name) ?? []);
  return [...new Set([...assigned, ...implied])];
}

/** The enabled projects on which the user has any role. */
export function projectsOf(directory: Directory, user: string): ProjectRecord[] {
  const targets = new Set(
    directory.assignments.where((each) => each.user === user).map((each) => each.target.id),
  );
  return directory.projects.where((project) => targets.has(project.id) && project.enabled);
}
