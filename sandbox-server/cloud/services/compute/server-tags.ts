import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Answer, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { tag } from './inputs.ts';
import { links } from './links.ts';
import { demandServer, type ServerRecord } from './server-records.ts';

const MOST_TAGS = 50;
const input = z.strictObject({ tags: z.array(tag).max(MOST_TAGS) });
const PATH = '/v2.1/servers/{id}/tags';
const DOCS = 'https://docs.openstack.org/api-ref/compute/#server-tags-servers-tags';

function refuseMissing({ id, tags }: ServerRecord, wanted: string): void {
  if (!tags.includes(wanted)) {
    throw new Fault(404, `Instance ${id} has no tag '${wanted}'`);
  }
}

function reading({ servers }: Compute): Route[] {
  return [
    route({
      method: 'GET',
      path: PATH,
      since: 26,
      docs: DOCS,
      run: (call) => ({ status: 200, body: { tags: demandServer(servers, call, call.param('id')).tags } }),
    }),
    route({
      method: 'GET',
      path: `${PATH}/{tag}`,
      since: 26,
      docs: DOCS,
      run: (call) => {
        refuseMissing(demandServer(servers, call, call.param('id')), call.param('tag'));
        return { status: 204 };
      },
    }),
  ];
}

function save({ servers, parts }: Compute, record: ServerRecord, tags: string[]): string[] {
  const sorted = [...new Set(tags)].sort();
  servers.put({ ...record, tags: sorted, updatedAt: parts.clock.now() });
  return sorted;
}

/** Adds a tag; false when the server has it already. */
function add(compute: Compute, record: ServerRecord, given: string): boolean {
  const wanted = tag.safeParse(given);
  if (!wanted.success) {
    throw new Fault(
      400,
      `Tag '${given}' is invalid. It must be a string of 1 to 60 characters without '/' and ','.`,
    );
  }
  if (record.tags.includes(wanted.data)) {
    return false;
  }
  if (record.tags.length >= MOST_TAGS) {
    throw new Fault(400, `The number of tags exceeded the per-server limit ${MOST_TAGS}`);
  }
  save(compute, record, [...record.tags, wanted.data]);
  return true;
}

/** Words by which servers are found again. */
export function serverTags(compute: Compute): Route[] {
  const { servers } = compute;
  return [
    ...reading(compute),
    route({
      method: 'PUT',
      path: PATH,
      since: 26,
      docs: DOCS,
      input,
      run: (call) => {
        const record = demandServer(servers, call, call.param('id'));
        return { status: 200, body: { tags: save(compute, record, call.body.tags) } };
      },
    }),
    route({
      method: 'PUT',
      path: `${PATH}/{tag}`,
      since: 26,
      docs: DOCS,
      run: (call): Answer => {
        const record = demandServer(servers, call, call.param('id'));
        if (!add(compute, record, call.param('tag'))) {
          return { status: 204 };
        }
        const server = links(call, `servers/${record.id}`)[0]?.href;
        const location = `${server}/tags/${encodeURIComponent(call.param('tag'))}`;
        return { status: 201, headers: { location, 'content-type': 'text/html; charset=UTF-8' }, body: '' };
      },
    }),
    route({
      method: 'DELETE',
      path: `${PATH}/{tag}`,
      since: 26,
      docs: DOCS,
      run: (call) => {
        const record = demandServer(servers, call, call.param('id'));
        refuseMissing(record, call.param('tag'));
        const kept = record.tags.filter((each) => each !== call.param('tag'));
        save(compute, record, kept);
        return { status: 204 };
      },
    }),
    route({
      method: 'DELETE',
      path: PATH,
      since: 26,
      docs: DOCS,
      run: (call) => {
        save(compute, demandServer(servers, call, call.param('id')), []);
        return { status: 204 };
      },
    }),
  ];
}
