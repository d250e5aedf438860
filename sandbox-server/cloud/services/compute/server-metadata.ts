import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { exceeds } from '../../quota.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { metadata } from './inputs.ts';
import { demandServer, type ServerRecord } from './server-records.ts';
import { refuseLocked } from './servers.ts';

const wholeInput = z.strictObject({ metadata });
const oneInput = z.strictObject({ meta: metadata });
const PATH = '/v2.1/servers/{id}/metadata';
const DOCS = 'https://docs.openstack.org/api-ref/compute/#list-all-metadata';

function demandItem({ metadata: items }: ServerRecord, key: string): string {
  const found = items[key];
  if (found === undefined) {
    throw new Fault(404, 'Metadata item was not found');
  }
  return found;
}

function reading({ servers }: Compute): Route[] {
  return [
    route({
      method: 'GET',
      path: PATH,
      docs: DOCS,
      run: (call) => ({
        status: 200,
        body: { metadata: demandServer(servers, call, call.param('id')).metadata },
      }),
    }),
    route({
      method: 'GET',
      path: `${PATH}/{key}`,
      docs: DOCS,
      run: (call) => {
        const key = call.param('key');
        const value = demandItem(demandServer(servers, call, call.param('id')), key);
        return { status: 200, body: { meta: { [key]: value } } };
      },
    }),
  ];
}

/** Changes the metadata of servers, and tells their machines. */
function saving({ servers, quotas, life, parts }: Compute) {
  return (
    call: Pick<Call, 'caller' | 'project'>,
    id: string,
    change: (now: Record<string, string>) => Record<string, string>,
  ): Record<string, string> => {
    const found = demandServer(servers, call, id);
    refuseLocked(found, call.caller.admin);
    const items = change(found.metadata);
    const limit = quotas.limits(found.project).metadata_items;
    if (exceeds(limit, 0, Object.keys(items).length)) {
      throw new Fault(403, `Maximum number of metadata items exceeds ${limit}`);
    }
    life.changed(servers.put({ ...found, metadata: items, updatedAt: parts.clock.now() }));
    return items;
  };
}

/** Words that a server's owner attaches to it, and that it can read itself. */
export function serverMetadata(compute: Compute): Route[] {
  const save = saving(compute);
  return [
    ...reading(compute),
    route({
      method: 'POST',
      path: PATH,
      docs: DOCS,
      input: wholeInput,
      run: (call) => {
        const items = save(call, call.param('id'), (now) => ({ ...now, ...call.body.metadata }));
        return { status: 200, body: { metadata: items } };
      },
    }),
    route({
      method: 'PUT',
      path: PATH,
      docs: DOCS,
      input: wholeInput,
      run: (call) => ({
        status: 200,
        body: { metadata: save(call, call.param('id'), () => call.body.metadata) },
      }),
    }),
    route({
      method: 'PUT',
      path: `${PATH}/{key}`,
      docs: DOCS,
      input: oneInput,
      run: (call) => {
        const key = call.param('key');
        const value = call.body.meta[key];
        if (value === undefined || Object.keys(call.body.meta).length !== 1) {
          throw new Fault(400, 'Request body and URI mismatch');
        }
        save(call, call.param('id'), (now) => ({ ...now, [key]: value }));
        return { status: 200, body: { meta: { [key]: value } } };
      },
    }),
    route({
      method: 'DELETE',
      path: `${PATH}/{key}`,
      docs: DOCS,
      run: (call) => {
        const key = call.param('key');
        demandItem(demandServer(compute.servers, call, call.param('id')), key);
        save(call, call.param('id'), (now) =>
          Object.fromEntries(Object.entries(now).filter(([each]) => each !== key)),
        );
        return { status: 204 };
      },
    }),
  ];
}
