import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { z } from 'zod';
import { readImageName } from '../engine-api/names.ts';
import { flag } from '../engine-api/query.ts';
import { eachEntry, plainPath, readEntry } from './build-context.ts';
import { progressLine } from './image-create.ts';
import { newKeep, ownName, refuseMoreImages, visibleNames } from './image-names.ts';
import type { Learner } from './learner.ts';
import { findImage } from './lookup.ts';
import { badRequest } from './refusal.ts';
import { type Asked, asking, plain, type Route, route } from './route.ts';

/** The list of images in an archive of `docker save` (https://github.com/moby/docker-image-spec). */
const manifest = z
  .array(
    z.object({
      Config: z.string().regex(/^(?:[0-9a-f]{64}\.json|blobs\/sha256\/[0-9a-f]{64})$/, 'is no configuration'),
      RepoTags: z.array(z.string()).nullish(),
      Layers: z
        .array(z.string().regex(/^(?:[0-9a-f]{64}\/layer\.tar|blobs\/sha256\/[0-9a-f]{64})$/, 'is no layer'))
        .nullish(),
    }),
  )
  .max(64);

/** The files of such an archive that an engine needs. */
const kept =
  /^(?:[0-9a-f]{64}\.json|[0-9a-f]{64}(?:\/(?:layer\.tar|VERSION|json))?|blobs(?:\/sha256(?:\/[0-9a-f]{64})?)?)$/;
const linked = /^(?:\.\.\/)?[0-9a-f]{64}\/layer\.tar$/;
const longestList = 4 << 20;

/** The names of the images in an archive, as `rename` has them; whatever else names images in it is left out. */
function renamed(from: Readable, learner: Learner, rename: (names: readonly string[]) => string[]): Readable {
  const archive = pack();
  const limits = { archive: learner.limits.archive };
  const work = async (): Promise<void> => {
    let found = false;
    await eachEntry(from, limits, async (header, body) => {
      const path = plainPath(header.name);
      if (path === 'manifest.json') {
        found = true;
        const read = manifest.safeParse(JSON.parse(String(await readEntry(body, path, longestList))));
        if (!read.success)
          throw badRequest('The archive’s manifest.json cannot be read: it is not one of docker save.');
        const list = read.data.map((each) => ({ ...each, RepoTags: rename(each.RepoTags ?? []) }));
        archive.entry({ name: path }, JSON.stringify(list));
        return;
      }
      const isLink = header.type === 'symlink' || header.type === 'link';
      if (!kept.test(path) || (isLink && !linked.test(header.linkname ?? ''))) {
        body.resume();
        return;
      }
      if (header.size) await pipeline(body, archive.entry({ ...header, name: path }));
      else {
        body.resume();
        archive.entry({ ...header, name: path }, '');
      }
    });
    if (!found) throw badRequest('The archive holds no manifest.json: it is not one of docker save.');
    archive.finalize();
  };
  work().catch((error: Error) => archive.destroy(error));
  return Readable.from(archive);
}

/** Saves images; of their names, the learner's own are written as they know them. */
async function save(learner: Learner, references: readonly string[], asked: Asked) {
  if (references.length === 0) throw badRequest('no images specified');
  const names = await Promise.all(
    references.map(async (reference) => {
      const { id, name } = await findImage(learner, reference);
      return readImageName(reference) ? name : id;
    }),
  );
  const stream = await learner.engine.stream({
    method: 'GET',
    path: '/images/get',
    query: { names },
    signal: asked.signal,
  });
  const out = renamed(stream, learner, (given) => visibleNames(learner, given));
  return { status: 200, type: 'application/x-tar', stream: out };
}

const saveOne = route('GET', '/images/{name*}/get', plain, ({ learner, at, asked }) =>
  save(learner, [at('name')], asked),
);

const saveMany = route(
  'GET',
  '/images/get',
  asking({ 'names[]': z.array(z.string()).max(32).optional() }),
  ({ learner, query, asked }) =>
    save(
      learner,
      (query['names[]'] ?? []).flatMap((each) => each.split(',')),
      asked,
    ),
);

/** An archive's own names become the learner's; without any, the image is known by its id. */
const load = route('POST', '/images/load', asking({ quiet: flag }), async ({ learner, query, asked }) => {
  await learner.inTurn(() => refuseMoreImages(learner));
  const from = renamed(asked.body, learner, (names) => [
    ...names.map((name) => ownName(learner, name)),
    newKeep(learner),
  ]);
  const stream = await learner.engine.stream({
    method: 'POST',
    path: '/images/load',
    query: { quiet: query.quiet },
    stream: { type: 'application/x-tar', from },
    signal: asked.signal,
  });
  return { status: 200, type: 'application/json', stream, lines: progressLine(learner) };
});

export const imageArchiveRoutes: readonly Route[] = [saveMany, saveOne, load];
