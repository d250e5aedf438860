import { z } from 'zod';
import type { EngineClient } from './engine.ts';
import type { Learner } from './learner.ts';
import { unlessMissing } from './lookup.ts';
import { Refusal } from './refusal.ts';
import { label } from './tenant.ts';

const labels = z.record(z.string(), z.string()).nullish();
const containers = z.array(z.object({ Id: z.string(), Labels: labels }));
const networks = containers;
const volumes = z.object({ Volumes: z.array(z.object({ Name: z.string(), Labels: labels })).nullish() });
const images = z.array(z.object({ RepoTags: z.array(z.string()).nullish() }));

/** Gone already, or going. */
async function unlessGone(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: unknown) => {
    if (!(error instanceof Refusal) || ![404, 409].includes(error.status)) throw error;
  });
}

/** What in the engine has these labels, or images that begin so. */
interface Scope {
  labels: readonly string[];
  images: RegExp;
}

/**
 * Removes containers, then what they held: networks, volumes and images. What is made meanwhile is found by
 * whoever looks next, by the same labels.
 */
async function removeScope(engine: EngineClient, scope: Scope): Promise<void> {
  const filters = JSON.stringify({ label: scope.labels });
  const list = { method: 'GET', query: { all: true, filters } } as const;
  const found = containers.parse(await engine.json({ ...list, path: '/containers/json' }));
  // The learner's own host goes last: others live in its network.
  const hostLast = found.sort((one, other) => rank(one.Labels) - rank(other.Labels));
  for (const { Id } of hostLast)
    await unlessGone(
      engine.status({ method: 'DELETE', path: `/containers/${Id}`, query: { force: true, v: true } }),
    );
  for (const { Id } of networks.parse(await engine.json({ ...list, path: '/networks' })))
    await unlessGone(engine.status({ method: 'DELETE', path: `/networks/${Id}` }));
  const { Volumes } = volumes.parse(await engine.json({ ...list, path: '/volumes' }));
  for (const { Name } of Volumes ?? [])
    await unlessGone(engine.status({ method: 'DELETE', path: `/volumes/${Name}`, query: { force: true } }));
  const tags = images
    .parse(await engine.json({ method: 'GET', path: '/images/json' }))
    .flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((each) => scope.images.test(each)))
    await unlessGone(unlessMissing(engine.status({ method: 'DELETE', path: `/images/${tag}` })));
}

const rank = (labels: Record<string, string> | null | undefined): number =>
  labels?.[label.role] === 'host' ? 1 : 0;

/** Removes everything of a learner's, and nothing else. */
export async function removeAll({ engine, tenant, host, known }: Learner): Promise<void> {
  known.clear();
  host.forget();
  await removeScope(engine, {
    labels: [tenant.filter, `${label.server}=${tenant.server}`],
    images: new RegExp(`^${tenant.images}`),
  });
}

/**
 * Removes what learners have left behind that this server does not know any more.
 * @returns the marks of those who have something in the engine, and are known
 */
export async function removeStrangers(
  engine: EngineClient,
  server: string,
  isKnown: (mark: string) => boolean,
): Promise<Set<string>> {
  const filters = JSON.stringify({ label: [`${label.server}=${server}`] });
  const list = { method: 'GET', query: { all: true, filters } } as const;
  const all = [
    ...containers.parse(await engine.json({ ...list, path: '/containers/json' })),
    ...networks.parse(await engine.json({ ...list, path: '/networks' })),
    ...(volumes.parse(await engine.json({ ...list, path: '/volumes' })).Volumes ?? []),
  ];
  const marks = new Set(all.flatMap(({ Labels }) => Labels?.[label.learner] ?? []));
  for (const mark of marks) {
    if (isKnown(mark)) continue;
    const labels = [`${label.server}=${server}`, `${label.learner}=${mark}`];
    await removeScope(engine, { labels, images: new RegExp(`^l${mark}/`) });
    marks.delete(mark);
  }
  return marks;
}
