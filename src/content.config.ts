import { defineCollection } from 'astro:content';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { frontMatterSchema } from './lessons/front-matter.ts';
import { pageIdOf } from './lessons/lesson-id.ts';
import { frameWords } from './words/frame.ts';

export const collections = {
  docs: defineCollection({
    loader: glob({
      base: './content',
      pattern: '[0-9]*-*/[0-9]*-*/{en,es}.mdx',
      generateId: ({ entry }) => pageIdOf(entry),
    }),
    schema: docsSchema({ extend: frontMatterSchema.pick({ minutes: true }) }),
  }),
  i18n: defineCollection({
    loader: () => Object.entries(frameWords).map(([id, words]) => ({ id, ...words })),
    schema: i18nSchema(),
  }),
};
