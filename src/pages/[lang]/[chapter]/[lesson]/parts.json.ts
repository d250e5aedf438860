import { readFileSync } from 'node:fs';
import type { APIRoute, GetStaticPaths } from 'astro';
import { z } from 'zod';
import { catalog } from '../../../../../sandbox-server/packages/catalog.mjs';
import type { LessonParts } from '../../../../exchange/lesson-parts.ts';
import { theBook } from '../../../../lessons/book.ts';
import { readFrontMatter } from '../../../../lessons/front-matter.ts';
import { plainParts } from '../../../../lessons/plain-parts.ts';
import { languagesOf } from '../../../../lessons/read-book.ts';
import type { Lesson } from '../../../../lessons/read-lesson.ts';

/** The versions of the packages that cells import, as this project has them. */
const packages = (): Record<string, string> => {
  const project = z.object({ dependencies: z.record(z.string(), z.string()) });
  const { dependencies } = project.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  return Object.fromEntries(catalog.map((name) => [name, dependencies[name] ?? '']));
};

const partsOf = (lesson: Lesson, language: string, file: string): LessonParts => {
  const { data, body } = readFrontMatter(file, readFileSync(file, 'utf8'));
  const { title, description } = data;
  const parts = plainParts(body, language);
  return { lesson: lesson.id, language, title, description, parts, packages: packages() };
};

export const getStaticPaths: GetStaticPaths = () =>
  theBook().flatMap(({ lessons }) =>
    lessons.flatMap((lesson) =>
      languagesOf(theBook()).flatMap((language) => {
        // Where a lesson is not written in a language of the site, its page shows the English text.
        const written = lesson.pages[language] === undefined ? 'en' : language;
        const page = lesson.pages[written];
        if (page === undefined) return [];
        const [chapter, name] = lesson.id.split('/');
        const parts = partsOf(lesson, written, page.file);
        return [{ params: { lang: language, chapter, lesson: name }, props: { parts } }];
      }),
    ),
  );

/** A lesson's page without what only a browser can do: what its notebook and its program are made of. */
export const GET: APIRoute<{ parts: LessonParts }> = ({ props }) => Response.json(props.parts);
