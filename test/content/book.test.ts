import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../sandbox-server/packages/catalog.mjs';
import { lessons } from './book.ts';

/** Characters that fit into a cell on a desktop, beside the panel. */
const widest = 88;
/** Pages beside the lessons, each in every language: the first one, and all of a learner's work. */
const otherPages = ['', 'my-work'];

it('begins with the first server and the deployment of faafo', () => {
  expect(lessons.slice(0, 2).map(({ id }) => id)).toEqual([
    'openstack/your-first-server',
    'openstack/deploy-faafo',
  ]);
});

describe.each(lessons.map((lesson) => ({ lesson, id: lesson.id })))('$id', ({ lesson }) => {
  const pages = Object.values(lesson.pages).map(({ file }) => readFileSync(file, 'utf8'));

  it('imports in its cells what every kernel has, and nothing else', () => {
    const imported = lesson.cells.flatMap(({ code }) =>
      [...code.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) => name),
    );
    const offered = ['openstack', 'faafo', 'workbook', ...catalog];
    expect(imported.filter((name) => !offered.includes(String(name)))).toEqual([]);
  });

  it('has no line of code that is wider than a page', () => {
    const own = lesson.parts.flatMap((part) =>
      part.kind === 'exercise' ? [part.start, part.solution].map((code) => ({ name: part.name, code })) : [],
    );
    const wide = [...lesson.cells, ...own].flatMap(({ name, code }) =>
      code.split('\n').flatMap((line, index) => (line.length > widest ? [`${name}:${index + 1}`] : [])),
    );
    expect(wide).toEqual([]);
  });

  it('links to sections of the book that exist', () => {
    const links = pages.flatMap((page) => [...page.matchAll(/\]\(\/(en|es)\/([^)#]*?)\/?(?:#([^)]+))?\)/g)]);
    const broken = links.filter(([, language, id, anchor]) => {
      if (otherPages.includes(String(id))) return anchor !== undefined;
      const target = lessons.find((candidate) => candidate.id === id);
      const page = language === 'en' || language === 'es' ? target?.pages[language] : undefined;
      return page === undefined || (anchor !== undefined && !page.anchors.includes(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it.runIf(lesson.id.startsWith('openstack/'))('says whom it follows and under which licence', () => {
    for (const page of pages) {
      expect(page).toContain('Jesús María Aransay Azofra');
      expect(page).toContain('CC BY-NC-SA 4.0');
    }
  });
});
