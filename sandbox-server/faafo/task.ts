import { z } from 'zod';

/** The largest pictures that are drawn: the tutorial's 9999 × 9999 fits. A task beyond would hold its worker for days. */
const LIMITS = { side: 16_384, pixels: 100_000_000, iterations: 1_000_000 } as const;

/** A number, or a text that is one: the original takes `"12"` for 12. */
const numeric = (words: string) =>
  z.union(
    [
      z.number(),
      z
        .string()
        .regex(/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i)
        .transform(Number),
    ],
    words,
  );

const integer = (least: number, most: number) => {
  const words = `must be a whole number from ${least} to ${most}`;
  return numeric(words).pipe(z.number().int(words).min(least, words).max(most, words));
};
const coordinate = numeric('must be a number').pipe(z.number('must be a number'));

/** The numbers of a task, each with the words for what it must be. The original's workers hang or die on others. */
export const taskNumbers = {
  width: integer(2, LIMITS.side),
  height: integer(2, LIMITS.side),
  iterations: integer(12, LIMITS.iterations),
  xa: coordinate,
  xb: coordinate,
  ya: coordinate,
  yb: coordinate,
};

/** A uuid as the client makes it: any text of up to 36 characters will do, as in the original. */
export const identifier = z
  .union([z.string(), z.number().transform(String)], 'must be a text')
  .pipe(z.string().min(1, 'must not be empty').max(36, 'must have at most 36 characters'));

/** What is wrong with a picture of this size, if anything. */
export function sizeFault(width: number, height: number): string | undefined {
  return width * height > LIMITS.pixels ? `must have at most ${LIMITS.pixels} pixels in all` : undefined;
}

/** A task as it lies in the queue, sent by this API or by the original one; further fields are not looked at. */
export const taskSchema = z
  .object({ uuid: identifier, ...taskNumbers })
  .refine(({ width, height }) => sizeFault(width, height) === undefined, 'the picture is too large');
