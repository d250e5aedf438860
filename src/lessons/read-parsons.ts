import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParsonsLine } from '../workbook/parsons.ts';
import { LessonError } from './lesson-error.ts';

const remark = /\s*\/\/ (?:(distractor)|after ([\d, ]+)|(first))$/;

/**
 * Reads `parsons/<name>.ts` of the lesson in `folder`: each line is one to be put in order, as the file has
 * them. A line may end with `// after 1, 2` (numbers of lines, from 1), `// first` (it needs none before it)
 * or `// distractor`.
 */
export const readParsons = (folder: string, name: string, reasons: readonly number[]): ParsonsLine[] => {
  const file = join(folder, 'parsons', `${name}.ts`);
  if (!existsSync(file)) {
    throw new LessonError(file, 'is missing.', 'Write the lines in their order, one on each line.');
  }
  const texts = readFileSync(file, 'utf8').replace(/\n+$/, '').split('\n');
  let before: number | undefined;
  const lines = texts.map((line, index): ParsonsLine => {
    const [, wrong, numbers, first] = remark.exec(line) ?? [];
    const text = line.replace(remark, '');
    if (wrong !== undefined) return { text, after: [], distractor: true };
    const own = numbers?.split(',').map((number) => Number(number) - 1);
    const after = own ?? (first !== undefined || before === undefined ? [] : [before]);
    before = index;
    return { text, after, distractor: false };
  });
  refuse(file, lines, reasons);
  return lines;
};

/** Refuses a problem that nobody could solve, or whose mistakes nobody could understand. */
const refuse = (file: string, lines: readonly ParsonsLine[], reasons: readonly number[]): void => {
  const blank = lines.findIndex(({ text }) => text.trim() === '');
  if (blank !== -1) throw new LessonError(file, `line ${blank + 1} is blank.`, 'Leave it out.');
  const astray = lines.findIndex(({ after }, index) =>
    after.some((number) => number >= index || lines[number]?.distractor !== false),
  );
  if (astray !== -1) {
    throw new LessonError(
      file,
      `line ${astray + 1} stands after a line that is not before it.`,
      'Write // after with the numbers of lines that are above it and no distractors.',
    );
  }
  const strange = reasons.find((number) => lines[number - 1] === undefined);
  if (strange !== undefined) {
    throw new LessonError(file, `has no line ${strange}, which a <Why line> speaks of.`, 'Count from 1.');
  }
  const mute = lines.findIndex(
    ({ after, distractor }, index) => (distractor || after.length > 0) && !reasons.includes(index + 1),
  );
  if (mute !== -1) {
    throw new LessonError(
      file,
      `nothing says why line ${mute + 1} is wrong where it may be put.`,
      `Write <Why line="${mute + 1}">…</Why> in its <Parsons>.`,
    );
  }
};
