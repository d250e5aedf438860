import { z } from 'zod';
import { badRequest } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { demandFilters, type Filters, filters, flag, hasLabels, momentOf } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import type { Container } from './container.ts';
import { containerSummary, containerView } from './container-view.ts';
import { publishedPorts } from './plugging.ts';

const KNOWN = [
  'ancestor',
  'before',
  'expose',
  'exited',
  'health',
  'id',
  'isolation',
  'is-task',
  'label',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
];
const STATUSES = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

function isOfImage({ images }: DockerHost, container: Container, name: string): boolean {
  const image = images.find(name);
  const ancestors = (id: string): string[] => {
    const parent = images.find(id)?.parent ?? '';
    return parent === '' ? [id] : [id, ...ancestors(parent)];
  };
  return image !== undefined && ancestors(container.image).includes(image.id);
}

function portFits(ports: readonly string[], wanted: string): boolean {
  const [range = '', protocol = 'tcp'] = wanted.split('/');
  const [first = 0, last = first] = range.split('-').map(Number);
  return ports.some((port) => {
    const [number, own = 'tcp'] = port.split('/');
    return own === protocol && Number(number) >= first && Number(number) <= last;
  });
}

type Test = (container: Container, value: string) => boolean;

function testsOf(host: DockerHost): Readonly<Record<string, Test>> {
  return {
    ancestor: (container, value) => isOfImage(host, container, value),
    before: ({ record }, value) => record.created < host.demand(value).record.created,
    since: ({ record }, value) => record.created > host.demand(value).record.created,
    exited: ({ status, record }, value) => status === 'exited' && record.state.exitCode === Number(value),
    expose: ({ record }, value) => portFits(Object.keys(record.config.ExposedPorts ?? {}), value),
    publish: (container, value) =>
      portFits(
        [...publishedPorts(container).values()].flat().map(({ HostPort }) => HostPort),
        value,
      ),
    health: ({ health }, value) => (health.view?.Status ?? 'none') === value,
    id: ({ id }, value) => id.startsWith(value),
    name: ({ name }, value) =>
      new RegExp(value.replace(/^\^?\//, (start) => start.replace('/', ''))).test(name),
    network: (container, value) =>
      container.endpoints().some(([name, { network }]) => name === value || network.startsWith(value)),
    status: (container, value) => container.status === value,
    volume: ({ record }, value) =>
      record.mounts.some(({ Name, Source, Destination }) => [Name, Source, Destination].includes(value)),
  };
}

/** Containers that fit all filters; of one filter's values one is enough. */
export function containersThatFit(host: DockerHost, wanted: Filters): Container[] {
  const tests = testsOf(host);
  const wrong = wanted.get('status')?.find((value) => !STATUSES.includes(value));
  if (wrong !== undefined) throw badRequest(`Unrecognised filter value for status: ${wrong}`);
  return host.containers.filter(
    (container) =>
      hasLabels(container.record.config.Labels, wanted.get('label')) &&
      [...wanted].every(([name, values]) => {
        const test = tests[name];
        return !test || values.some((value) => test(container, value));
      }),
  );
}

/** Lists, and all of one. */
export const containerList: readonly Route[] = [
  route({
    method: 'GET',
    path: '/containers/json',
    query: z.object({
      all: flag,
      limit: z.coerce.number().optional(),
      size: flag,
      filters,
      since: z.string().optional(),
      before: z.string().optional(),
    }),
    body: none,
    docs: 'Container/operation/ContainerList',
    run: ({ host, query }) => {
      demandFilters(query.filters, KNOWN);
      const isWide =
        query.all ||
        (query.limit ?? 0) > 0 ||
        ['status', 'exited', 'before', 'since'].some((name) => query.filters.has(name));
      const found = containersThatFit(host, query.filters).filter(
        (container) => isWide || container.isUp || container.status === 'restarting',
      );
      const newest = found.toReversed().slice(0, query.limit && query.limit > 0 ? query.limit : undefined);
      return { json: newest.map((container) => containerSummary(container, query.size)) };
    },
  }),
  route({
    method: 'GET',
    path: '/containers/{id}/json',
    query: z.object({ size: flag }),
    body: none,
    docs: 'Container/operation/ContainerInspect',
    run: ({ host, param, query }) => ({ json: containerView(host.demand(param('id')), query.size) }),
  }),
  route({
    method: 'POST',
    path: '/containers/prune',
    query: z.object({ filters }),
    body: none,
    docs: 'Container/operation/ContainerPrune',
    run: async ({ host, query }) => {
      const until = query.filters.get('until')?.[0];
      const before = until === undefined ? Number.POSITIVE_INFINITY : momentOf(until, host.clock.now());
      const idle = host.containers.filter(
        ({ status, record }) =>
          ['created', 'exited', 'dead'].includes(status) &&
          record.created < before &&
          hasLabels(record.config.Labels, query.filters.get('label')),
      );
      for (const container of idle) await host.remove(container, { force: false, volumes: false });
      host.events.add('container', 'prune', '', { reclaimed: '0' });
      return {
        json: { ContainersDeleted: idle.length > 0 ? idle.map(({ id }) => id) : null, SpaceReclaimed: 0 },
      };
    },
  }),
];
