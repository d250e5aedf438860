import { z } from 'zod';

/**
 * A line of a Parsons problem. `after` are the numbers (from 0) of the lines that must stand somewhere before
 * it: the one before it in the file, unless its author says otherwise. A distractor belongs nowhere.
 */
export const parsonsLine = z.object({
  text: z.string(),
  after: z.array(z.number().int().min(0)),
  distractor: z.boolean(),
});
export type ParsonsLine = z.infer<typeof parsonsLine>;

/** The first line of an answer that is wrong where it stands, by its place in the answer; -1 when there is none. */
export const firstWrong = (lines: readonly ParsonsLine[], answer: readonly number[]): number =>
  answer.findIndex((number, place) => {
    const line = lines[number];
    const before = answer.slice(0, place);
    return (
      line === undefined ||
      line.distractor ||
      before.includes(number) ||
      line.after.some((needed) => !before.includes(needed))
    );
  });

/** True when every line stands where it may, and none is missing. */
export const isSolved = (lines: readonly ParsonsLine[], answer: readonly number[]): boolean =>
  firstWrong(lines, answer) === -1 && answer.length === lines.filter(({ distractor }) => !distractor).length;
