import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readImageName } from '../engine-api/names.ts';
import type { Learner } from './learner.ts';
import { badRequest, conflict } from './refusal.ts';

/** An image as the engine lists it. */
export const listedImage = z.object({
  Id: z.string(),
  ParentId: z.string().optional(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Created: z.number(),
  Size: z.number(),
  Labels: z.record(z.string(), z.string()).nullish(),
});
export type ListedImage = z.output<typeof listedImage>;

/** A hidden name that says whose an image is, also when it has no other any more. */
export const newKeep = ({ tenant }: Learner): string => `${tenant.keep}:${randomBytes(8).toString('hex')}`;

/** The names of an image by which the learner knows it: their own, and those that are offered to all. */
export function visibleNames(
  { tenant, isOffered }: Learner,
  names: readonly string[] | null | undefined,
): string[] {
  return (names ?? []).flatMap((name) => {
    const own = tenant.outwardImage(name);
    if (own !== undefined) return [own];
    return isOffered(name.replace(/@.*$/, '')) ? [name] : [];
  });
}

/** Whether a name in the engine is one of the learner's, hidden ones included. */
export const isOwnName = ({ tenant }: Learner, name: string): boolean => name.startsWith(tenant.images);

/** The engine's name for a name that the learner gives an image of theirs. @throws Refusal */
export function ownName({ tenant }: Learner, repository: string, tag = ''): string {
  const name = readImageName(repository);
  if (!name || name.digest !== undefined) throw badRequest('invalid reference format');
  return `${tenant.inwardRepository(name.repository)}:${tag || name.tag || 'latest'}`;
}

/** All images that are the learner's. */
export async function ownImages(
  learner: Learner,
  filters: Record<string, readonly string[]> = {},
): Promise<ListedImage[]> {
  return (await visibleImages(learner, filters)).filter(({ RepoTags, RepoDigests }) =>
    [...(RepoTags ?? []), ...(RepoDigests ?? [])].some((name) => isOwnName(learner, name)),
  );
}

/** All images that a learner may see. */
export async function visibleImages(
  learner: Learner,
  filters: Record<string, readonly string[]> = {},
): Promise<ListedImage[]> {
  const query = { filters: JSON.stringify(filters) };
  const found = z
    .array(listedImage)
    .parse(await learner.engine.json({ method: 'GET', path: '/images/json', query }));
  return found.filter(
    ({ RepoTags, RepoDigests }) =>
      [...(RepoTags ?? []), ...(RepoDigests ?? [])].some((name) => isOwnName(learner, name)) ||
      (RepoTags ?? []).some(learner.isOffered),
  );
}

/** @throws Refusal when the learner has as many images as one may have */
export async function refuseMoreImages(learner: Learner): Promise<void> {
  const { length } = await ownImages(learner);
  if (length >= learner.limits.images)
    throw conflict(
      `You have ${length} images, and more are not given to one learner. Remove some: docker image prune`,
    );
}
