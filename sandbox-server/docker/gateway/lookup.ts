import { z } from 'zod';
import { isFullId, isHex, readImageName } from '../engine-api/names.ts';
import type { Learner } from './learner.ts';
import { notFound, Refusal } from './refusal.ts';
import { label } from './tenant.ts';

const labelled = z.object({ Labels: z.record(z.string(), z.string()).nullish() });
const inspected = z.object({ Id: z.string(), Config: labelled });
const listed = z.array(labelled.extend({ Id: z.string(), Names: z.array(z.string()).nullish() }));
const mostKnown = 10_000;

/** Keeps an id that was found to be the learner's. */
export function keepKnown({ known }: Learner, id: string): string {
  if (known.size > mostKnown) known.clear();
  known.add(id);
  return id;
}

/** What the engine says, or undefined where it knows nothing of the kind. */
export async function unlessMissing<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  });
}

/**
 * The learner's container that a name or an id means, as the engine is to be asked for it. A name is not looked
 * up: with the learner's prefix, the engine finds theirs or none.
 * @throws Refusal 404 when none of theirs has that id
 */
export async function ownContainer(learner: Learner, reference: string): Promise<string> {
  const { tenant, known } = learner;
  const name = reference.replace(/^\//, '');
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(name)) throw missing(reference);
  if (known.has(name)) return name;
  if (!isHex(name)) return tenant.inward(name);
  const id = isFullId(name) ? await byFullId(learner, name) : await byPrefix(learner, name);
  if (id === undefined) throw missing(reference);
  return id;
}

/** The same, with its full id. */
export async function ownContainerId(learner: Learner, reference: string): Promise<string> {
  const found = await ownContainer(learner, reference);
  if (isFullId(found)) return found;
  const path = `/containers/${found}/json`;
  const { Id } = inspected.parse(await learner.engine.json({ method: 'GET', path }));
  return keepKnown(learner, Id);
}

const missing = (reference: string): Refusal => notFound(`No such container: ${reference}`);

async function byFullId(learner: Learner, id: string): Promise<string | undefined> {
  const found = await unlessMissing(learner.engine.json({ method: 'GET', path: `/containers/${id}/json` }));
  const read = inspected.safeParse(found);
  if (!read.success || read.data.Id !== id) return undefined;
  const labels = read.data.Config.Labels;
  const isOwn = learner.tenant.owns(labels) && labels?.[label.role] === 'container';
  return isOwn ? keepKnown(learner, id) : undefined;
}

/** A name that could be the beginning of an id: the name goes first, as in Docker. */
async function byPrefix(learner: Learner, text: string): Promise<string | undefined> {
  const all = listed.parse(
    await learner.engine.json({
      method: 'GET',
      path: '/containers/json',
      query: { all: true, filters: ownFilter(learner) },
    }),
  );
  const named = all.find(({ Names }) => Names?.includes(`/${learner.tenant.inward(text)}`));
  const [first, second] = all.filter(({ Id }) => Id.startsWith(text));
  if (!named && second) throw new Refusal(400, `Multiple IDs found with provided prefix: ${text}`);
  const id = (named ?? first)?.Id;
  return id === undefined ? undefined : keepKnown(learner, id);
}

/** The filter that finds the learner's containers, without the one that plays their host. */
export function ownFilter({ tenant }: Learner, more: Record<string, readonly string[]> = {}): string {
  const { label: labels = [], ...others } = more;
  return JSON.stringify({
    ...others,
    label: [...labels, tenant.filter, `${label.server}=${tenant.server}`, `${label.role}=container`],
  });
}

const image = z.object({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Config: z
    .object({
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
      OnBuild: z.array(z.string()).nullish(),
    })
    .nullish(),
});

/** An image that a learner may see. */
export interface FoundImage {
  id: string;
  /** By which name the engine was asked. */
  name: string;
  isOwn: boolean;
  volumes: string[];
  ports: string[];
  triggers: string[];
}

/**
 * The image that a name or an id means to the learner: one of theirs goes before one that is offered to all.
 * @throws Refusal 404
 */
export async function findImage(learner: Learner, reference: string): Promise<FoundImage> {
  const name = readImageName(reference);
  const { tenant } = learner;
  if (name) {
    const rest = name.digest === undefined ? `:${name.tag ?? 'latest'}` : `@${name.digest}`;
    const own = await inspectImage(learner, `${tenant.inwardRepository(name.repository)}${rest}`);
    if (own) return own;
    const shared = `${name.repository}${rest}`;
    if (learner.isOffered(`${name.repository}:${name.tag ?? 'latest'}`)) {
      const found = await inspectImage(learner, shared);
      if (found) return found;
    }
  }
  const id = reference.replace(/^sha256:/, '');
  const byId = isHex(id) ? await inspectImage(learner, reference) : undefined;
  if (byId) return byId;
  throw notFound(
    `No such image: ${name && !name.tag && !name.digest && !isFullId(reference) ? `${reference}:latest` : reference}`,
  );
}

/** An image of the engine's, if it is the learner's or offered. */
async function inspectImage(learner: Learner, name: string): Promise<FoundImage | undefined> {
  const found = await unlessMissing(learner.engine.json({ method: 'GET', path: `/images/${name}/json` }));
  if (found === undefined) return undefined;
  const { Id, RepoTags, RepoDigests, Config } = image.parse(found);
  const isOwn = [...(RepoTags ?? []), ...(RepoDigests ?? [])].some((each) =>
    each.startsWith(learner.tenant.images),
  );
  if (!isOwn && !(RepoTags ?? []).some(learner.isOffered)) return undefined;
  return {
    id: Id,
    name,
    isOwn,
    volumes: Object.keys(Config?.Volumes ?? {}),
    ports: Object.keys(Config?.ExposedPorts ?? {}),
    triggers: Config?.OnBuild ?? [],
  };
}

const network = z.object({
  Id: z.string(),
  Name: z.string(),
  Labels: z.record(z.string(), z.string()).nullish(),
});

/** The name in the engine of the learner's network that a name or an id means. @throws Refusal 404 */
export async function ownNetwork(learner: Learner, reference: string): Promise<{ id: string; name: string }> {
  const { tenant, engine } = learner;
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(reference)) throw notFound(`network ${reference} not found`);
  const ask = async (name: string) => {
    const found = network.safeParse(
      await unlessMissing(engine.json({ method: 'GET', path: `/networks/${name}` })),
    );
    return found.success && tenant.owns(found.data.Labels)
      ? { id: found.data.Id, name: found.data.Name }
      : undefined;
  };
  const found =
    (await ask(tenant.inward(reference))) ?? (isHex(reference) ? await ask(reference) : undefined);
  if (!found) throw notFound(`network ${reference} not found`);
  return found;
}
