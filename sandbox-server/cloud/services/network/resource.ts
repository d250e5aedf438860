import type { Caller } from '../../caller.ts';
import type { Fault } from '../../fault.ts';
import type { Call } from '../../route.ts';
import type { Collection } from '../../store.ts';
import { badRequest, forbidden } from './faults.ts';
import type { Filter, View } from './listing.ts';

/** A kind of thing: where it is kept, who sees it, how it goes out. */
export interface Resource<T extends { id: string; project: string }> {
  single: string;
  plural: string;
  /** The collection in URLs, where it is not `plural`: `security-groups`. */
  path: string;
  records: Collection<T>;
  visible(record: T, caller: Caller): boolean;
  view(record: T, caller: Caller): View;
  missing(id: string): Fault;
  filters?: Record<string, Filter>;
  docs: string;
}

/** Whether it belongs to the caller's project, or the caller may see everything. */
export const owns = (record: { project: string }, caller: Caller): boolean =>
  caller.admin || (record.project !== '' && record.project === caller.project?.id);

/** The thing with this id. @throws Fault 404 when there is none, or none that the caller may see. */
export function found<T extends { id: string; project: string }>(
  resource: Pick<Resource<T>, 'records' | 'visible' | 'missing'>,
  caller: Caller,
  id: string,
): T {
  const record = resource.records.get(id);
  if (!record || !resource.visible(record, caller)) throw resource.missing(id);
  return record;
}

/** The thing with this id, to be changed. @throws Fault 404, or 403 when it is another's. */
export function foundOwn<T extends { id: string; project: string }>(
  resource: Pick<Resource<T>, 'records' | 'visible' | 'missing'>,
  caller: Caller,
  id: string,
  policy: string,
): T {
  const record = found(resource, caller, id);
  if (!owns(record, caller)) throw forbidden(policy);
  return record;
}

/**
 * The project that a new thing is for.
 * @throws Fault 400 when it is not the caller's, who is no administrator.
 */
export function projectOf(
  { caller, project }: Pick<Call, 'caller' | 'project'>,
  { tenant_id, project_id }: { tenant_id?: string | undefined; project_id?: string | undefined },
): string {
  if (tenant_id !== undefined && project_id !== undefined && tenant_id !== project_id) {
    throw badRequest("'project_id' and 'tenant_id' do not match");
  }
  const asked = project_id ?? tenant_id ?? project;
  if (asked !== project && !caller.admin) {
    const words = "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request";
    throw badRequest(`${words} requires admin privileges`);
  }
  return asked;
}

/** Refuses the attributes that only an administrator may set. @throws Fault 403 */
export function checkAdminAttributes(
  caller: Caller,
  policy: string,
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  const name = caller.admin ? undefined : names.find((each) => given[each] !== undefined);
  if (name !== undefined) throw forbidden(policy, name);
}
