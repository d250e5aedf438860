import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import { type Route, route } from '../../route.ts';
import { badRequest, fault } from './faults.ts';
import { floatingIpResource } from './floating-ips.ts';
import { networkResource } from './networks.ts';
import { portResource } from './ports.ts';
import { found, foundOwn, type Resource } from './resource.ts';
import { routerResource } from './routers.ts';
import { groupResource } from './security-groups.ts';
import { type StandardRecord, touched } from './standard.ts';
import type { NetworkState } from './state.ts';
import { subnetResource } from './subnets.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#standard-attributes-tag-extension';

// What comes in.

const replacement = z.object({ tags: z.array(z.string().min(1).max(60)) });

/** What can be tagged, whatever it is otherwise. */
interface Tagged {
  path: string;
  tags(caller: Caller, id: string): string[];
  set(caller: Caller, id: string, tags: readonly string[]): string[];
}

function tagged<T extends StandardRecord>(state: NetworkState, resource: Resource<T>): Tagged {
  return {
    path: resource.path,
    tags: (caller, id) => found(resource, caller, id).tags,
    set: (caller, id, tags) => {
      const record = foundOwn(resource, caller, id, 'update_tags');
      const sorted = [...new Set(tags)].sort();
      resource.records.put({ ...record, tags: sorted, ...touched(state, record) });
      return sorted;
    },
  };
}

const tagNotFound = (tag: string) => fault(404, 'TagNotFound', `Tag ${tag} could not be found.`);

function checkTag(tag: string): void {
  if (tag.length > 60) throw badRequest(`'${tag}' exceeds maximum length of 60.`);
}

// The calls.

function routesOfAll({ path, tags, set }: Tagged): Route[] {
  const all = `/v2.0/${path}/{id}/tags` as const;
  return [
    route({
      method: 'GET',
      path: all,
      docs: DOCS,
      run: (call) => ({ status: 200, body: { tags: tags(call.caller, call.param('id')) } }),
    }),
    route({
      method: 'PUT',
      path: all,
      docs: DOCS,
      input: replacement,
      run: (call) => {
        set(call.caller, call.param('id'), call.body.tags);
        return { status: 200, body: { tags: call.body.tags } };
      },
    }),
    route({
      method: 'DELETE',
      path: all,
      docs: DOCS,
      run: (call) => {
        set(call.caller, call.param('id'), []);
        return { status: 204 };
      },
    }),
  ];
}

function routesOfOne({ path, tags, set }: Tagged): Route[] {
  const one = `/v2.0/${path}/{id}/tags/{tag}` as const;
  return [
    route({
      method: 'GET',
      path: one,
      docs: DOCS,
      run: (call) => {
        if (!tags(call.caller, call.param('id')).includes(call.param('tag')))
          throw tagNotFound(call.param('tag'));
        return { status: 204 };
      },
    }),
    route({
      method: 'PUT',
      path: one,
      docs: DOCS,
      run: (call) => {
        const tag = call.param('tag');
        checkTag(tag);
        set(call.caller, call.param('id'), [...tags(call.caller, call.param('id')), tag]);
        return { status: 201 };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      docs: DOCS,
      run: (call) => {
        const tag = call.param('tag');
        const present = tags(call.caller, call.param('id'));
        if (!present.includes(tag)) throw tagNotFound(tag);
        set(
          call.caller,
          call.param('id'),
          present.filter((each) => each !== tag),
        );
        return { status: 204 };
      },
    }),
  ];
}

/** @see https://docs.openstack.org/api-ref/network/v2/#standard-attributes-tag-extension */
export function tags(state: NetworkState): Route[] {
  return [
    tagged(state, networkResource(state)),
    tagged(state, subnetResource(state)),
    tagged(state, portResource(state)),
    tagged(state, routerResource(state)),
    tagged(state, floatingIpResource(state)),
    tagged(state, groupResource(state)),
  ].flatMap((each) => [...routesOfAll(each), ...routesOfOne(each)]);
}
