import { z } from 'zod';
import { emptyConfig } from '../config.ts';
import { badRequest, DockerFault } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { filters, isoNano } from '../query.ts';
import { fullName, readReference } from '../reference.ts';
import { catalog } from '../registry/catalog.ts';
import { findRemote, keepRemote, type RemoteImage } from '../registry/registry.ts';
import { none, type Route, route } from '../route.ts';
import { type StreamWriter, streamed } from '../streaming.ts';
import { readAll, unpackTar } from '../tar.ts';

const MOST_ARCHIVE = 64 * 1024 * 1024;
/** Milliseconds that a piece of a download takes, and pieces of a layer. */
const PIECE = 20;
const PIECES = 5;

/** Layers come one after the other, each with its progress; those that are there already say so. */
async function pullLayers(
  host: DockerHost,
  { layers }: RemoteImage,
  { json, signal }: StreamWriter,
): Promise<void> {
  for (const { id } of layers) json({ status: 'Pulling fs layer', progressDetail: {}, id: id.slice(7, 19) });
  for (const { id: digest, size } of layers) {
    const id = digest.slice(7, 19);
    if (host.images.layers.get(digest)) {
      json({ status: 'Already exists', progressDetail: {}, id });
      continue;
    }
    const total = Math.round(size * 0.4);
    for (const status of ['Downloading', 'Extracting']) {
      for (let piece = 1; piece <= PIECES; piece += 1) {
        await host.clock.wait(PIECE, signal);
        const current = Math.round((total * piece) / PIECES);
        json({ status, progressDetail: { current, total }, progress: bar(current, total), id });
      }
      json({
        status: status === 'Downloading' ? 'Download complete' : 'Pull complete',
        progressDetail: {},
        id,
      });
    }
  }
}

/** `[====>     ]  12MB/30MB`, for clients that draw nothing themselves. */
function bar(current: number, total: number): string {
  const width = 50;
  const done = Math.max(1, Math.floor((width * current) / Math.max(1, total)));
  const size = (bytes: number): string =>
    bytes >= 1e6 ? `${(bytes / 1e6).toPrecision(4)}MB` : `${(bytes / 1e3).toPrecision(4)}kB`;
  return `[${'='.repeat(done - 1)}>${' '.repeat(width - done)}]  ${size(current).padStart(7)}/${size(total)}`;
}

async function pull(
  host: DockerHost,
  repository: string,
  tag: string,
  writer: StreamWriter,
  remote: RemoteImage,
): Promise<void> {
  const { json } = writer;
  const name = `${repository}:${tag}`;
  json({ status: `Pulling from ${repository.includes('/') ? '' : 'library/'}${repository}`, id: tag });
  const known = host.images.find(name);
  await pullLayers(host, remote, writer);
  const image = await keepRemote(host.images, remote);
  host.images.tag(image.id, name);
  host.images.tag(image.id, `${repository}@${remote.digest}`);
  host.events.add('image', 'pull', name, { ...image.config.Labels, name: repository });
  json({ status: `Digest: ${remote.digest}` });
  json({
    status: `Status: ${known?.id === image.id ? 'Image is up to date for' : 'Downloaded newer image for'} ${name}`,
  });
}

const create = route({
  method: 'POST',
  path: '/images/create',
  query: z.object({
    fromImage: z.string().optional(),
    fromSrc: z.string().optional(),
    repo: z.string().optional(),
    tag: z.string().optional(),
    message: z.string().optional(),
    platform: z.string().optional(),
  }),
  body: none,
  docs: 'Image/operation/ImageCreate',
  run: async ({ host, query, request }) => {
    if (query.fromImage === undefined) return await importImage(host, query, request);
    const separator = query.tag?.startsWith('sha256:') ? '@' : ':';
    const reference = readReference(
      query.tag ? `${query.fromImage}${separator}${query.tag}` : query.fromImage,
    );
    if (query.platform && !/^linux(\/amd64)?$/.test(query.platform)) throw notForPlatform(query.platform);
    const tag = reference.tag ?? 'latest';
    const remote = await findRemote(reference.repository, tag);
    return streamed((writer) => pull(host, reference.repository, tag, writer, remote));
  },
});

const notForPlatform = (platform: string): DockerFault =>
  new DockerFault(
    404,
    `no matching manifest for ${platform} in the manifest list entries: this simulated engine has linux/amd64`,
  );

async function importImage(
  host: DockerHost,
  { fromSrc, repo, tag, message }: { fromSrc?: string; repo?: string; tag?: string; message?: string },
  request: Request,
): Promise<Response> {
  if (fromSrc !== '-')
    throw badRequest('this simulated engine imports what is sent to it, not what lies at an address');
  const name = repo ? fullName(readReference(tag ? `${repo}:${tag}` : repo)) : undefined;
  const files = await unpackTar(await readAll(request.body, MOST_ARCHIVE), MOST_ARCHIVE);
  const layer = await host.images.layers.add(files);
  const created = isoNano(host.clock.now());
  const comment = message ?? 'Imported from -';
  const image = await host.images.derive(undefined, {
    config: emptyConfig(),
    layer: layer.id,
    history: { created, created_by: '', comment, empty_layer: false },
    created,
    comment,
  });
  if (name) host.images.tag(image.id, name);
  host.events.add('image', 'import', image.id, { name: name ?? image.id });
  return streamed(async ({ json }) => json({ status: image.id }));
}

const search = route({
  method: 'GET',
  path: '/images/search',
  query: z.object({ term: z.string().min(1), limit: z.coerce.number().optional(), filters }),
  body: none,
  docs: 'Image/operation/ImageSearch',
  run: ({ query }) => ({
    json: catalog
      .filter(({ name, description }) =>
        `${name} ${description}`.toLowerCase().includes(query.term.toLowerCase()),
      )
      .filter(({ stars }) => stars >= Number(query.filters.get('stars')?.[0] ?? 0))
      .toSorted((one, other) => other.stars - one.stars)
      .slice(0, query.limit || 25)
      .map(({ name, description, stars }) => ({
        star_count: stars,
        is_official: true,
        name,
        is_automated: false,
        description,
      })),
  }),
});

/** Calls by which images come from elsewhere. */
export const imageMaking: readonly Route[] = [create, search];
