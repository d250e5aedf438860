import { z } from 'zod';
import { inspectedContainer, listedContainer } from '../engine-api/container-answers.ts';
import { filters, flag, number } from '../engine-api/query.ts';
import { containerCreate } from './container-create.ts';
import { containerFiles } from './container-files.ts';
import { containerLife } from './container-life.ts';
import { containerStreams } from './container-streams.ts';
import { inspectedView, listedView } from './container-view.ts';
import { engineFilters } from './engine-filters.ts';
import { execRoutes } from './execs.ts';
import { keepKnown, ownContainer, ownFilter } from './lookup.ts';
import { asking, type Route, route } from './route.ts';

const list = route(
  'GET',
  '/containers/json',
  asking({ all: flag, size: flag, limit: number(-1, 10_000), filters }),
  async ({ learner, query }) => {
    const found = await learner.engine.json({
      method: 'GET',
      path: '/containers/json',
      query: {
        all: query.all,
        size: query.size,
        limit: query.limit,
        filters: ownFilter(learner, await engineFilters(learner, query.filters, 'container')),
      },
    });
    const containers = z.array(listedContainer).parse(found);
    for (const { Id } of containers) keepKnown(learner, Id);
    return { status: 200, json: containers.map((each) => listedView(learner.tenant, each)) };
  },
);

const inspect = route(
  'GET',
  '/containers/{id}/json',
  asking({ size: flag }),
  async ({ learner, at, query }) => {
    const id = await ownContainer(learner, at('id'));
    const found = await learner.engine.json({
      method: 'GET',
      path: `/containers/${id}/json`,
      query: { size: query.size },
    });
    const container = inspectedContainer.parse(found);
    keepKnown(learner, container.Id);
    return { status: 200, json: inspectedView(learner.tenant, container) };
  },
);

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container */
export const containerRoutes: readonly Route[] = [
  list,
  containerCreate,
  inspect,
  ...containerLife,
  ...containerStreams,
  ...containerFiles,
  ...execRoutes,
];
