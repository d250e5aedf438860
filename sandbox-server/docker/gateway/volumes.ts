import { z } from 'zod';
import { fields, ignored, labels, never } from '../engine-api/fields.ts';
import { isFullId, objectName } from '../engine-api/names.ts';
import { filters, flag } from '../engine-api/query.ts';
import { engineFilters } from './engine-filters.ts';
import type { Learner } from './learner.ts';
import { unlessMissing } from './lookup.ts';
import { badRequest, conflict, notFound } from './refusal.ts';
import { asking, plain, type Route, route, told } from './route.ts';
import { label, ownLabels, type Tenant } from './tenant.ts';

/** What comes in. */
const volumeOrder = fields({
  Name: z.union([z.literal(''), objectName]).optional(),
  Driver: z.enum(['', 'local'], { error: 'volumes are kept by the driver “local”' }).optional(),
  DriverOpts: never('options of the driver could mount folders of the computer'),
  Labels: labels.optional(),
  ClusterVolumeSpec: never('this is a swarm’s, which is not offered here'),
  Type: ignored,
});

/** What goes out. */
const volumeAnswer = z.object({
  Name: z.string(),
  Driver: z.string(),
  CreatedAt: z.string().optional(),
  Labels: z.record(z.string(), z.string()).nullish(),
});
type VolumeAnswer = z.output<typeof volumeAnswer>;

const volumeList = z.object({ Volumes: z.array(volumeAnswer).nullish() });

/** With a place as it were on a host of the learner's own. */
function view(tenant: Tenant, { Name, Labels, ...rest }: VolumeAnswer) {
  const name = tenant.outward(Name) ?? Name;
  return {
    ...rest,
    Name: name,
    Mountpoint: `/var/lib/docker/volumes/${name}/_data`,
    Labels: ownLabels(Labels),
    Options: {},
    Scope: 'local',
  };
}

const scopeOf = ({ tenant }: Learner, more: Record<string, readonly string[]> = {}): string => {
  const { label: given = [], ...others } = more;
  return JSON.stringify({ ...others, label: [...given, tenant.filter, `${label.server}=${tenant.server}`] });
};

/** The volumes of a learner, in the engine's words. */
export async function ownVolumes(
  learner: Learner,
  more: Record<string, readonly string[]> = {},
): Promise<VolumeAnswer[]> {
  const found = await learner.engine.json({
    method: 'GET',
    path: '/volumes',
    query: { filters: scopeOf(learner, more) },
  });
  return volumeList.parse(found).Volumes ?? [];
}

/** The learner's volume of that name; one that nobody named has an id. @throws Refusal 404 */
async function ownVolume({ tenant, engine }: Learner, name: string): Promise<VolumeAnswer> {
  const ask = async (asked: string): Promise<VolumeAnswer | undefined> => {
    const found = volumeAnswer.safeParse(
      await unlessMissing(engine.json({ method: 'GET', path: `/volumes/${asked}` })),
    );
    return found.success && tenant.owns(found.data.Labels) ? found.data : undefined;
  };
  const isName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/.test(name);
  const found = isName
    ? ((await ask(tenant.inward(name))) ?? (isFullId(name) ? await ask(name) : undefined))
    : undefined;
  if (!found) throw notFound(`get ${name}: no such volume`);
  return found;
}

const list = route('GET', '/volumes', asking({ filters }), async ({ learner, query }) => {
  const found = await ownVolumes(learner, await engineFilters(learner, query.filters, 'volume'));
  return { status: 200, json: { Volumes: found.map((each) => view(learner.tenant, each)), Warnings: null } };
});

const inspect = route('GET', '/volumes/{name}', plain, async ({ learner, at }) => ({
  status: 200,
  json: view(learner.tenant, await ownVolume(learner, at('name'))),
}));

const create = route('POST', '/volumes/create', told(volumeOrder, {}), async ({ learner, body }) => {
  const { tenant, engine, limits } = learner;
  const make = async () => {
    const existing = await ownVolumes(learner);
    const name = body.Name ? tenant.inward(body.Name) : undefined;
    if (existing.length >= limits.volumes && !existing.some(({ Name }) => Name === name))
      throw conflict(
        `You have ${existing.length} volumes, and more are not given to one learner. Remove some: docker volume prune`,
      );
    const order = {
      ...(name && { Name: name }),
      Driver: 'local',
      Labels: { ...body.Labels, ...tenant.labels },
    };
    return volumeAnswer.parse(await engine.json({ method: 'POST', path: '/volumes/create', body: order }));
  };
  return { status: 201, json: view(tenant, await learner.inTurn(make)) };
});

const remove = route('DELETE', '/volumes/{name}', asking({ force: flag }), async ({ learner, at, query }) => {
  const { Name } = await ownVolume(learner, at('name'));
  return {
    status: await learner.engine.status({
      method: 'DELETE',
      path: `/volumes/${Name}`,
      query: { force: query.force },
    }),
  };
});

const pruned = z.object({ VolumesDeleted: z.array(z.string()).nullish(), SpaceReclaimed: z.number() });

const prune = route('POST', '/volumes/prune', asking({ filters }), async ({ learner, query }) => {
  const strange = [...query.filters.keys()].find((name) => name !== 'label' && name !== 'all');
  if (strange !== undefined) throw badRequest(`Invalid filter '${strange}'`);
  const scope = scopeOf(learner, { label: query.filters.get('label') ?? [] });
  const answer = await learner.engine.json({
    method: 'POST',
    path: '/volumes/prune',
    query: { filters: scope },
  });
  const { VolumesDeleted, SpaceReclaimed } = pruned.parse(answer);
  const names = (VolumesDeleted ?? []).map((name) => learner.tenant.outward(name) ?? name);
  return { status: 200, json: { VolumesDeleted: names, SpaceReclaimed } };
});

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Volume */
export const volumeRoutes: readonly Route[] = [list, create, prune, inspect, remove];
