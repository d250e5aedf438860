import { z } from 'zod';
import { LessonError } from './lesson-error.ts';

/** The components that the reader of lessons looks into, by their tags. */
const known = ['Cell', 'Exercise', 'Hint', 'Quiz', 'Answer', 'Why', 'Predict', 'Parsons'] as const;
type TagName = (typeof known)[number];

/** A component as a page has it: `correct` alone is true, `line="3"` and `line={3}` are texts. */
export type Tag = { tag: TagName; attributes: Record<string, string | true>; children: Tag[] };

const codeFence = /^\s*(```+|~~~+)/;
const pattern = new RegExp(`<(/?)(${known.join('|')})\\b((?:[^>"]|"[^"]*")*?)(/?)>`, 'g');
const attribute = /([A-Za-z]+)(?:=(?:"([^"]*)"|\{([^}]*)\}))?/g;
const inlineCode = /`[^`\n]*`/g;
const tagName = z.enum(known);

/** The lines of a page outside its fenced code. */
export const proseLines = (body: string): string[] => {
  const lines: string[] = [];
  let open: string | undefined;
  for (const line of body.split('\n')) {
    const mark = codeFence.exec(line)?.[1];
    if (open === undefined && mark === undefined) lines.push(line);
    else if (open === undefined) open = mark;
    else if (mark?.startsWith(open)) open = undefined;
  }
  return lines;
};

const readAttributes = (text: string): Tag['attributes'] =>
  Object.fromEntries(
    [...text.matchAll(attribute)].map(([, name, quoted, braced]) => [name, quoted ?? braced ?? true]),
  );

/** The components of a page, each with those inside it; a tag that is not closed is the author's mistake. */
export const readTags = (file: string, body: string): Tag[] => {
  const prose = proseLines(body).join('\n').replace(inlineCode, '');
  const roots: Tag[] = [];
  const open: Tag[] = [];
  for (const [, slash, name, attributes = '', end] of prose.matchAll(pattern)) {
    const tag = tagName.parse(name);
    if (slash === '/') {
      const inner = open.pop();
      if (inner?.tag !== tag) throw unclosed(file, inner?.tag ?? tag, tag);
      continue;
    }
    const read: Tag = { tag, attributes: readAttributes(attributes), children: [] };
    (open.at(-1)?.children ?? roots).push(read);
    if (end !== '/') open.push(read);
  }
  const left = open.at(-1);
  if (left !== undefined) throw unclosed(file, left.tag);
  return roots;
};

const unclosed = (file: string, tag: string, before?: string): LessonError =>
  new LessonError(
    file,
    `a <${tag}> is not closed${before === undefined ? '' : ` before </${before}>`}.`,
    `Write </${tag}> after what belongs to it${tag === 'Cell' ? ', or <Cell … />' : ''}.`,
  );

/** A word that stands in a tag by itself, as `optional` does. */
export const flag = z.boolean('gives a value to a word that takes none').default(false);

/** The attributes of a tag by a schema, whose messages go on after “a <Cell> …”; what it refuses is the author's mistake. */
export const attributesOf = <Shape>(
  file: string,
  { tag, attributes }: Tag,
  shape: z.ZodType<Shape>,
  example: string,
): Shape => {
  const parsed = shape.safeParse(attributes);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys' ? `does not know “${issue.keys.join('”, “')}”` : issue.message,
  );
  throw new LessonError(file, `a <${tag}> ${problems.join(' and ')}.`, `Write ${example}.`, {
    cause: parsed.error,
  });
};
