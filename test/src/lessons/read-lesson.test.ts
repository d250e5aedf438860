import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLesson } from '../../../src/lessons/read-lesson.ts';
import { bookFolder, page } from './book-folder.ts';

const lesson = '10-openstack/20-deploy-faafo';
const folderIn = (path: string): string => join(path, lesson);

describe('reading a lesson', () => {
  test('gives its id without the numbers, its pages, and its cells in the order of the page', () => {
    using book = bookFolder({
      [`${lesson}/en.mdx`]: page(
        '## One [#one]\n\n<Cell name="b" />\n\n<Cell name="a" optional />',
        'Deploy',
      ),
      [`${lesson}/cells/a.ts`]: 'const a = 1;\n',
      [`${lesson}/cells/b.ts`]: 'const b = 2;\nb\n',
    });
    const read = readLesson(folderIn(book.path));
    expect(read.id).toBe('openstack/deploy-faafo');
    expect(read.pages.en).toMatchObject({ title: 'Deploy', description: 'What it is.', anchors: ['one'] });
    expect(read.pages.es).toBeUndefined();
    expect(read.cells).toEqual([
      { name: 'b', code: 'const b = 2;\nb', optional: false },
      { name: 'a', code: 'const a = 1;', optional: true },
    ]);
  });

  test('refuses a cell whose file is missing, and names the files that are there', () => {
    using book = bookFolder({
      [`${lesson}/en.mdx`]: page('<Cell name="list-image" />'),
      [`${lesson}/cells/list-images.ts`]: '1',
    });
    expect(() => readLesson(folderIn(book.path))).toThrow(
      /shows the cell “list-image”, and there is no cells\/list-image\.ts\..*list-images/,
    );
  });

  test('refuses a file of a cell that no page shows', () => {
    using book = bookFolder({ [`${lesson}/en.mdx`]: page('Prose.'), [`${lesson}/cells/left.ts`]: '1' });
    expect(() => readLesson(folderIn(book.path))).toThrow(
      /left\.ts: is on no page\. Show it with <Cell name="left"/,
    );
  });

  test('refuses a page that has not what its twin has, and says which', () => {
    using book = bookFolder({
      [`${lesson}/en.mdx`]: page('## One [#one]\n\n## Two [#two]'),
      [`${lesson}/es.mdx`]: page('## Uno [#one]'),
    });
    expect(() => readLesson(folderIn(book.path))).toThrow(
      /its anchor number 2 is “missing”; in en\.mdx it is “two”/,
    );
  });

  test('refuses cells in another order than the twin has', () => {
    using book = bookFolder({
      [`${lesson}/en.mdx`]: page('<Cell name="a" />\n<Cell name="b" />'),
      [`${lesson}/es.mdx`]: page('<Cell name="b" />\n<Cell name="a" />'),
      [`${lesson}/cells/a.ts`]: '1',
      [`${lesson}/cells/b.ts`]: '2',
    });
    expect(() => readLesson(folderIn(book.path))).toThrow(/its cell number 1 is “b”; in en\.mdx it is “a”/);
  });

  test('refuses a folder without a page', () => {
    using book = bookFolder({ [`${lesson}/cells/a.ts`]: '1' });
    expect(() => readLesson(folderIn(book.path))).toThrow(/has no page\. Write en\.mdx or es\.mdx/);
  });

  test.each([
    ['no front matter', 'Prose.', /has no front matter/],
    ['a field that is not known', '---\ntitle: A\ndescription: B\ntilte: C\n---\n', /tilte/],
    ['no description', '---\ntitle: A\n---\n', /description/],
    ['front matter that is not YAML', '---\ntitle: [\n---\n', /is not YAML/],
  ])('refuses a page with %s', (_what, text, problem) => {
    using book = bookFolder({ [`${lesson}/en.mdx`]: text });
    expect(() => readLesson(folderIn(book.path))).toThrow(problem);
  });
});
