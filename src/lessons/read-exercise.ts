import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LessonError } from './lesson-error.ts';

/** An answer that learners give and that is not right, with the sentence that its check must have for it. */
export type WrongAnswer = { name: string; code: string; gets: string };

/** The files of an exercise: what its cell begins as, one way to do it, what looks at it, and wrong ways. */
export type ExerciseFiles = { start: string; solution: string; check: string; wrong: WrongAnswer[] };

const gets = /^\/\/ gets: (.+)\n/;

const read = (file: string): string => {
  if (existsSync(file)) return readFileSync(file, 'utf8').replace(/\n$/, '');
  throw new LessonError(
    file,
    'is missing.',
    'An exercise has start.ts, solution.ts, check.ts and a folder wrong.',
  );
};

const readWrong = (folder: string): WrongAnswer[] => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
  if (files.length === 0) {
    throw new LessonError(folder, 'has no answer.', 'Write one that learners give, to try the check with.');
  }
  return files.sort().map((file) => {
    const text = read(join(folder, file));
    const [line = '', sentence] = gets.exec(text) ?? [];
    if (sentence === undefined) {
      throw new LessonError(
        join(folder, file),
        'does not say what its writer is told.',
        'Begin it with // gets: and a piece of that sentence.',
      );
    }
    return { name: file.slice(0, -'.ts'.length), code: text.slice(line.length), gets: sentence.trim() };
  });
};

/** Reads `exercises/<name>` of the lesson in `folder`. */
export const readExercise = (folder: string, name: string): ExerciseFiles => {
  const place = join(folder, 'exercises', name);
  return {
    start: read(join(place, 'start.ts')),
    solution: read(join(place, 'solution.ts')),
    check: read(join(place, 'check.ts')),
    wrong: readWrong(join(place, 'wrong')),
  };
};
