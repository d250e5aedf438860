import { z } from 'zod';
import { resourceOrder } from '../engine-api/host-order.ts';
import { objectName } from '../engine-api/names.ts';
import { filters, flag, number } from '../engine-api/query.ts';
import { changedResources } from './container-resources.ts';
import { engineFilters } from './engine-filters.ts';
import type { Learner } from './learner.ts';
import { ownContainer, ownFilter } from './lookup.ts';
import { asking, plain, type Route, route, told } from './route.ts';

const signal = z
  .string()
  .regex(/^[A-Za-z0-9+-]{0,16}$/, 'is no signal')
  .optional();
const seconds = number(-1, 300);

/** Asks the engine to do something with a container. */
async function act(
  learner: Learner,
  reference: string,
  verb: string,
  query: Record<string, string | number | undefined> = {},
) {
  const id = await ownContainer(learner, reference);
  return learner.engine.status({ method: 'POST', path: `/containers/${id}/${verb}`, query });
}

const keysOf = z
  .string()
  .max(64)
  .regex(/^[\w\-@^[\],\\]*$/, 'is no sequence of keys')
  .optional();

const start = route(
  'POST',
  '/containers/{id}/start',
  asking({ detachKeys: keysOf }),
  async ({ learner, at }) => {
    const id = await ownContainer(learner, at('id'));
    await learner.host.makeRoom(id);
    const status = await learner.engine.status({ method: 'POST', path: `/containers/${id}/start` });
    await learner.host.publish(id);
    return { status };
  },
);

const stop = route(
  'POST',
  '/containers/{id}/stop',
  asking({ t: seconds }),
  async ({ learner, at, query }) => ({
    status: await act(learner, at('id'), 'stop', { t: query.t }),
  }),
);

const restart = route(
  'POST',
  '/containers/{id}/restart',
  asking({ t: seconds }),
  async ({ learner, at, query }) => {
    const status = await act(learner, at('id'), 'restart', { t: query.t });
    await learner.host.publish(await ownContainer(learner, at('id')));
    return { status };
  },
);

const kill = route('POST', '/containers/{id}/kill', asking({ signal }), async ({ learner, at, query }) => ({
  status: await act(learner, at('id'), 'kill', { signal: query.signal || undefined }),
}));

const pause = route('POST', '/containers/{id}/pause', plain, async ({ learner, at }) => ({
  status: await act(learner, at('id'), 'pause'),
}));

const unpause = route('POST', '/containers/{id}/unpause', plain, async ({ learner, at }) => ({
  status: await act(learner, at('id'), 'unpause'),
}));

const resize = route(
  'POST',
  '/containers/{id}/resize',
  asking({ h: number(0, 10_000), w: number(0, 10_000) }),
  async ({ learner, at, query: { h, w } }) => ({ status: await act(learner, at('id'), 'resize', { h, w }) }),
);

const rename = route(
  'POST',
  '/containers/{id}/rename',
  asking({
    name: z
      .string()
      .transform((name) => name.replace(/^\//, ''))
      .pipe(objectName),
  }),
  async ({ learner, at, query }) => ({
    status: await act(learner, at('id'), 'rename', { name: learner.tenant.inward(query.name) }),
  }),
);

const waited = z.object({ StatusCode: z.number(), Error: z.object({ Message: z.string() }).nullish() });

/** Docker answers at once and says when it is over: clients wait for the first before they start a container. */
const wait = route(
  'POST',
  '/containers/{id}/wait',
  asking({ condition: z.enum(['', 'not-running', 'next-exit', 'removed']).optional() }),
  async ({ learner, at, query, asked }) => {
    const id = await ownContainer(learner, at('id'));
    const answer = await learner.engine.stream({
      method: 'POST',
      path: `/containers/${id}/wait`,
      query: { condition: query.condition || undefined },
      signal: asked.signal,
    });
    return { status: 200, type: 'application/json', stream: answer, lines: (line) => waited.parse(line) };
  },
);

const remove = route(
  'DELETE',
  '/containers/{id}',
  asking({ v: flag, force: flag, link: flag }),
  async ({ learner, at, query }) => {
    const id = await ownContainer(learner, at('id'));
    const status = await learner.engine.status({
      method: 'DELETE',
      path: `/containers/${id}`,
      query: { v: query.v, force: query.force },
    });
    learner.known.delete(id);
    return { status };
  },
);

const updated = z.object({ Warnings: z.array(z.string()).nullish() });

const update = route(
  'POST',
  '/containers/{id}/update',
  told(resourceOrder, {}),
  async ({ learner, at, body }) => {
    const id = await ownContainer(learner, at('id'));
    const answer = await learner.engine.json({
      method: 'POST',
      path: `/containers/${id}/update`,
      body: changedResources(body, learner.limits),
    });
    return { status: 200, json: { Warnings: updated.parse(answer).Warnings ?? [] } };
  },
);

const pruned = z.object({ ContainersDeleted: z.array(z.string()).nullish(), SpaceReclaimed: z.number() });

/** The engine prunes by the label of the learner, so that it touches nobody else's. */
const prune = route('POST', '/containers/prune', asking({ filters }), async ({ learner, query }) => {
  const { until, ...others } = Object.fromEntries(query.filters);
  const kept = await engineFilters(learner, new Map(Object.entries(others)), 'container');
  const scope = ownFilter(learner, { ...kept, ...(until && { until }) });
  const { engine, known } = learner;
  const answer = await engine.json({ method: 'POST', path: '/containers/prune', query: { filters: scope } });
  const { ContainersDeleted, SpaceReclaimed } = pruned.parse(answer);
  for (const id of ContainersDeleted ?? []) known.delete(id);
  return { status: 200, json: { ContainersDeleted: ContainersDeleted ?? [], SpaceReclaimed } };
});

export const containerLife: readonly Route[] = [
  prune,
  start,
  stop,
  restart,
  kill,
  pause,
  unpause,
  resize,
  rename,
  wait,
  update,
  remove,
];
