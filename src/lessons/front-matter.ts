import { parse } from 'yaml';
import { z } from 'zod';
import { LessonError } from './lesson-error.ts';

/** What stands between the two `---` lines at the top of a lesson's page. */
export const frontMatterSchema = z.strictObject({
  title: z
    .string()
    .min(1)
    .describe('The title of the lesson: the page needs no other heading of the first level.'),
  description: z.string().min(1).describe('One sentence: what the reader does here.'),
  minutes: z.number().int().positive().optional().describe('How long reading and doing takes, in minutes.'),
});
export type FrontMatter = z.infer<typeof frontMatterSchema>;

const fence = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/;

/** Splits a page into its front matter, checked, and its body; `file` is named in the error. */
export const readFrontMatter = (file: string, text: string): { data: FrontMatter; body: string } => {
  const found = fence.exec(text);
  if (found === null) {
    throw new LessonError(
      file,
      'has no front matter.',
      'Begin the file with ---, title: …, description: …, ---.',
    );
  }
  const parsed = frontMatterSchema.safeParse(parseYaml(file, found[1] ?? ''));
  if (!parsed.success) {
    throw new LessonError(file, 'its front matter is wrong.', z.prettifyError(parsed.error), {
      cause: parsed.error,
    });
  }
  return { data: parsed.data, body: text.slice(found[0].length) };
};

/** Reads YAML; a syntax error names the file. */
export const parseYaml = (file: string, text: string): unknown => {
  try {
    return parse(text);
  } catch (cause) {
    throw new LessonError(
      file,
      'is not YAML.',
      cause instanceof Error ? cause.message : 'Check its syntax.',
      {
        cause,
      },
    );
  }
};
