import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { languagesOf, readBook } from '../../../src/lessons/read-book.ts';
import { sidebarOf } from '../../../src/lessons/sidebar.ts';
import { bookFolder, page } from './book-folder.ts';

const chapter = (title: string): string => `title: { en: ${title} }\ngoal: { en: You can. }\n`;

describe('reading the book', () => {
  test('puts chapters and lessons in the order of their numbers, not of their letters', () => {
    using book = bookFolder({
      '100-last/chapter.yaml': chapter('Last'),
      '100-last/10-a/en.mdx': page('A'),
      '20-first/chapter.yaml': chapter('First'),
      '20-first/100-z/en.mdx': page('Z'),
      '20-first/20-y/en.mdx': page('Y'),
    });
    const read = readBook(book.path);
    expect(read.map(({ id, lessons }) => [id, lessons.map((lesson) => lesson.id)])).toEqual([
      ['first', ['first/y', 'first/z']],
      ['last', ['last/a']],
    ]);
  });

  test('leaves out a chapter and a lesson that have no page yet', () => {
    using book = bookFolder({
      '10-empty/chapter.yaml': chapter('Empty'),
      '10-empty/10-planned/cells/a.ts': '1',
      'words/en.txt': 'cloud',
    });
    expect(readBook(book.path)).toEqual([]);
  });

  test('refuses a chapter without chapter.yaml, and one that is not told in a language it is written in', () => {
    using missing = bookFolder({ '10-a/10-b/en.mdx': page('B') });
    expect(() => readBook(missing.path)).toThrow(/chapter\.yaml: is missing/);
    using untold = bookFolder({ '10-a/chapter.yaml': chapter('A'), '10-a/10-b/es.mdx': page('B') });
    expect(() => readBook(untold.path)).toThrow(/lacks a title or a goal in “es”/);
  });

  test('knows the languages that are written, and makes the sidebar from the chapters', () => {
    using book = bookFolder({ '10-a/chapter.yaml': chapter('Alpha'), '10-a/10-b/en.mdx': page('B') });
    const read = readBook(book.path);
    expect(languagesOf(read)).toEqual(['en']);
    expect(sidebarOf(read, 'en')).toEqual([
      {
        label: 'Alpha',
        translations: { en: 'Alpha' },
        items: [{ slug: 'a/b', attrs: { 'data-lesson': 'a/b' } }],
      },
    ]);
  });

  test('reads the book of this project', () => {
    const book = readBook(fileURLToPath(new URL('../../../content', import.meta.url)));
    expect(book.flatMap(({ lessons }) => lessons.map(({ id }) => id))).toEqual(
      expect.arrayContaining(['openstack/your-first-server', 'openstack/deploy-faafo']),
    );
  });
});
