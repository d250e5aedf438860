import { readImageName } from '../engine-api/names.ts';

/**
 * Whether an image is offered to all, by patterns: `busybox` is that repository with any tag, `debian:12` one tag
 * of it, `course/*` every repository below.
 */
export function isOfferedBy(patterns: readonly string[]): (image: string) => boolean {
  const read = patterns.map((pattern) => {
    const [repository = '', tag] = pattern.split(/:(?=[^/]*$)/);
    return { repository, tag };
  });
  return (image) => {
    const name = readImageName(image);
    if (!name) return false;
    return read.some(({ repository, tag }) => {
      const fits = repository.endsWith('/*')
        ? name.repository.startsWith(repository.slice(0, -1))
        : name.repository === repository;
      return fits && (tag === undefined || tag === (name.tag ?? 'latest'));
    });
  };
}
