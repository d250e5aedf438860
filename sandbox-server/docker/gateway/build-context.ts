import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header, pack } from 'tar-stream';
import { bounded } from './bounded.ts';
import type { Limits } from './limits.ts';
import { badRequest, forbidden, Refusal } from './refusal.ts';

/** The context of a build as the engine gets it, and where in it the Dockerfile is. */
export interface BuildContext {
  stream: Readable;
  dockerfile: string;
}

/** The bytes of one entry of an archive. */
type Source = Extract extends AsyncIterable<infer Each> ? Each : never;

const longestFile = 1 << 20;
const mostEntries = 50_000;
const ignore = '.dockerignore';

/** The bytes of an archive, unpacked when they are packed with gzip. */
async function unpacked(from: Readable, most: number): Promise<Readable> {
  const pieces: AsyncIterator<Buffer> = from[Symbol.asyncIterator]();
  const { value: first, done } = await pieces.next();
  if (done) throw badRequest('The archive is empty.');
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  };
  const whole = bounded(Readable.from(all()), most, 'An archive');
  if (first[0] === 0x1f && first[1] === 0x8b) {
    const open = createGunzip();
    whole.on('error', (error) => open.destroy(error));
    return bounded(whole.pipe(open), most, 'An archive');
  }
  if (/^(?:BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)/.test(first.subarray(0, 6).toString('latin1')))
    throw badRequest('An archive comes as it is, or packed with gzip.');
  return whole;
}

const types = new Set(['file', 'directory', 'symlink', 'link', 'contiguous-file']);

/** A name in an archive, without the ways to write it otherwise. */
export const plainPath = (name: string): string => posix.normalize(`/${name}`).slice(1).replace(/\/$/, '');

/** Goes through an archive entry by entry, within the bounds; what is neither file, folder nor link is refused. */
export async function eachEntry(
  from: Readable,
  { archive }: Pick<Limits, 'archive'>,
  see: (header: Header, body: Source) => Promise<void>,
): Promise<void> {
  const entries = extract();
  let count = 0;
  const source = await unpacked(from, archive);
  const reading = pipeline(source, entries);
  const looking = (async () => {
    for await (const entry of entries) {
      count += 1;
      if (count > mostEntries) throw new Refusal(413, `An archive holds at most ${mostEntries} files here.`);
      const { header } = entry;
      if (!types.has(header.type))
        throw forbidden(`${header.name} is a ${header.type}: an archive holds files, folders and links.`);
      await see(header, entry);
    }
  })();
  await Promise.all([reading, looking]).catch((error: unknown) => {
    source.destroy();
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, 'The archive cannot be read.', { cause: error });
  });
}

/** Reads an entry whole. */
export async function readEntry(body: Source, name: string, most = longestFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += piece.length;
    if (size > most) throw new Refusal(413, `${name} holds at most ${most >> 10} KiB here.`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

/**
 * The context as the engine gets it: everything as it came, and at its end another Dockerfile, made by `plan` of the
 * one that came. It has a name that nobody can know before, and is left out of the image as the `docker`
 * command leaves out one of its own: by `.dockerignore`.
 */
export function buildContext(
  from: Readable,
  order: { dockerfile: string; limits: Limits },
  plan: (text: string) => Promise<string>,
): BuildContext {
  const wanted = plainPath(order.dockerfile);
  const name = `.dockerfile.${randomBytes(12).toString('hex')}`;
  const archive = pack();
  let text: string | undefined;
  let ignored = '';
  const work = async (): Promise<void> => {
    await eachEntry(from, order.limits, async (header, body) => {
      const path = plainPath(header.name);
      if (path === wanted) {
        if (header.type !== 'file') throw badRequest(`The Dockerfile (${wanted}) must be a file.`);
        const whole = await readEntry(body, wanted);
        text = whole.toString('utf8');
        archive.entry({ ...header, size: whole.length }, whole);
      } else if (path === ignore && header.type === 'file') ignored = String(await readEntry(body, ignore));
      else if (header.size) await pipeline(body, archive.entry(header));
      else {
        body.resume();
        archive.entry(header, '');
      }
    });
    if (text === undefined) throw badRequest(`Cannot locate specified Dockerfile: ${wanted}`);
    archive.entry({ name }, await plan(text));
    archive.entry({ name: ignore }, `${ignored}\n${name}\n${ignore}\n`);
    archive.finalize();
  };
  work().catch((error: Error) => archive.destroy(error));
  return { stream: Readable.from(archive), dockerfile: name };
}
