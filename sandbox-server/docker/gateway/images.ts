import { z } from 'zod';
import { imageReference, repositoryName, tagName } from '../engine-api/names.ts';
import { type Filters, filters, flag } from '../engine-api/query.ts';
import {
  isOwnName,
  type ListedImage,
  ownImages,
  ownName,
  refuseMoreImages,
  visibleImages,
  visibleNames,
} from './image-names.ts';
import type { Learner } from './learner.ts';
import { findImage, ownFilter } from './lookup.ts';
import { badRequest, conflict, forbidden, Refusal } from './refusal.ts';
import { asking, plain, type Route, route } from './route.ts';

const none = '<none>';

function listedView(learner: Learner, { RepoTags, RepoDigests, Labels, ...rest }: ListedImage) {
  const tags = visibleNames(learner, RepoTags);
  const digests = visibleNames(learner, RepoDigests);
  return {
    ...rest,
    ParentId: '',
    RepoTags: tags.length > 0 ? tags : [`${none}:${none}`],
    RepoDigests: digests.length > 0 ? digests : tags.length > 0 ? [] : [`${none}@${none}`],
    VirtualSize: rest.Size,
    SharedSize: -1,
    Containers: -1,
    Labels: Labels ?? null,
  };
}

const isDangling = (learner: Learner, { RepoTags }: ListedImage): boolean =>
  visibleNames(learner, RepoTags).length === 0;

