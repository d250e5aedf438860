import { z } from 'zod';

/** What a reader does in a lesson beside running its cells: `exercise-boot`, `quiz-flavors`, `prediction-three-workers`, `parsons-order`. */
export const partName = z
  .string()
  .regex(/^(exercise|quiz|prediction|parsons)-[a-z0-9-]+$/)
  .max(80);

/** A sentence in each language that its author wrote it in. */
export const sentence = z.object({ en: z.string().max(2000), es: z.string().max(2000).optional() });
export type Sentence = z.infer<typeof sentence>;

/** One thing that a check looked at: what it would be when all is well, whether it is so, and what is missing where it is not. */
export const finding = z.object({ holds: z.boolean(), says: sentence, missing: sentence.optional() });
export type Finding = z.infer<typeof finding>;

const index = z.number().int().min(0).max(200);

/** What a reader answered: the numbers of the answers that they chose, the lines in their order, or words of their own. */
export const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('choice'), chosen: z.array(index).max(50) }),
  z.object({ kind: z.literal('order'), lines: z.array(index).max(100) }),
  z.object({ kind: z.literal('words'), words: z.string().max(2000) }),
]);
export type Answer = z.infer<typeof answer>;

/** Help that a reader of an exercise took: how many of its hints, and whether they looked at the solution. */
export const help = z.object({
  hints: z.number().int().min(0).max(50),
  solution: z.boolean(),
  /** Their own text, kept when they put the solution in its place. */
  own: z.string().max(200_000).optional(),
});
export type Help = z.infer<typeof help>;

/** What happens to the parts of a lesson, each of them a run event. */
export const partEvents = [
  /** A check that runs has looked at one thing. */
  z.object({ kind: z.literal('check'), run: z.string(), cell: z.string(), finding }),
  /** An exercise was checked to the end. */
  z.object({ kind: z.literal('checked'), part: partName, passed: z.boolean() }),
  /** `passed` is absent where there is no right and wrong. */
  z.object({ kind: z.literal('answered'), part: partName, answer, passed: z.boolean().optional() }),
  z.object({ kind: z.literal('helped'), part: partName, help }),
] as const;
