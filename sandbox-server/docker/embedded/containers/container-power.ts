import { z } from 'zod';
import { createBodySchema, hostConfigSchema } from '../config.ts';
import { badRequest, conflict, notFound } from '../fault.ts';
import { flag } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import { streamed } from '../streaming.ts';
import { nameFor } from './create-container.ts';
import { signalNamed } from './signal-named.ts';

const grace = z.object({ t: z.coerce.number().optional(), signal: z.string().optional() });
const nothing = { status: 204 } as const;

const create = route({
  method: 'POST',
  path: '/containers/create',
  query: z.object({ name: z.string().default(''), platform: z.string().optional() }),
  body: createBodySchema,
  docs: 'Container/operation/ContainerCreate',
  run: async ({ host, query, body }) => {
    const container = await host.create(body, query.name);
    return { status: 201, json: { Id: container.id, Warnings: [] } };
  },
});

const start = route({
  method: 'POST',
  path: '/containers/{id}/start',
  query: none,
  body: none,
  docs: 'Container/operation/ContainerStart',
  run: async ({ host, param }) => {
    const container = host.demand(param('id'));
    if (container.status === 'running') return { status: 304 };
    await container.start();
    return nothing;
  },
});

const stop = route({
  method: 'POST',
  path: '/containers/{id}/stop',
  query: grace,
  body: none,
  docs: 'Container/operation/ContainerStop',
  run: async ({ host, param, query }) => {
    const container = host.demand(param('id'));
    if (!container.isUp && container.status !== 'restarting') return { status: 304 };
    await container.stop(query.t);
    return nothing;
  },
});

const restart = route({
  method: 'POST',
  path: '/containers/{id}/restart',
  query: grace,
  body: none,
  docs: 'Container/operation/ContainerRestart',
  run: async ({ host, param, query }) => {
    const container = host.demand(param('id'));
    if (container.isUp || container.status === 'restarting') await container.stop(query.t);
    await container.start();
    container.event('restart');
    return nothing;
  },
});

const kill = route({
  method: 'POST',
  path: '/containers/{id}/kill',
  query: z.object({ signal: z.string().default('SIGKILL') }),
  body: none,
  docs: 'Container/operation/ContainerKill',
  run: ({ host, param, query }) => {
    const container = host.find(param('id'));
    if (!container)
      throw notFound(`Cannot kill container: ${param('id')}: No such container: ${param('id')}`);
    const signal = signalNamed(query.signal);
    if (!signal && !IGNORED.test(query.signal)) throw badRequest(`Invalid signal: ${query.signal}`);
    if (!container.isUp)
      throw conflict(`Cannot kill container: ${param('id')}: Container ${container.id} is not running`);
    if (signal) container.kill(signal);
    return nothing;
  },
});

/** Signals that nothing here answers: a window's new size, and those that do nothing by themselves. */
const IGNORED = /^(SIG)?(WINCH|CONT|CHLD|URG|PIPE|ALRM|STOP|TSTP)$|^(13|14|17|18|19|20|23|28)$/;

const pause = route({
  method: 'POST',
  path: '/containers/{id}/pause',
  query: none,
  body: none,
  docs: 'Container/operation/ContainerPause',
  run: ({ host, param }) => {
    host.demand(param('id')).pause();
    return nothing;
  },
});

const unpause = route({
  method: 'POST',
  path: '/containers/{id}/unpause',
  query: none,
  body: none,
  docs: 'Container/operation/ContainerUnpause',
  run: ({ host, param }) => {
    host.demand(param('id')).unpause();
    return nothing;
  },
});

const rename = route({
  method: 'POST',
  path: '/containers/{id}/rename',
  query: z.object({ name: z.string().default('') }),
  body: none,
  docs: 'Container/operation/ContainerRename',
  run: ({ host, param, query }) => {
    const container = host.demand(param('id'));
    if (query.name === '') throw badRequest('Neither old nor new names may be empty');
    if (query.name.replace(/^\//, '') === container.name)
      throw conflict('Renaming a container with the same name as its current name');
    const oldName = `/${container.name}`;
    container.keep({ name: nameFor(host, query.name) });
    host.networks.changed();
    container.event('rename', { oldName });
    return nothing;
  },
});

const wait = route({
  method: 'POST',
  path: '/containers/{id}/wait',
  query: z.object({ condition: z.enum(['not-running', 'next-exit', 'removed', '']).default('not-running') }),
  body: none,
  docs: 'Container/operation/ContainerWait',
  run: ({ host, param, query }) => {
    const ended = host.demand(param('id')).wait(query.condition || 'not-running');
    return streamed(async ({ json }) => {
      const { code, error } = await ended;
      json({ StatusCode: code, ...(error !== '' && { Error: { Message: error } }) });
    });
  },
});

const remove = route({
  method: 'DELETE',
  path: '/containers/{id}',
  query: z.object({ force: flag, v: flag, link: flag }),
  body: none,
  docs: 'Container/operation/ContainerDelete',
  run: async ({ host, param, query }) => {
    await host.remove(host.demand(param('id')), { force: query.force, volumes: query.v });
    return nothing;
  },
});

const update = route({
  method: 'POST',
  path: '/containers/{id}/update',
  query: none,
  body: hostConfigSchema.partial().extend({
    RestartPolicy: z
      .object({ Name: z.string().default(''), MaximumRetryCount: z.number().default(0) })
      .optional(),
  }),
  docs: 'Container/operation/ContainerUpdate',
  run: ({ host, param, body }) => {
    const container = host.demand(param('id'));
    const { hostConfig } = container.record;
    const { Memory, MemorySwap, NanoCpus, CpuShares, PidsLimit, RestartPolicy } = body;
    container.keep({
      hostConfig: {
        ...hostConfig,
        ...(Memory && { Memory }),
        ...(MemorySwap && { MemorySwap }),
        ...(NanoCpus && { NanoCpus }),
        ...(CpuShares && { CpuShares }),
        ...(PidsLimit && { PidsLimit }),
        ...(RestartPolicy?.Name && { RestartPolicy }),
      },
    });
    container.event('update');
    container.checkMemory();
    return { json: { Warnings: null } };
  },
});

const resize = route({
  method: 'POST',
  path: '/containers/{id}/resize',
  query: z.object({ h: z.coerce.number(), w: z.coerce.number() }),
  body: none,
  docs: 'Container/operation/ContainerResize',
  run: ({ host, param, query }) => {
    const container = host.demand(param('id'));
    container.demandUp();
    container.resize(query.w, query.h);
    return { status: 200 };
  },
});

/** What begins, ends and changes a container. */
export const containerPower: readonly Route[] = [
  create,
  start,
  stop,
  restart,
  kill,
  pause,
  unpause,
  rename,
  wait,
  remove,
  update,
  resize,
];
