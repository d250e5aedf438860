import { badRequest } from './fault.ts';

/** The name of an image, taken apart. */
export interface Reference {
  /** As people write it: `busybox`, `registry:5000/faafo`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DOMAIN =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?::\\d+)?';
const REFERENCE = new RegExp(
  `^((?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);

/** Reads a name; `docker.io/library/busybox` is `busybox`. @throws DockerFault */
export function readReference(text: string): Reference {
  const [, full = '', tag, digest] = REFERENCE.exec(text) ?? [];
  if (/^[0-9a-f]{64}$/.test(text))
    throw badRequest(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  if (full === '') {
    const lower = /[A-Z]/.test(text.replace(/:[^/]*$/, ''));
    throw badRequest(
      lower ? `invalid reference format: repository name must be lowercase` : 'invalid reference format',
    );
  }
  const repository = full.replace(/^(index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '');
  return { repository, tag, digest };
}

/** `repository:tag`, with `latest` for a name without one; `repository@digest` for one with a digest. */
export function fullName({ repository, tag, digest }: Reference): string {
  return digest === undefined ? `${repository}:${tag ?? 'latest'}` : `${repository}@${digest}`;
}

/** The repository of `repository:tag` or `repository@digest`. */
export function repositoryOf(name: string): string {
  return name.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
