import tar from 'tar-stream';
import { DockerFault } from './fault.ts';
import { concat } from './hex.ts';

/** One name of an archive. */
export interface TarFile {
  /** Without a slash before it or behind it; empty for the root folder. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'hard-link';
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly changed: number;
  /** Where a link leads. */
  readonly target: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const TYPES = { file: 'file', folder: 'directory', link: 'symlink', 'hard-link': 'link' } as const;
const KINDS: Readonly<Record<string, TarFile['kind']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'link',
  link: 'hard-link',
};
const MOST_NAMES = 50_000;

/** A file of an archive, with what is usual where nothing is said. */
export function tarFile(
  path: string,
  given: Partial<Omit<TarFile, 'path' | 'bytes'>> & { bytes?: Uint8Array<ArrayBuffer> | string } = {},
): TarFile {
  const kind = given.kind ?? 'file';
  const bytes = typeof given.bytes === 'string' ? new TextEncoder().encode(given.bytes) : given.bytes;
  return {
    path,
    kind,
    mode: given.mode ?? (kind === 'folder' ? 0o755 : 0o644),
    changed: given.changed ?? 0,
    target: given.target ?? '',
    bytes: bytes ?? new Uint8Array(),
  };
}

/** Writes an archive. */
export async function packTar(files: Iterable<TarFile>): Promise<Uint8Array<ArrayBuffer>> {
  const pack = tar.pack();
  const pieces: Uint8Array[] = [];
  pack.on('data', (piece) => pieces.push(bytesOf(piece)));
  const ended = new Promise<void>((resolve, reject) => {
    pack.on('end', () => resolve());
    pack.on('error', reject);
  });
  for (const { path, kind, mode, changed, target, bytes } of files) {
    const size = kind === 'file' ? bytes.length : 0;
    const header = {
      name: kind === 'folder' ? `${path}/` : path,
      type: TYPES[kind],
      mode: mode & 0o7777,
      mtime: new Date(changed),
      size,
      ...((kind === 'link' || kind === 'hard-link') && { linkname: target }),
    };
    await new Promise<void>((resolve, reject) => {
      const entry = pack.entry(header, (error) => (error ? reject(error) : resolve()));
      if (kind === 'file') entry.end(bytes);
    });
  }
  pack.finalize();
  await ended;
  return concat(pieces);
}

/** The library does not say what its pieces are. */
function bytesOf(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) return piece;
  throw new TypeError('a piece of an archive is no bytes');
}

/** Reads an archive, also one that is compressed by gzip. @throws DockerFault when it is none */
export async function unpackTar(given: Uint8Array<ArrayBuffer>, most: number): Promise<TarFile[]> {
  const bytes = given[0] === 0x1f && given[1] === 0x8b ? await inflate(given, most) : given;
  const extract = tar.extract();
  extract.end(bytes);
  const files: TarFile[] = [];
  try {
    for await (const entry of extract) {
      const pieces: Uint8Array[] = [];
      for await (const piece of entry) pieces.push(bytesOf(piece));
      const { name, type, mode, mtime, linkname } = entry.header;
      const kind = KINDS[type ?? 'file'];
      if (kind === undefined) continue;
      if (files.length >= MOST_NAMES)
        throw new DockerFault(400, `the archive has more than ${MOST_NAMES} names`);
      files.push({
        path: name
          .replace(/^(\.?\/)+/, '')
          .replace(/\/+$/, '')
          .replace(/^\.$/, ''),
        kind,
        mode: mode ?? 0o644,
        changed: mtime?.getTime() ?? 0,
        target: linkname ?? '',
        bytes: concat(pieces),
      });
    }
  } catch (error) {
    if (error instanceof DockerFault) throw error;
    throw new DockerFault(400, `archive/tar: invalid tar header`, { cause: error });
  }
  return files;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readAll(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')), most);
  } catch (error) {
    if (error instanceof DockerFault) throw error;
    throw new DockerFault(400, 'gzip: invalid header', { cause: error });
  }
}

/** All bytes of a stream. @throws DockerFault when they are more than `most` */
export async function readAll(
  stream: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream ?? []) {
    size += piece.length;
    if (size > most)
      throw new DockerFault(413, `more than ${most} bytes: this simulated engine takes no more at once`);
    pieces.push(piece);
  }
  return concat(pieces);
}
