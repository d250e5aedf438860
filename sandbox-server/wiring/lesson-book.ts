import { join } from 'node:path';
import { judge } from '../../src/lessons/judge.ts';
import { partNameOf } from '../../src/lessons/parts.ts';
import { readBook } from '../../src/lessons/read-book.ts';
import type { Lesson } from '../../src/lessons/read-lesson.ts';
import type { LessonBook } from '../session/lesson-book.ts';

const content = join(import.meta.dirname, '..', '..', 'content');

/** The book, read when it is first asked: the checks of its exercises and what its questions take for right. */
export function openBook(): (lesson: string) => LessonBook {
  let lessons: Map<string, Lesson> | undefined;
  const lessonOf = (id: string) => {
    lessons ??= new Map(
      readBook(content).flatMap((chapter) => chapter.lessons.map((lesson) => [lesson.id, lesson])),
    );
    return lessons.get(id);
  };
  const partsOf = (id: string) => lessonOf(id)?.parts ?? [];
  return (lesson) => ({
    get cells() {
      return lessonOf(lesson)?.cells ?? [];
    },
    get parts() {
      return partsOf(lesson).map(partNameOf);
    },
    checkOf: (exercise) =>
      partsOf(lesson).flatMap((part) =>
        part.kind === 'exercise' && part.name === exercise ? [part.check] : [],
      )[0],
    judge: (part, answer) => judge(partsOf(lesson), part, answer),
  });
}
