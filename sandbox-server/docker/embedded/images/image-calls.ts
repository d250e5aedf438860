import { z } from 'zod';
import { notFound } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { demandFilters, type Filters, filters, flag, hasLabels } from '../query.ts';
import { fullName, readReference } from '../reference.ts';
import { none, type Route, route } from '../route.ts';
import type { ImageRecord } from './image-record.ts';
import { historyView, imageSummary, imageView } from './image-view.ts';

/** `busybox*` or `busybox:latest` against the names of an image. */
function nameFits(pattern: string, name: string): boolean {
  const full = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  );
  return full.test(name) || full.test(name.replace(/[:@][^/:]*$/, ''));
}

function fits({ images }: DockerHost, image: ImageRecord, wanted: Filters): boolean {
  const names = images.tagsOf(image.id);
  const created = Date.parse(image.created);
  const moment = (name: string): number | undefined => {
    const [text] = wanted.get(name) ?? [];
    const other = text === undefined ? undefined : images.demand(text);
    return other && Date.parse(other.created);
  };
  const [before, since] = [moment('before'), moment('since')];
  const dangling = wanted.get('dangling')?.some((value) => value === 'true' || value === '1');
  return (
    (dangling === undefined || dangling === (names.length === 0)) &&
    (wanted.get('reference')?.some((pattern) => names.some((name) => nameFits(pattern, name))) ?? true) &&
    hasLabels(image.config.Labels, wanted.get('label')) &&
    (before === undefined || created < before) &&
    (since === undefined || created > since)
  );
}

const list = route({
  method: 'GET',
  path: '/images/json',
  query: z.object({ all: flag, filters, filter: z.string().optional() }),
  body: none,
  docs: 'Image/operation/ImageList',
  run: ({ host, query }) => {
    demandFilters(query.filters, ['dangling', 'label', 'before', 'since', 'reference']);
    const { images } = host;
    const isShown = ({ id }: ImageRecord): boolean =>
      query.all || images.tagsOf(id).length > 0 || images.childrenOf(id).length === 0;
    const found = images.all().filter((image) => isShown(image) && fits(host, image, query.filters));
    return {
      json: found
        .toSorted((one, other) => Date.parse(other.created) - Date.parse(one.created))
        .map((image) => imageSummary(host, image)),
    };
  },
});

const inspect = route({
  method: 'GET',
  path: '/images/{name}/json',
  query: none,
  body: none,
  docs: 'Image/operation/ImageInspect',
  run: ({ host, param }) => {
    const name = param('name');
    const image = host.images.find(name);
    // This one call says it twice.
    if (!image) throw notFound(`no such image: ${name}: ${host.images.absence(name).message}`);
    return { json: imageView(host, image) };
  },
});

const history = route({
  method: 'GET',
  path: '/images/{name}/history',
  query: none,
  body: none,
  docs: 'Image/operation/ImageHistory',
  run: ({ host, param }) => ({ json: historyView(host, host.images.demand(param('name'))) }),
});

const tag = route({
  method: 'POST',
  path: '/images/{name}/tag',
  query: z.object({ repo: z.string(), tag: z.string().optional() }),
  body: none,
  docs: 'Image/operation/ImageTag',
  run: ({ host, param, query }) => {
    const image = host.images.demand(param('name'));
    const name = fullName({ ...readReference(query.tag ? `${query.repo}:${query.tag}` : query.repo) });
    host.images.tag(image.id, name);
    host.events.add('image', 'tag', image.id, { ...image.config.Labels, name });
    return { status: 201, json: undefined };
  },
});

const remove = route({
  method: 'DELETE',
  path: '/images/{name}',
  query: z.object({ force: flag, noprune: flag }),
  body: none,
  docs: 'Image/operation/ImageDelete',
  run: ({ host, param, query }) => {
    const image = host.images.demand(param('name'));
    const done = host.images.remove(param('name'), { force: query.force, prune: !query.noprune });
    for (const { Untagged, Deleted } of done) {
      if (Untagged) host.events.add('image', 'untag', image.id, { name: image.id });
      if (Deleted && Deleted === image.id) host.events.add('image', 'delete', image.id, { name: image.id });
    }
    return { json: done };
  },
});

const prune = route({
  method: 'POST',
  path: '/images/prune',
  query: z.object({ filters }),
  body: none,
  docs: 'Image/operation/ImagePrune',
  run: ({ host, query }) => {
    const all = query.filters.get('dangling')?.some((value) => value === 'false' || value === '0') ?? false;
    const before = host.images.layers.all().reduce((sum, { size }) => sum + size, 0);
    const done = host.images.prune(all, (image) =>
      hasLabels(image.config.Labels, query.filters.get('label')),
    );
    const after = host.images.layers.all().reduce((sum, { size }) => sum + size, 0);
    host.events.add('image', 'prune', '', { reclaimed: String(before - after) });
    return { json: { ImagesDeleted: done.length > 0 ? done : null, SpaceReclaimed: before - after } };
  },
});

/** Calls about the images that are there. */
export const imageCalls: readonly Route[] = [list, inspect, history, tag, remove, prune];
