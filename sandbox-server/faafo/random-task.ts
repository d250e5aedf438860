import type { Task } from './fractal.ts';

/** The numbers of a task, in the order in which they are drawn. */
export const taskFields = ['width', 'height', 'iterations', 'xa', 'xb', 'ya', 'yb'] as const;
/** A number of a task, by its name. */
export type TaskField = (typeof taskFields)[number];

/** From where to where a number is drawn. */
export type Range = readonly [from: number, to: number];

/** The original's ranges. */
export const ranges: Readonly<Record<TaskField | 'tasks', Range>> = {
  tasks: [1, 10],
  width: [256, 1024],
  height: [256, 1024],
  iterations: [128, 512],
  xa: [-1, -4],
  xb: [1, 4],
  ya: [-0.5, -3],
  yb: [0.5, 3],
};

const whole: ReadonlySet<string> = new Set(['tasks', 'width', 'height', 'iterations']);

/** Draws one number: a whole one, both ends included, or any between. */
export function drawNumber(
  field: TaskField | 'tasks',
  random: () => number,
  [from, to]: Range = ranges[field],
): number {
  return whole.has(field) ? from + Math.floor(random() * (to - from + 1)) : from + (to - from) * random();
}

/**
 * A task with the numbers given, the others drawn.
 * @param within ranges other than the original's
 */
export function randomTask(
  uuid: string,
  random: () => number,
  given: Partial<Record<TaskField, number>> = {},
  within: Partial<Record<TaskField, Range>> = {},
): Task {
  const numberOf = (field: TaskField): number => given[field] ?? drawNumber(field, random, within[field]);
  const [width, height, iterations] = [numberOf('width'), numberOf('height'), numberOf('iterations')];
  const [xa, xb, ya, yb] = [numberOf('xa'), numberOf('xb'), numberOf('ya'), numberOf('yb')];
  return { uuid, width, height, iterations, xa, xb, ya, yb };
}
