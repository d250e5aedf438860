import { fileURLToPath } from 'node:url';
import { readBook } from '../../src/lessons/read-book.ts';
import type { Lesson } from '../../src/lessons/read-lesson.ts';

/** The book's own folder. */
export const contentFolder = fileURLToPath(new URL('../../content', import.meta.url));

/** Every lesson of the book, in its order. */
export const lessons: Lesson[] = readBook(contentFolder).flatMap((chapter) => chapter.lessons);
