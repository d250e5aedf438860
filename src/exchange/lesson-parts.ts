import { z } from 'zod';

/** A piece of a lesson, in the page's order: Markdown that any program can show, something that only the page can do, or a cell. */
export const lessonPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('prose'), text: z.string() }),
  z.object({ kind: z.literal('live'), caption: z.string() }),
  z.object({ kind: z.literal('cell'), name: z.string(), optional: z.boolean() }),
]);
export type LessonPart = z.infer<typeof lessonPart>;

/** What `parts.json` beside a lesson's page holds: the page without what only a browser can do. */
export const lessonParts = z.object({
  lesson: z.string(),
  language: z.string(),
  title: z.string(),
  description: z.string(),
  parts: z.array(lessonPart),
  /** The npm packages that cells can import, with their versions. */
  packages: z.record(z.string(), z.string()),
});
export type LessonParts = z.infer<typeof lessonParts>;
