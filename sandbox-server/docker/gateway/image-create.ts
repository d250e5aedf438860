import { z } from 'zod';
import { fields, ignored } from '../engine-api/fields.ts';
import { readImageName, repositoryName, tagName } from '../engine-api/names.ts';
import { flagOrYes } from '../engine-api/query.ts';
import { bounded } from './bounded.ts';
import { newKeep, ownName, refuseMoreImages } from './image-names.ts';
import { split } from './images.ts';
import type { Learner } from './learner.ts';
import { ownContainer } from './lookup.ts';
import { badRequest, forbidden } from './refusal.ts';
import { type Answer, type Asked, asking, type Route, route, told } from './route.ts';

/** A line of what comes while an image is made: only what is understood, in the learner's words. */
const progress = z.object({
  status: z.string().optional(),
  id: z.string().optional(),
  progress: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
  stream: z.string().optional(),
  error: z.string().optional(),
  errorDetail: z.object({ code: z.number().optional(), message: z.string() }).optional(),
  aux: z.object({ ID: z.string().optional() }).optional(),
});

/** Reads a line of progress; names of images that were asked for by their ids come back as they were written. */
export function progressLine({ tenant }: Learner, names: ReadonlyMap<string, string> = new Map()) {
  const words = (text: string): string => {
    let found = tenant.words(text);
    for (const [id, name] of names) found = found.replaceAll(id, name);
    return found;
  };
  const isHidden = (text: string | undefined): boolean => text?.includes(tenant.keep) ?? false;
  return (line: unknown): unknown => {
    const { status, stream, error, errorDetail, ...rest } = progress.parse(line);
    if (isHidden(stream) || isHidden(status)) return undefined;
    return {
      ...rest,
      ...(status !== undefined && { status: words(status) }),
      ...(stream !== undefined && { stream: words(stream) }),
      ...(error !== undefined && { error: words(error) }),
      ...(errorDetail && { errorDetail: { ...errorDetail, message: words(errorDetail.message) } }),
    };
  };
}

/** The instructions that change an image's configuration, and nothing else; a build knows more. */
const change = /^(?:CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s[^\r\n]*$/i;

export const changes = z
  .array(z.string().max(65_536))
  .max(64)
  .optional()
  .transform((texts) => texts?.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== ''))
  .refine(
    (lines) => lines?.every((line) => change.test(line.trim())) ?? true,
    'only CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, STOPSIGNAL, USER, VOLUME and WORKDIR change an image',
  );

/** Pulls an image that is offered to all. */
async function pull(learner: Learner, from: string, tag: string, asked: Asked): Promise<Answer> {
  const name = readImageName(
    tag === '' ? from : tag.startsWith('sha256:') ? `${from}@${tag}` : `${from}:${tag}`,
  );
  if (!name) throw badRequest('invalid reference format');
  const version = name.tag ?? 'latest';
  if (!learner.isOffered(`${name.repository}:${version}`))
    throw forbidden(
      `${name.repository}:${version} is not offered. These images are: ${learner.offered.join(', ')}.`,
    );
  const query = { fromImage: name.repository, tag: name.digest ?? version };
  const stream = await learner.engine.stream({
    method: 'POST',
    path: '/images/create',
    query,
    signal: asked.signal,
  });
  return { status: 200, type: 'application/json', stream, lines: progressLine(learner) };
}

interface ImportQuery {
  repo?: string | undefined;
  tag?: string | undefined;
  'changes[]'?: string[] | undefined;
  message?: string | undefined;
}

/** Makes an image of an archive of files, which is sent along. */
async function importArchive(learner: Learner, query: ImportQuery, asked: Asked): Promise<Answer> {
  await refuseMoreImages(learner);
  const keep = newKeep(learner);
  const [repo, tag] = split(keep);
  const from = bounded(asked.body, learner.limits.archive, 'An image');
  const stream = await learner.engine.stream({
    method: 'POST',
    path: '/images/create',
    query: { fromSrc: '-', repo, tag, changes: query['changes[]'], message: query.message },
    stream: { type: 'application/x-tar', from },
    signal: asked.signal,
  });
  const lines = progressLine(learner);
  const name = query.repo ? split(ownName(learner, query.repo, query.tag)) : undefined;
  if (!name) return { status: 200, type: 'application/json', stream, lines };
  // By the hidden name first: so that an image that failed half-way takes nobody's name.
  const rest: unknown[] = [];
  for await (const text of stream.setEncoding('utf8'))
    for (const line of String(text)
      .split('\n')
      .filter((each) => each.trim() !== ''))
      rest.push(lines(JSON.parse(line)));
  await learner.engine.status({
    method: 'POST',
    path: `/images/${keep}/tag`,
    query: { repo: name[0], tag: name[1] },
  });
  return {
    status: 200,
    text: rest
      .filter(Boolean)
      .map((line) => `${JSON.stringify(line)}\r\n`)
      .join(''),
  };
}

const create = route(
  'POST',
  '/images/create',
  asking({
    fromImage: z.string().max(255).optional(),
    fromSrc: z.string().max(2048).optional(),
    repo: repositoryName.optional(),
    tag: z
      .string()
      .max(200)
      .regex(/^[\w.:-]*$/, 'invalid tag format')
      .optional(),
    message: z.string().max(1024).optional(),
    'changes[]': changes,
  }),
  async ({ learner, query, asked }) => {
    if (query.fromImage) return pull(learner, query.fromImage, query.tag ?? '', asked);
    if (query.fromSrc !== '-')
      throw forbidden('An image is made of an archive that is sent along (fromSrc=-), not of an address.');
    return importArchive(learner, query, asked);
  },
);

const committed = z.object({ Id: z.string() });
/** A body is not needed: what dockerode repeats of the query in it is passed over. */
const commitOrder = fields({
  container: ignored,
  repo: ignored,
  tag: ignored,
  comment: ignored,
  author: ignored,
  pause: ignored,
  changes: ignored,
});

const commit = route(
  'POST',
  '/commit',
  told(commitOrder, {
    container: z.string(),
    repo: repositoryName.optional(),
    tag: tagName.optional(),
    comment: z.string().max(1024).optional(),
    author: z.string().max(256).optional(),
    pause: flagOrYes,
    'changes[]': changes,
  }),
  async ({ learner, query }) => {
    const container = await ownContainer(learner, query.container);
    const [repo, tag] = split(newKeep(learner));
    const make = async (): Promise<string> => {
      await refuseMoreImages(learner);
      const { comment, author, pause } = query;
      const found = await learner.engine.json({
        method: 'POST',
        path: '/commit',
        query: { container, repo, tag, comment, author, pause, changes: query['changes[]'] },
        body: {},
      });
      const { Id } = committed.parse(found);
      if (query.repo) {
        const [name, version] = split(ownName(learner, query.repo, query.tag));
        await learner.engine.status({
          method: 'POST',
          path: `/images/${Id}/tag`,
          query: { repo: name, tag: version },
        });
      }
      return Id;
    };
    return { status: 201, json: { Id: await learner.inTurn(make) } };
  },
);

export const imageCreateRoutes: readonly Route[] = [create, commit];
