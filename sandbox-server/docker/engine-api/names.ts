import { z } from 'zod';

/** What names of containers, volumes and networks look like (moby/daemon/names). */
export const objectName = z
  .string()
  .max(128)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, 'only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed');

/** A container, network, volume or exec as a path names it: a name or an id. */
export const objectReference = z
  .string()
  .max(160)
  .regex(/^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, 'is no name and no id');

export const isFullId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
export const isHex = (text: string): boolean => /^[0-9a-f]{1,64}$/.test(text);

/** The name of an image, taken apart (distribution/reference): `[host[:port]/]path[:tag][@digest]`. */
export interface ImageName {
  /** The repository as people write it, without `docker.io/` and `library/`. */
  repository: string;
  tag: string | undefined;
  digest: string | undefined;
}

const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host = '(?:localhost|[a-z0-9-]+(?:\\.[a-z0-9-]+)+|[a-z0-9-]+(?=:\\d))(?::\\d{1,5})?';
const imageName = new RegExp(
  `^(?<repository>(?:${host}/)?${component}(?:/${component})*)(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);

/** Reads an image's name; undefined when it is none. */
export function readImageName(text: string): ImageName | undefined {
  if (text.length > 255 || isFullId(text)) return undefined;
  const groups = imageName.exec(text)?.groups;
  if (!groups?.repository) return undefined;
  const repository = groups.repository
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\/(?=[^/]+$)/, '');
  return { repository, tag: groups.tag, digest: groups.digest };
}

/** An image as a path or an order names it. */
export const imageReference = z
  .string()
  .min(1)
  .max(255)
  .refine(
    (text) => /^(?:sha256:)?[0-9a-f]{1,64}$/.test(text) || readImageName(text) !== undefined,
    'invalid reference format',
  );

/** A repository as `tag`, `commit` and `pull` are given it, possibly with its tag. */
export const repositoryName = z
  .string()
  .max(255)
  .refine((text) => text === '' || readImageName(text) !== undefined, 'invalid reference format');

export const tagName = z.string().regex(/^(?:[\w][\w.-]{0,127})?$/, 'invalid tag format');
