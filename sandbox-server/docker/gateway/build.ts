import { z } from 'zod';
import { labels, text } from '../engine-api/fields.ts';
import { repositoryName } from '../engine-api/names.ts';
import { flag, number } from '../engine-api/query.ts';
import { buildContext } from './build-context.ts';
import { planBuild } from './build-plan.ts';
import { boundedResources } from './container-resources.ts';
import { progressLine } from './image-create.ts';
import { newKeep, ownImages, ownName, refuseMoreImages } from './image-names.ts';
import type { Learner } from './learner.ts';
import { forbidden } from './refusal.ts';
import { asking, plain, type Route, route } from './route.ts';

/** JSON in a query, read by a schema. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .max(262_144)
    .optional()
    .transform((given, context): unknown => {
      if (!given) return undefined;
      try {
        return JSON.parse(given);
      } catch {
        context.addIssue({ code: 'invalid_format', format: 'json', message: 'is no JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema.optional());

const never = (reason: string) =>
  z
    .string()
    .regex(/^(?:|0|false|null|\[\]|\{\})$/, reason)
    .optional();
const size = number(0, 2 ** 40);

const buildQuery = {
  dockerfile: text(1024).optional(),
  't[]': z.array(repositoryName).max(16).optional(),
  q: flag,
  nocache: flag,
  forcerm: flag,
  target: z
    .string()
    .max(128)
    .regex(/^[\w.-]*$/, 'is no stage')
    .optional(),
  buildargs: json(z.record(z.string().regex(/^\w{1,128}$/, 'is no name'), z.string().max(65_536).nullable())),
  labels: json(labels),
  memory: size,
  cpuquota: size,
  cpuperiod: size,
  remote: never('a build takes the files that are sent along, not an address'),
  networkmode: z
    .enum(['', 'default', 'bridge', 'none'], { error: 'a build has the learner’s own network, or none' })
    .optional(),
  extrahosts: never('names of hosts are not added to a build'),
  cgroupparent: never('the group of limits that a build is in is this server’s to choose'),
  squash: never('images are not squashed here'),
  outputs: never('BuildKit is not offered here: build with the classic builder, DOCKER_BUILDKIT=0'),
  version: z
    .enum(['', '1'], {
      error: 'BuildKit is not offered here: build with the classic builder, DOCKER_BUILDKIT=0',
    })
    .optional(),
  securityopt: never('what Docker confines in a build stays confined'),
};

/** Images of the learner's own that a build may take layers from: nobody else's, whatever is alike. */
async function cacheOf(learner: Learner): Promise<string> {
  const found = await ownImages(learner);
  // A source that is not there finds nothing: without any, the engine would look at everybody's.
  return JSON.stringify([`${learner.tenant.images}none`, ...found.map(({ Id }) => Id)]);
}

const build = route('POST', '/build', asking(buildQuery), async ({ learner, query, asked }) => {
  await learner.inTurn(() => refuseMoreImages(learner));
  const tags = (query['t[]'] ?? []).filter(Boolean).map((name) => ownName(learner, name));
  const given = Object.fromEntries(
    Object.entries(query.buildargs ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
  const names = new Map<string, string>();
  const context = buildContext(
    asked.body,
    { dockerfile: query.dockerfile || 'Dockerfile', limits: learner.limits },
    async (source) => {
      const plan = await planBuild(learner, source, new Map(Object.entries(given)));
      for (const [id, name] of plan.names) names.set(id, name);
      return plan.dockerfile;
    },
  );
  const bounds = boundedResources(
    { Memory: query.memory, CpuQuota: query.cpuquota, CpuPeriod: query.cpuperiod },
    learner.limits,
  );
  const share = {
    cpuperiod: bounds.CpuPeriod ?? 100_000,
    cpuquota: bounds.CpuQuota ?? (bounds.NanoCpus ?? 1e9) / 10_000,
  };
  const networkmode = query.networkmode === 'none' ? 'none' : await learner.host.bridge();
  const sent = learner.engine.stream({
    method: 'POST',
    path: '/build',
    query: {
      dockerfile: context.dockerfile,
      t: [...tags, newKeep(learner)],
      q: query.q,
      nocache: query.nocache,
      rm: true,
      forcerm: true,
      target: query.target || undefined,
      buildargs: JSON.stringify(given),
      labels: JSON.stringify(query.labels ?? {}),
      cachefrom: await cacheOf(learner),
      memory: bounds.Memory,
      memswap: bounds.MemorySwap,
      cpushares: bounds.CpuShares,
      shmsize: 64 << 20,
      networkmode,
      ...share,
    },
    stream: { type: 'application/x-tar', from: context.stream },
    signal: asked.signal,
  });
  const stream = await sent;
  return { status: 200, type: 'application/json', stream, lines: progressLine(learner, names) };
});

const pruneCache = route('POST', '/build/prune', plain, () => ({
  status: 200,
  json: { CachesDeleted: [], SpaceReclaimed: 0 },
}));

const cancel = route('POST', '/build/cancel', plain, () => {
  throw forbidden('A build is cancelled by hanging up.');
});

/** https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ImageBuild */
export const buildRoutes: readonly Route[] = [build, pruneCache, cancel];
