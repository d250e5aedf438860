import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exercise, Lesson } from '../../src/lessons/read-lesson.ts';
import { newLearner } from '../support/learner.ts';
import { type ExerciseCheck, Reader } from '../support/reader.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';
import { lessons } from './book.ts';

/** Milliseconds for a learner to come to an exercise: the cells before it boot servers. */
const longest = 3 * 60_000;

let workbook: RunningWorkbook;
beforeAll(async () => {
  workbook = await startWorkbook();
});
afterAll(() => workbook?.close());

/** What a new learner gets who runs the cells before an exercise, writes `code` into its cell, and checks. */
async function attempt(lesson: Lesson, exercise: Exercise, code: string): Promise<ExerciseCheck> {
  const { cookie } = await newLearner(workbook.url);
  const reader = await Reader.open(workbook.url, cookie, lesson.id);
  try {
    const before = lesson.cells.slice(0, exercise.cellsBefore).filter(({ optional }) => !optional);
    for (const cell of [...before, { name: `exercise-${exercise.name}`, code }]) {
      const { outcome, error } = await reader.run(cell.name, cell.code);
      expect({ cell: cell.name, outcome, error }).toEqual({
        cell: cell.name,
        outcome: 'ok',
        error: undefined,
      });
    }
    return await reader.check(exercise.name);
  } finally {
    reader.close();
  }
}

const missing = ({ findings }: ExerciseCheck): string[] =>
  findings.flatMap((finding) =>
    finding.holds ? [] : [`${finding.says.en} ${finding.missing?.en ?? ''}`.replaceAll('`', '')],
  );

const exercises = lessons.flatMap((lesson) =>
  lesson.parts.flatMap((part) =>
    part.kind === 'exercise' ? [{ lesson, exercise: part, name: `${lesson.id}: ${part.name}` }] : [],
  ),
);

it('the book has exercises', () => {
  expect(exercises.length).toBeGreaterThan(0);
});

describe.concurrent.each(exercises)('$name', ({ lesson, exercise }) => {
  it('is not done by what its cell begins with, and says what is missing', { timeout: longest }, async () => {
    const check = await attempt(lesson, exercise, exercise.start);
    expect(check).toMatchObject({ passed: false, error: undefined });
    expect(missing(check).join(' ')).toMatch(/\S/);
  });

  it('is done by its solution', { timeout: longest }, async () => {
    const check = await attempt(lesson, exercise, exercise.solution);
    expect(missing(check)).toEqual([]);
    expect(check).toMatchObject({ passed: true, error: undefined });
  });

  it.each(exercise.wrong)('tells whoever answers $name: $gets', { timeout: longest }, async (wrong) => {
    const check = await attempt(lesson, exercise, wrong.code);
    expect(check).toMatchObject({ passed: false, error: undefined });
    expect(missing(check).join('\n')).toContain(wrong.gets);
  });

  it('says each sentence in every language that the lesson is written in', { timeout: longest }, async () => {
    if (lesson.pages.es === undefined) return;
    const { findings } = await attempt(lesson, exercise, exercise.start);
    for (const { says, missing: advice } of findings) {
      expect(says.es).toMatch(/\S/);
      if (advice !== undefined) expect(advice.es).toMatch(/\S/);
    }
  });
});
