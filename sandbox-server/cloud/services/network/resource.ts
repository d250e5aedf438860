import type { Caller } from '../../caller.ts';
import type { Fault } from '../../fault.ts';
import { type Answer, type Call, type Route, route } from '../../route.ts';
import type { Collection } from '../../store.ts';
import type { Items } from './body.ts';
import { badRequest, forbidden } from './faults.ts';
import { type Filter, listAnswer, type View, withFields } from './listing.ts';

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

/** The calls that every resource has alike: the list, and one of it. */
export function readingRoutes<T extends { id: string; project: string }>(resource: Resource<T>): Route[] {
  const { single, plural, path, docs } = resource;
  return [
    route({
      method: 'GET',
      path: `/v2.0/${path}`,
      policy: `get_${single}`,
      docs,
      run: (call) => {
        const seen = resource.records.where((record) => resource.visible(record, call.caller));
        const views = seen.map((record) => resource.view(record, call.caller));
        return listAnswer(call, plural, views, resource);
      },
    }),
    route({
      method: 'GET',
      path: `/v2.0/${path}/{id}`,
      policy: `get_${single}`,
      docs,
      run: (call) => {
        const record = found(resource, call.caller, call.param('id'));
        return {
          status: 200,
          body: { [single]: withFields(resource.view(record, call.caller), call.query) },
        };
      },
    }),
  ];
}

/** The call that takes one of them away, when it is the caller's. */
export function removingRoute<T extends { id: string; project: string }>(
  resource: Resource<T>,
  remove: (record: T, caller: Caller) => void,
): Route {
  const { single, path, docs } = resource;
  return route({
    method: 'DELETE',
    path: `/v2.0/${path}/{id}`,
    docs,
    run: (call) => {
      remove(foundOwn(resource, call.caller, call.param('id'), `delete_${single}`), call.caller);
      return { status: 204 };
    },
  });
}

/**
 * Makes all that a POST asks for, or nothing: when one is refused, those made before it are taken away.
 */
export function createAll<Input, T extends { id: string; project: string }>(
  resource: Pick<Resource<T>, 'single' | 'plural'>,
  { items, bulk }: Items<Input>,
  how: { make(item: Input): T; undo(record: T): void; view(record: T): View },
): Answer {
  const made: T[] = [];
  try {
    for (const item of items) made.push(how.make(item));
  } catch (error) {
    for (const record of made.toReversed()) how.undo(record);
    throw error;
  }
  const views = made.map((record) => how.view(record));
  return { status: 201, body: bulk ? { [resource.plural]: views } : { [resource.single]: views[0] } };
}
