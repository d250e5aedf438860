import { z } from 'zod';
import { fields } from '../engine-api/fields.ts';
import { flag } from '../engine-api/query.ts';
import { bounded } from './bounded.ts';
import { ownContainer } from './lookup.ts';
import { asking, plain, type Route, route } from './route.ts';

const path = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\0]*$/, 'holds a null character');
const header = 'x-docker-container-path-stat';

const fileStatus = fields({
  name: z.string(),
  size: z.number(),
  mode: z.number(),
  mtime: z.string(),
  linkTarget: z.string().optional(),
});

/** What the engine says of a file in a header: of the container, so nothing of it is foreign. */
function statusOf(text: string | string[] | undefined): Record<string, string> {
  if (typeof text !== 'string') return {};
  const read = fileStatus.parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
  return { 'X-Docker-Container-Path-Stat': Buffer.from(JSON.stringify(read)).toString('base64') };
}

const look = route('HEAD', '/containers/{id}/archive', asking({ path }), async ({ learner, at, query }) => {
  const id = await ownContainer(learner, at('id'));
  const answer = await learner.engine.stream({ method: 'HEAD', path: `/containers/${id}/archive`, query });
  answer.resume();
  return { status: 200, headers: statusOf(answer.headers[header]) };
});

const copyOut = route(
  'GET',
  '/containers/{id}/archive',
  asking({ path }),
  async ({ learner, at, query, asked }) => {
    const id = await ownContainer(learner, at('id'));
    const { signal } = asked;
    const stream = await learner.engine.stream({
      method: 'GET',
      path: `/containers/${id}/archive`,
      query,
      signal,
    });
    return { status: 200, type: 'application/x-tar', stream, headers: statusOf(stream.headers[header]) };
  },
);

const copyIn = route(
  'PUT',
  '/containers/{id}/archive',
  asking({ path, noOverwriteDirNonDir: flag, copyUIDGID: flag }),
  async ({ learner, at, query, asked }) => {
    const id = await ownContainer(learner, at('id'));
    const from = bounded(asked.body, learner.limits.archive, 'An archive');
    const status = await learner.engine.status({
      method: 'PUT',
      path: `/containers/${id}/archive`,
      query,
      stream: { type: 'application/x-tar', from },
      signal: asked.signal,
    });
    return { status };
  },
);

const exported = route('GET', '/containers/{id}/export', plain, async ({ learner, at, asked }) => {
  const id = await ownContainer(learner, at('id'));
  const stream = await learner.engine.stream({
    method: 'GET',
    path: `/containers/${id}/export`,
    signal: asked.signal,
  });
  return { status: 200, type: 'application/octet-stream', stream };
});

const change = z.object({ Path: z.string(), Kind: z.number() });

const changes = route('GET', '/containers/{id}/changes', plain, async ({ learner, at }) => {
  const id = await ownContainer(learner, at('id'));
  const found = await learner.engine.json({ method: 'GET', path: `/containers/${id}/changes` });
  return {
    status: 200,
    json: z
      .array(change)
      .nullable()
      .parse(found ?? null),
  };
});

export const containerFiles: readonly Route[] = [look, copyOut, copyIn, exported, changes];
