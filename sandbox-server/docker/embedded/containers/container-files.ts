import { z } from 'zod';
import { FileError } from '../../../machines/disk/file-error.ts';
import { folderOf, nameOf, normalize } from '../../../machines/disk/paths.ts';
import { badRequest, DockerFault, notFound } from '../fault.ts';
import { putFile } from '../images/layers.ts';
import { flag, isoNano } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import { packTar, readAll, unpackTar } from '../tar.ts';
import type { Container } from './container.ts';
import { changesOf, exportOf, filesOf } from './files.ts';

const MOST_ARCHIVE = 64 * 1024 * 1024;
const FOLDER_BIT = 2 ** 31;
const LINK_BIT = 2 ** 27;

/** What is at a path, as the header of an archive says it: the mode's upper bits are Go's. */
function statOf({ machine }: Container, path: string): string {
  const node = machine.tree.find(path, false);
  if (!node) throw new DockerFault(404, `Could not find the file ${path} in container ${machine.card.name}`);
  const { kind, mode, changed, target } = node.entry;
  const bits = kind === 'folder' ? FOLDER_BIT : kind === 'link' ? LINK_BIT : 0;
  const stat = {
    name: nameOf(normalize(path)) || '/',
    size: kind === 'folder' ? 4096 : machine.tree.size(node),
    mode: bits + (mode & 0o777),
    mtime: isoNano(changed),
    linkTarget: target,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(stat));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

const path = z.object({ path: z.string().min(1, 'bad parameter: path cannot be empty') });

const head = route({
  method: 'HEAD',
  path: '/containers/{id}/archive',
  query: path,
  body: none,
  docs: 'Container/operation/ContainerArchiveInfo',
  run: ({ host, param, query }) =>
    new Response(null, {
      headers: { 'x-docker-container-path-stat': statOf(host.demand(param('id')), query.path) },
    }),
});

const get = route({
  method: 'GET',
  path: '/containers/{id}/archive',
  query: path,
  body: none,
  docs: 'Container/operation/ContainerArchive',
  run: async ({ host, param, query }) => {
    const container = host.demand(param('id'));
    const stat = statOf(container, query.path);
    const own = normalize(query.path);
    const followed =
      query.path.endsWith('/') || query.path.endsWith('/.') ? container.machine.tree.realPath(own) : own;
    const archive = await packTar(filesOf(container.machine.tree, followed, nameOf(own)));
    return new Response(archive, {
      headers: { 'content-type': 'application/x-tar', 'x-docker-container-path-stat': stat },
    });
  },
});

const put = route({
  method: 'PUT',
  path: '/containers/{id}/archive',
  query: path.extend({ noOverwriteDirNonDir: flag, copyUIDGID: flag }),
  body: none,
  docs: 'Container/operation/PutContainerArchive',
  run: async ({ host, param, query, request }) => {
    const container = host.demand(param('id'));
    const { tree } = container.machine;
    const folder = tree.find(query.path);
    if (!folder) throw notFound(`Could not find the file ${query.path} in container ${param('id')}`);
    if (folder.entry.kind !== 'folder') throw badRequest('extraction point is not a directory');
    const files = await unpackTar(await readAll(request.body, MOST_ARCHIVE), MOST_ARCHIVE);
    try {
      tree.together(() => {
        for (const file of files) {
          const place = normalize(`${query.path}/${file.path}`);
          const there = tree.find(place)?.entry.kind;
          if (query.noOverwriteDirNonDir && there && (there === 'folder') !== (file.kind === 'folder'))
            throw badRequest(
              `cannot overwrite ${there === 'folder' ? 'directory' : 'non-directory'} "${place}" with ${file.kind === 'folder' ? 'directory' : 'non-directory'} "${folderOf(place)}"`,
            );
          putFile(tree, place, file);
        }
      });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new DockerFault(
        error.code === 'EROFS' ? 403 : 500,
        error.code === 'EROFS' ? 'container rootfs is marked read-only' : error.message,
        { cause: error },
      );
    }
    return { status: 200 };
  },
});

/** What a container's files are. */
export const containerFiles: readonly Route[] = [
  head,
  get,
  put,
  route({
    method: 'GET',
    path: '/containers/{id}/changes',
    query: none,
    body: none,
    docs: 'Container/operation/ContainerChanges',
    run: async ({ host, param }) => {
      const changes = await changesOf(host.demand(param('id')));
      return { json: changes.length > 0 ? changes : null };
    },
  }),
  route({
    method: 'GET',
    path: '/containers/{id}/export',
    query: none,
    body: none,
    docs: 'Container/operation/ContainerExport',
    run: async ({ host, param }) => {
      const container = host.demand(param('id'));
      container.event('export');
      return new Response(await exportOf(container), {
        headers: { 'content-type': 'application/octet-stream' },
      });
    },
  }),
];
