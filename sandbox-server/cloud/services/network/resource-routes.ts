import type { z } from 'zod';
import { type Answer, type Call, type Route, route } from '../../route.ts';
import { change, creation, type Items } from './body.ts';
import { listAnswer, type View, withFields } from './listing.ts';
import { found, foundOwn, type Resource } from './resource.ts';

/** Who asks, and for which project. */
export type Asking = Pick<Call, 'caller' | 'project'>;

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

/** The resource's own part of a POST. */
interface Creating<Given, T> {
  /** Makes and keeps one. @throws Fault when the resource's rules refuse it */
  make(given: Given, asking: Asking): T;
  /** Takes away what `make` made. */
  undo(record: T): void;
  /** What goes out, where it is not as the resource is seen otherwise. */
  view?(record: T, asking: Asking): View;
}

/** Makes all that a POST asks for, or nothing: when one is refused, those made before it are taken away. */
function createAll<Given, T extends { id: string; project: string }>(
  resource: Resource<T>,
  { items, bulk }: Items<Given>,
  asking: Asking,
  how: Creating<Given, T>,
): Answer {
  const made: T[] = [];
  try {
    for (const item of items) made.push(how.make(item, asking));
  } catch (error) {
    for (const record of made.toReversed()) how.undo(record);
    throw error;
  }
  const views = made.map((record) => how.view?.(record, asking) ?? resource.view(record, asking.caller));
  return { status: 201, body: bulk ? { [resource.plural]: views } : { [resource.single]: views[0] } };
}

/** The call that makes one of them, or several at once. */
export function creatingRoute<Given, T extends { id: string; project: string }>(
  resource: Resource<T>,
  schema: z.ZodType<Given>,
  how: Creating<Given, T>,
): Route {
  const { single, plural, path, docs } = resource;
  return route({
    method: 'POST',
    path: `/v2.0/${path}`,
    docs,
    input: creation(single, plural, schema),
    run: (call) => createAll(resource, call.body, call, how),
  });
}

/** The call that changes one of them, when it is the caller's. `update` keeps the changed record and returns it. */
export function updatingRoute<Given, T extends { id: string; project: string }>(
  resource: Resource<T>,
  schema: z.ZodType<Given>,
  update: (record: T, given: Given, asking: Asking) => T,
): Route {
  const { single, path, docs } = resource;
  return route({
    method: 'PUT',
    path: `/v2.0/${path}/{id}`,
    docs,
    input: change(single, schema),
    run: (call) => {
      const record = foundOwn(resource, call.caller, call.param('id'), `update_${single}`);
      const kept = update(record, call.body.items[0], call);
      return { status: 200, body: { [single]: resource.view(kept, call.caller) } };
    },
  });
}

/** The call that takes one of them away, when it is the caller's. */
export function removingRoute<T extends { id: string; project: string }>(
  resource: Resource<T>,
  remove: (record: T, asking: Asking) => void,
): Route {
  const { single, path, docs } = resource;
  return route({
    method: 'DELETE',
    path: `/v2.0/${path}/{id}`,
    docs,
    run: (call) => {
      remove(foundOwn(resource, call.caller, call.param('id'), `delete_${single}`), call);
      return { status: 204 };
    },
  });
}
