import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import type { KernelFolders } from './deno.ts';
import { linesInContainer } from './docker-lines.ts';

/** The image's name, without the tag that says what is in it. */
const repository = 'get-out-of-my-cloud/kernel';

/** Where things are in the image. */
export const inImage = {
  deno: '/usr/bin/deno',
  relay: '/workbook/relay.ts',
  library: '/workbook/library',
  cache: '/workbook/cache',
} as const;

/** What a container finds in its image as empty folders, and mounts something on. */
const mounted = ['/tmp', '/proc', '/sys', '/dev'];

/** Counts up when the same files make another image than before. */
const form = 2;

/** A file of this computer, and its place in the image. */
interface Piece {
  place: string;
  file: string;
  size: number;
}

/** What a kernel's image is made of. */
export interface ImageParts extends KernelFolders {
  /** The Deno program. */
  deno: string;
  /** Hears that something takes a while. */
  say(sentence: string): void;
}

/** The folders of the library, by the paths that a kernel sees in its container: beside each other as they are here. */
export function foldersInImage({ library, readable = [] }: KernelFolders): KernelFolders {
  return {
    library: inImage.library,
    readable: readable.map((folder) => join(inImage.library, relative(library, folder))),
  };
}

/**
 * The image that kernels start from, made from files of this computer and no registry: Deno, the system's
 * libraries that it is linked to, and what cells import. It is made once, and anew when any of them changes.
 * @returns its name and tag
 */
export async function provideImage(docker: Docker, parts: ImageParts): Promise<string> {
  const pieces = await collect(parts);
  const tag = await digest(pieces);
  const name = `${repository}:${tag}`;
  if (await exists(docker, name)) return name;
  parts.say('Making the image that cells run in. This is done once, and takes some seconds.');
  const progress = await docker.importImage(assemble(pieces), { fromSrc: '-', repo: repository, tag });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error: Error | null) => (error ? reject(error) : resolve()));
  });
  await removeOlder(docker, name);
  return name;
}

async function collect({ deno, library, readable = [] }: ImageParts): Promise<Piece[]> {
  const places: [place: string, file: string][] = [
    [inImage.deno, deno],
    [inImage.relay, join(import.meta.dirname, 'container', 'relay.ts')],
    ...(await linkedTo(deno)).map((file): [string, string] => [file, file]),
  ];
  const folders = [library, ...readable];
  const { readable: others = [] } = foldersInImage({ library, readable });
  for (const [index, place] of [inImage.library, ...others].entries()) {
    const folder = folders[index] ?? library;
    for (const file of await filesIn(folder)) places.push([join(place, relative(folder, file)), file]);
  }
  return Promise.all(places.map(async ([place, file]) => ({ place, file, size: (await stat(file)).size })));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The system's libraries that a program is linked to, its loader among them. */
async function linkedTo(program: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ldd', [program]);
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '').sort();
}

async function digest(pieces: readonly Piece[]): Promise<string> {
  const hash = createHash('sha256').update(String(form));
  for (const { place, file, size } of pieces) {
    hash.update(`${place} ${size}\n`);
    for await (const chunk of createReadStream(file)) hash.update(chunk);
  }
  return hash.digest('hex').slice(0, 16);
}

async function exists(docker: Docker, name: string): Promise<boolean> {
  try {
    await docker.getImage(name).inspect();
    return true;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return false;
    throw error;
  }
}

/** The image as an archive, as it is written. */
function assemble(pieces: readonly Piece[]): Readable {
  const archive = pack();
  const write = async (): Promise<void> => {
    for (const name of foldersOf(pieces)) {
      // What is mounted on it takes its mode from it.
      archive.entry({ name, type: 'directory', mode: name === 'tmp' ? 0o1777 : 0o755 });
    }
    // A file where Deno wants a folder: cells get no store of their own.
    archive.entry({ name: `${inImage.cache}/location_data`.slice(1), mode: 0o444 }, '');
    for (const { place, file, size } of pieces) {
      await pipeline(createReadStream(file), archive.entry({ name: place.slice(1), size, mode: 0o555 }));
    }
    archive.finalize();
  };
  write().catch((error: Error) => archive.destroy(error));
  return Readable.from(archive);
}

/** Every folder of the image, once, each after the one that it is in; those that the system mounts among them. */
function foldersOf(pieces: readonly Piece[]): string[] {
  const places = [...pieces.map(({ place }) => dirname(place)), inImage.cache, linesInContainer, ...mounted];
  const all = places.flatMap((place) => {
    const names = place.split('/').slice(1);
    return names.map((_, index) => names.slice(0, index + 1).join('/'));
  });
  return [...new Set(all)].sort();
}

/** Images of earlier versions go, as far as nothing runs in them. */
async function removeOlder(docker: Docker, current: string): Promise<void> {
  const images = await docker.listImages({ filters: { reference: [repository] } });
  const older = images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => name !== current);
  await Promise.allSettled(older.map((name) => docker.getImage(name).remove()));
}
