import { Refusal } from './refusal.ts';

/** The versions of the Engine API that are spoken here, the least and the greatest. */
const least = [1, 24] as const;
const most = [1, 41] as const;
export const apiVersion = most.join('.');
export const leastVersion = least.join('.');

/** Takes `/v1.41` off a path's segments, and says what is wrong with another version as Docker does. */
export function withoutVersion(segments: readonly string[]): readonly string[] {
  const [first = '', ...rest] = segments;
  const match = /^v(\d{1,3})\.(\d{1,3})$/.exec(first);
  if (!match) return segments;
  const asked = [Number(match[1]), Number(match[2])] as const;
  const isLess = (a: readonly [number, number], b: readonly [number, number]): boolean =>
    a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
  const spelled = asked.join('.');
  if (isLess(asked, least))
    throw new Refusal(
      400,
      `client version ${spelled} is too old. Minimum supported API version is ${leastVersion}, please upgrade your client to a newer version`,
    );
  if (isLess(most, asked))
    throw new Refusal(
      400,
      `client version ${spelled} is too new. Maximum supported API version is ${apiVersion}`,
    );
  return rest;
}