/** A pattern of names as the shell writes them, for a repository or a repository with its tag. */
function pattern(text: string): RegExp {
  const escaped = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${escaped}$`);
}

/** What of the filters the engine can look at; names are looked at here, in the learner's words. */
async function engineSide(learner: Learner, given: Filters): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const [name, values] of given) {
    if (name === 'label' || name === 'until') found[name] = values;
    else if (name === 'before' || name === 'since')
      found[name] = await Promise.all(values.map(async (value) => (await findImage(learner, value)).id));
    else if (name !== 'dangling' && name !== 'reference') throw badRequest(`Invalid filter '${name}'`);
  }
  return found;
}

async function listed(learner: Learner, given: Filters): Promise<ListedImage[]> {
  const found = await visibleImages(learner, await engineSide(learner, given));
  const dangling = given.get('dangling')?.[0];
  const patterns = given.get('reference')?.map(pattern);
  return found.filter((image) => {
    const names = visibleNames(learner, image.RepoTags);
    const fits =
      !patterns ||
      patterns.some((each) =>
        names.some((name) => each.test(name) || each.test(name.replace(/:[^:/]*$/, ''))),
      );
    const asked = dangling === undefined || isDangling(learner, image) === ['true', '1'].includes(dangling);
    return fits && asked;
  });
}

const list = route('GET', '/images/json', asking({ all: flag, filters }), async ({ learner, query }) => ({
  status: 200,
  json: (await listed(learner, query.filters)).map((each) => listedView(learner, each)),
}));

const imageConfig = z.object({
  Hostname: z.string().optional(),
  User: z.string().optional(),
  ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
  Env: z.array(z.string()).nullish(),
  Cmd: z.array(z.string()).nullish(),
  Healthcheck: z.record(z.string(), z.unknown()).nullish(),
  Volumes: z.record(z.string(), z.unknown()).nullish(),
  WorkingDir: z.string().optional(),
  Entrypoint: z.array(z.string()).nullish(),
  OnBuild: z.array(z.string()).nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
  StopSignal: z.string().optional(),
  Shell: z.array(z.string()).nullish(),
});

const inspectedImage = z.object({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Comment: z.string().optional(),
  Created: z.string(),
  DockerVersion: z.string().optional(),
  Author: z.string().optional(),
  Config: imageConfig.nullish(),
  Architecture: z.string(),
  Os: z.string(),
  Size: z.number(),
  RootFS: z.object({ Type: z.string(), Layers: z.array(z.string()).nullish() }),
});

const inspect = route('GET', '/images/{name*}/json', plain, async ({ learner, at }) => {
  const { id } = await findImage(learner, imageReference.parse(at('name')));
  const found = inspectedImage.parse(
    await learner.engine.json({ method: 'GET', path: `/images/${id}/json` }),
  );
  return {
    status: 200,
    json: {
      ...found,
      Parent: '',
      Container: '',
      ContainerConfig: null,
      RepoTags: visibleNames(learner, found.RepoTags),
      RepoDigests: visibleNames(learner, found.RepoDigests),
      VirtualSize: found.Size,
      GraphDriver: { Name: 'overlay2', Data: null },
      Metadata: { LastTagTime: '0001-01-01T00:00:00Z' },
    },
  };
});

const layer = z.object({
  Id: z.string(),
  Created: z.number(),
  CreatedBy: z.string(),
  Tags: z.array(z.string()).nullish(),
  Size: z.number(),
  Comment: z.string(),
});

const history = route('GET', '/images/{name*}/history', plain, async ({ learner, at }) => {
  const { id } = await findImage(learner, at('name'));
  const found = z
    .array(layer)
    .parse(await learner.engine.json({ method: 'GET', path: `/images/${id}/history` }));
  return {
    status: 200,
    json: found.map((each) => {
      const tags = visibleNames(learner, each.Tags);
      return {
        ...each,
        CreatedBy: learner.tenant.words(each.CreatedBy),
        Tags: tags.length > 0 ? tags : null,
      };
    }),
  };
});

const tag = route(
  'POST',
  '/images/{name*}/tag',
  asking({ repo: repositoryName, tag: tagName.optional(), force: flag }),
  async ({ learner, at, query }) => {
    const { id } = await findImage(learner, at('name'));
    const name = ownName(learner, query.repo, query.tag);
    const [repo, version] = split(name);
    const make = async (): Promise<number> => {
      await refuseMoreImages(learner);
      return learner.engine.status({
        method: 'POST',
        path: `/images/${id}/tag`,
        query: { repo, tag: version },
      });
    };
    return { status: await learner.inTurn(make) };
  },
);

/** A name of the engine's, as its calls want it: the repository, and the tag. */
export function split(name: string): [repository: string, tag: string] {
  const colon = name.lastIndexOf(':');
  return [name.slice(0, colon), name.slice(colon + 1)];
}

const removal = z.array(z.object({ Untagged: z.string().optional(), Deleted: z.string().optional() }));
type Removed = z.output<typeof removal>;

/** What the engine removed, in the learner's words; hidden names are not told of. */
function removedView(learner: Learner, removed: Removed): Removed {
  return removed.flatMap(({ Untagged, Deleted }): Removed => {
    if (Untagged === undefined) return [{ Deleted }];
    const [name] = visibleNames(learner, [Untagged]);
    return name === undefined ? [] : [{ Untagged: name }];
  });
}

/** Removes an image, by one of its names or with all that the learner has. */
async function removeImage(learner: Learner, reference: string, force: boolean): Promise<Removed> {
  const { id, name, isOwn } = await findImage(learner, reference);
  if (!isOwn) throw conflict(`unable to remove ${reference}: the image is offered to all, and is not yours`);
  const image = (await ownImages(learner)).find((each) => each.Id === id);
  const own = (image?.RepoTags ?? []).filter((each) => isOwnName(learner, each));
  const names = own.filter((each) => learner.tenant.outwardImage(each) !== undefined);
  const isNamed = names.includes(name);
  const ids = id.replace('sha256:', '').slice(0, 12);
  if (!isNamed && names.length > 1 && !force)
    throw conflict(`unable to delete ${ids} (must be forced) - image is referenced in multiple repositories`);
  const going = isNamed ? [name] : names;
  // The hidden ones first, with the last of the others: so that the engine's own checks are made of a name that is known.
  const all =
    going.length === names.length ? [...own.filter((each) => !names.includes(each)), ...going] : going;
  const removed: Removed = [];
  for (const each of all)
    removed.push(
      ...removal.parse(
        await learner.engine.json({ method: 'DELETE', path: `/images/${each}`, query: { force } }),
      ),
    );
  return removedView(learner, removed);
}

const remove = route(
  'DELETE',
  '/images/{name*}',
  asking({ force: flag, noprune: flag }),
  async ({ learner, at, query }) => ({
    status: 200,
    json: await learner.inTurn(() => removeImage(learner, at('name'), query.force)),
  }),
);

const used = z.array(z.object({ ImageID: z.string() }));

const prune = route('POST', '/images/prune', asking({ filters }), async ({ learner, query }) => {
  const onlyDangling = !['false', '0'].includes(query.filters.get('dangling')?.[0] ?? 'true');
  const others = new Map([...query.filters].filter(([name]) => name !== 'dangling'));
  const found = await ownImages(learner, await engineSide(learner, others));
  const containers = await learner.engine.json({
    method: 'GET',
    path: '/containers/json',
    query: { all: true, filters: ownFilter(learner) },
  });
  const inUse = new Set(used.parse(containers).map(({ ImageID }) => ImageID));
  const deleted: Removed = [];
  let SpaceReclaimed = 0;
  for (const image of found) {
    if (inUse.has(image.Id) || (onlyDangling && !isDangling(learner, image))) continue;
    const removed = await removeImage(learner, image.Id, true).catch((error: unknown) => {
      // Another image is built on it.
      if (error instanceof Refusal && error.status === 409) return [];
      throw error;
    });
    if (removed.some(({ Deleted }) => Deleted === image.Id)) SpaceReclaimed += image.Size;
    deleted.push(...removed);
  }
  return { status: 200, json: { ImagesDeleted: deleted, SpaceReclaimed } };
});

const offeredWords = ({ offered }: Learner): string => `These images are offered: ${offered.join(', ')}.`;

const search = route('GET', '/images/search', plain, ({ learner }) => {
  throw forbidden(`Registries are not searched here. ${offeredWords(learner)}`);
});

const push = route('POST', '/images/{name*}/push', plain, () => {
  throw forbidden(
    'There is no registry to push to here: docker save and docker load carry an image elsewhere.',
  );
});

const distribution = route('GET', '/distribution/{name*}/json', plain, ({ learner }) => {
  throw forbidden(`Registries are not asked here. ${offeredWords(learner)}`);
});

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image */
export const imageRoutes: readonly Route[] = [
  list,
  search,
  prune,
  inspect,
  history,
  tag,
  push,
  remove,
  distribution,
];
