import { z } from 'zod';
import { badRequest } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { flag } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import { streamed } from '../streaming.ts';
import { packTar, readAll, type TarFile, tarFile, unpackTar } from '../tar.ts';
import { imageConfigFile, imageFileSchema } from './image-file.ts';
import type { ImageRecord } from './image-record.ts';

const MOST_ARCHIVE = 256 * 1024 * 1024;

const manifestSchema = z.array(
  z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullable(), Layers: z.array(z.string()) }),
);

/** What `docker save` gives: configurations, layers and a manifest. https://github.com/moby/docker-image-spec/blob/main/spec.md#combined-image-json--filesystem-changeset-format */
async function save(host: DockerHost, names: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const images = new Map<string, { image: ImageRecord; tags: Set<string> }>();
  for (const name of names) {
    const image = host.images.demand(name);
    const tags = images.get(image.id)?.tags ?? new Set<string>();
    const isId = image.id.startsWith(`sha256:${name.replace(/^sha256:/, '')}`);
    const isRepository = !isId && !/:[^/]+$/.test(name);
    for (const tag of host.images.tagsOf(image.id))
      if (!isId && (tag === name || (isRepository && tag === `${name}:latest`))) tags.add(tag);
    images.set(image.id, { image, tags });
  }
  const files = new Map<string, TarFile>();
  const changed = host.clock.now();
  const put = (path: string, bytes: Uint8Array<ArrayBuffer> | string): unknown =>
    files.set(path, tarFile(path, { bytes, changed }));
  const manifest = [...images.values()].map(({ image, tags }) => {
    const Config = `${image.id.slice(7)}.json`;
    put(Config, JSON.stringify(imageConfigFile(image)));
    const Layers = image.layers.map((layer) => `${layer.slice(7)}/layer.tar`);
    for (const layer of image.layers) put(`${layer.slice(7)}/layer.tar`, host.images.layers.archive(layer));
    return { Config, RepoTags: tags.size > 0 ? [...tags] : null, Layers };
  });
  put('manifest.json', JSON.stringify(manifest));
  return await packTar(files.values());
}

function archiveOf(bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, { headers: { 'content-type': 'application/x-tar' } });
}

/** Takes the images of an archive in; gives the lines that the client prints. */
async function load(host: DockerHost, archive: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const files = new Map((await unpackTar(archive, MOST_ARCHIVE)).map((file) => [file.path, file]));
  const read = (path: string): Uint8Array<ArrayBuffer> => {
    const file = files.get(path);
    if (file?.kind === 'link')
      return read(`${path.replace(/[^/]*$/, '')}${file.target}`.replace(/[^/]+\/\.\.\//g, ''));
    if (!file) throw badRequest(`open ${path}: no such file or directory`);
    return file.bytes;
  };
  const json = (path: string): unknown => JSON.parse(new TextDecoder().decode(read(path)));
  const lines: string[] = [];
  for (const { Config, RepoTags, Layers } of manifestSchema.parse(json('manifest.json'))) {
    const file = imageFileSchema.parse(json(Config));
    const ids: string[] = [];
    for (const path of Layers) {
      const bytes = read(path);
      const size = (await unpackTar(bytes, MOST_ARCHIVE)).reduce((sum, each) => sum + each.bytes.length, 0);
      ids.push((await host.images.layers.addArchive(bytes, size)).id);
    }
    if (ids.some((id, index) => id !== file.rootfs.diff_ids[index]))
      throw badRequest('invalid diffID for a layer: the archive was changed');
    const image = await host.images.add({
      ...file,
      parent: '',
      containerConfig: file.container_config,
      layers: ids,
    });
    for (const tag of RepoTags ?? []) host.images.tag(image.id, tag);
    lines.push(
      ...(RepoTags?.length
        ? RepoTags.map((tag) => `Loaded image: ${tag}`)
        : [`Loaded image ID: ${image.id}`]),
    );
    host.events.add('image', 'load', image.id, { name: image.id });
  }
  return lines;
}

/** Images as archives, out and in. */
export const imageArchives: readonly Route[] = [
  route({
    method: 'GET',
    path: '/images/get',
    query: none,
    body: none,
    docs: 'Image/operation/ImageGetAll',
    run: async ({ host, request }) =>
      archiveOf(
        await save(
          host,
          new URL(request.url).searchParams.getAll('names').flatMap((names) => names.split(',')),
        ),
      ),
  }),
  route({
    method: 'GET',
    path: '/images/{name}/get',
    query: none,
    body: none,
    docs: 'Image/operation/ImageGet',
    run: async ({ host, param }) => archiveOf(await save(host, [param('name')])),
  }),
  route({
    method: 'POST',
    path: '/images/load',
    query: z.object({ quiet: flag }),
    body: none,
    docs: 'Image/operation/ImageLoad',
    run: async ({ host, request }) => {
      const lines = await load(host, await readAll(request.body, MOST_ARCHIVE));
      return streamed(async ({ json }) => {
        for (const line of lines) json({ stream: `${line}\n` });
      });
    },
  }),
];
