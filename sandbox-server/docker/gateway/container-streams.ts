import { z } from 'zod';
import { flag, flagOrYes, moment } from '../engine-api/query.ts';
import { ownContainer } from './lookup.ts';
import { forbidden } from './refusal.ts';
import { asking, type Route, route } from './route.ts';

const streams = { stdin: flag, stdout: flag, stderr: flag };
const detachKeys = z
  .string()
  .max(64)
  .regex(/^[\w\-@^[\],\\]*$/, 'is no sequence of keys')
  .optional();
export const rawStream = 'application/vnd.docker.raw-stream';

const attach = route(
  'POST',
  '/containers/{id}/attach',
  asking({ ...streams, logs: flag, stream: flag, detachKeys }),
  async ({ learner, at, query }) => {
    const id = await ownContainer(learner, at('id'));
    const hijacked = await learner.engine.hijack({ method: 'POST', path: `/containers/${id}/attach`, query });
    return { hijacked, type: rawStream };
  },
);

const attachBySocket = route('GET', '/containers/{id}/attach/ws', asking({}), () => {
  throw forbidden('A container is attached to over a hijacked connection here, not over a WebSocket.');
});

const logs = route(
  'GET',
  '/containers/{id}/logs',
  asking({
    ...streams,
    follow: flag,
    timestamps: flag,
    since: moment,
    until: moment,
    tail: z
      .string()
      .regex(/^(?:all|\d{0,9}|-\d{1,9})$/, 'is no number of lines')
      .optional(),
    details: flag,
  }),
  async ({ learner, at, query, asked }) => {
    const id = await ownContainer(learner, at('id'));
    // Details are labels, ours among them.
    const { details: _, stdin: _input, ...understood } = query;
    const path = `/containers/${id}/logs`;
    const stream = await learner.engine.stream({
      method: 'GET',
      path,
      query: understood,
      signal: asked.signal,
    });
    return { status: 200, type: stream.headers['content-type'] ?? rawStream, stream };
  },
);

const count = z.number();
const counts = z.record(z.string(), z.union([count, z.string()]));
const processors = z
  .looseObject({
    cpu_usage: z.looseObject({ total_usage: count }),
  })
  .transform(({ cpu_usage, system_cpu_usage, online_cpus, throttling_data }) => ({
    cpu_usage,
    system_cpu_usage,
    online_cpus,
    throttling_data,
  }));

/** What `stats` counts. */
const stats = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  read: z.string(),
  preread: z.string(),
  num_procs: count,
  pids_stats: z.record(z.string(), count).optional(),
  blkio_stats: z.record(z.string(), z.unknown()).optional(),
  cpu_stats: processors,
  precpu_stats: processors,
  memory_stats: z.looseObject({ usage: count.optional(), limit: count.optional() }),
  networks: z.record(z.string(), counts).optional(),
  storage_stats: z.unknown().transform(() => ({})),
});

const statistics = route(
  'GET',
  '/containers/{id}/stats',
  asking({ stream: flagOrYes, 'one-shot': flag }),
  async ({ learner, at, query, asked }) => {
    const id = await ownContainer(learner, at('id'));
    const path = `/containers/${id}/stats`;
    const stream = await learner.engine.stream({
      method: 'GET',
      path,
      query: { stream: query.stream, 'one-shot': query['one-shot'] },
      signal: asked.signal,
    });
    const lines = (line: unknown): unknown => {
      const { name = '', ...rest } = stats.parse(line);
      return { ...rest, name: `/${learner.tenant.outward(name) ?? ''}` };
    };
    return { status: 200, type: 'application/json', stream, lines };
  },
);

const table = z.object({ Titles: z.array(z.string()), Processes: z.array(z.array(z.string())).nullish() });

/** Options of `ps` that choose columns; others could name files. */
const psOptions = z
  .string()
  .regex(/^[\w ,=-]{0,100}$/, 'is not offered as an option of ps')
  .optional();

const top = route(
  'GET',
  '/containers/{id}/top',
  asking({ ps_args: psOptions }),
  async ({ learner, at, query }) => {
    const id = await ownContainer(learner, at('id'));
    const path = `/containers/${id}/top`;
    const found = await learner.engine.json({
      method: 'GET',
      path,
      query: { ps_args: query.ps_args || undefined },
    });
    const { Titles, Processes } = table.parse(found);
    return { status: 200, json: { Titles, Processes: Processes ?? [] } };
  },
);

export const containerStreams: readonly Route[] = [attach, attachBySocket, logs, statistics, top];
