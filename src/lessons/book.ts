import { resolve } from 'node:path';
import { type Chapter, readBook } from './read-book.ts';
import type { Lesson } from './read-lesson.ts';

/** Where the book is: beside `src`, in the folder that the tools of this project run in. */
export const contentFolder = resolve('content');

let book: Chapter[] | undefined;

/** The book, read once for each build; a page that is being written is read anew. */
export const theBook = (): Chapter[] => {
  if (book === undefined || import.meta.env.DEV) book = readBook(contentFolder);
  return book;
};

/** The lesson that a page of the site shows, by the page's id (`en/openstack/deploy-faafo`). */
export const lessonOfPage = (pageId: string): Lesson | undefined => {
  const id = pageId.split('/').slice(1).join('/');
  return theBook()
    .flatMap(({ lessons }) => lessons)
    .find((lesson) => lesson.id === id);
};
