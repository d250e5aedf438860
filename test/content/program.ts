import type { Lesson, LessonCell } from '../../src/lessons/read-lesson.ts';

/** Cells as one module, in their order, and where each of its lines comes from. */
export interface Program {
  code: string;
  /** `cell:line` for a line of the module; both count from 1. */
  placeOf(line: number): string;
}

/** What of a lesson is one program: its cells, and those of each exercise after the cells before it. */
export function programsOf({ id, cells, parts }: Lesson): { id: string; program: Program }[] {
  const own = { id, program: programOf(cells) };
  const ofExercises = parts.flatMap((part) => {
    if (part.kind !== 'exercise') return [];
    const before = cells.slice(0, part.cellsBefore);
    const answers = (['start', 'solution'] as const).map((name) => ({
      id: `${id}/${part.name}/${name}`,
      program: programOf([...before, { name, code: part[name] }]),
    }));
    const check = programOf([{ name: 'check', code: part.check }]);
    return [...answers, { id: `${id}/${part.name}/check`, program: check }];
  });
  return [own, ...ofExercises];
}

function programOf(cells: readonly Pick<LessonCell, 'name' | 'code'>[]): Program {
  const lines = cells.flatMap(({ name, code }) =>
    code.split('\n').map((text, index) => ({ text, place: `${name}:${index + 1}` })),
  );
  return {
    code: `${lines.map(({ text }) => text).join('\n')}\n`,
    placeOf: (line) => lines[line - 1]?.place ?? `line ${line}`,
  };
}
