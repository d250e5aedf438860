import type { Lesson } from '../../src/lessons/read-lesson.ts';

/** A lesson's cells as one module, in the order of the page, and where each of its lines comes from. */
export interface Program {
  code: string;
  /** `cell:line` for a line of the module; both count from 1. */
  placeOf(line: number): string;
}

export function programOf(lesson: Lesson): Program {
  const lines = lesson.cells.flatMap(({ name, code }) =>
    code.split('\n').map((text, index) => ({ text, place: `${name}:${index + 1}` })),
  );
  return {
    code: `${lines.map(({ text }) => text).join('\n')}\n`,
    placeOf: (line) => lines[line - 1]?.place ?? `line ${line}`,
  };
}
