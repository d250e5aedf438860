import { nameOf, normalize, resolvePath } from '../../../machines/disk/paths.ts';
import type { Tree } from '../../../machines/disk/tree.ts';
import { badRequest } from '../fault.ts';
import { digestOf } from '../hex.ts';
import { putFile } from '../images/layers.ts';
import { packTar, type TarFile, unpackTar } from '../tar.ts';

const MOST_ARCHIVE = 64 * 1024 * 1024;

/** What COPY and ADD are told. */
export interface CopyOrder {
  readonly keyword: 'COPY' | 'ADD';
  readonly sources: readonly string[];
  readonly destination: string;
  readonly mode: number | undefined;
}

/** Names below a source, each with the rest of its path behind the source. */
interface Found {
  readonly source: string;
  readonly isFolder: boolean;
  readonly files: readonly { readonly rest: string; readonly file: TarFile }[];
}

function pattern(source: string): RegExp {
  const plain = source
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${plain}$`);
}

/** Finds the sources among the files of a context. @throws DockerFault when one is not there */
export function findSources(files: readonly TarFile[], { keyword, sources }: CopyOrder): Found[] {
  return sources.flatMap((source) => {
    const path = normalize(`/${source}`).slice(1);
    const names =
      path === '' ? [''] : files.filter((file) => pattern(path).test(file.path)).map((file) => file.path);
    if (names.length === 0 && files.some((file) => file.path.startsWith(`${path}/`))) names.push(path);
    if (names.length === 0)
      throw badRequest(
        `${keyword} failed: file not found in build context or excluded by .dockerignore: stat ${source}: file does not exist`,
      );
    return names.map((name) => {
      const own = files.find((file) => file.path === name);
      const isFolder = own === undefined || own.kind === 'folder';
      const inside = files.filter((file) =>
        name === '' ? file.path !== '' : file.path.startsWith(`${name}/`),
      );
      const below = inside.map((file) => ({
        rest: file.path.slice(name === '' ? 0 : name.length + 1),
        file,
      }));
      return { source: name, isFolder, files: isFolder || !own ? below : [{ rest: '', file: own }] };
    });
  });
}

/** What stands for the files in a build's cache. */
export async function digestOfSources(found: readonly Found[]): Promise<string> {
  const files = found.flatMap(({ files: all }) =>
    all.map(({ rest, file }) => ({ ...file, path: rest === '' ? nameOf(file.path) : rest, changed: 0 })),
  );
  return await digestOf(await packTar(files));
}

const ARCHIVE = /\.(tar|tar\.gz|tgz)$/;

/** Writes what was found where it is to be. @throws DockerFault, FileError */
export async function putSources(
  tree: Tree,
  found: readonly Found[],
  { keyword, destination, mode }: CopyOrder,
  workingDir: string,
): Promise<void> {
  const full = resolvePath(workingDir || '/', destination);
  const intoFolder =
    destination.endsWith('/') || destination === '.' || tree.find(full)?.entry.kind === 'folder';
  if (found.length > 1 && !intoFolder && !destination.endsWith('/'))
    throw badRequest(
      `When using ${keyword} with more than one source file, the destination must be a directory and end with a /`,
    );
  for (const { isFolder, files, source } of found) {
    if (keyword === 'ADD' && !isFolder && ARCHIVE.test(source)) {
      for (const file of await unpackTar(files[0]?.file.bytes ?? new Uint8Array(), MOST_ARCHIVE))
        putFile(tree, normalize(`${full}/${file.path}`), file);
      continue;
    }
    if (isFolder) tree.makeFolder(full, true);
    for (const { rest, file } of files) {
      const place = rest !== '' ? `${full}/${rest}` : intoFolder ? `${full}/${nameOf(file.path)}` : full;
      putFile(tree, normalize(place), { ...file, ...(mode !== undefined && { mode }) });
    }
  }
}
