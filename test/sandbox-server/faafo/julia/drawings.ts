import fc from 'fast-check';
import type { Drawing } from '../../../../sandbox-server/faafo/fractal.ts';

/**
 * Constants at which much comes back or nothing does: 0 and -0, the middles of components of the Mandelbrot set, points
 * of its border, the tips of its hairs.
 */
const SPECIAL: readonly (readonly [number, number])[] = [
  [0, 0],
  [-0, -0],
  [0.25, 0],
  [0.2501, 0],
  [-0.75, 0],
  [-0.75, 0.01],
  [-1, 0],
  [-1, -0],
  [-1.3107026413368328, 0],
  [-1.7548776662466927, 0],
  [-2, 0],
  [-2, -0],
  [0, 1],
  [-0.12256116687665361, 0.7448617666197442],
  [-0.12256116687665361, -0.7448617666197442],
  [0.32, 0.043],
  [-0.5, 0.5],
  [-0.8, 0.156],
  [-5, 0],
  [1.9, 0.6],
];

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

const constant: fc.Arbitrary<readonly [number, number]> = fc.oneof(
  fc.constantFrom(...SPECIAL),
  fc.tuple(finite(-1, 0.4), finite(-0.9, 0.9)),
  fc.tuple(finite(-2, 0.5), fc.constantFrom(0, -0)),
  fc.tuple(finite(-2.5, 2.5), finite(-2, 2)),
);

/** An axis: any, or one that lies so that some of its points are exact negatives of others. */
const axis = (count: number): fc.Arbitrary<readonly [number, number]> =>
  fc.oneof(
    fc.tuple(finite(-3, 3), finite(-3, 3)),
    finite(0.01, 3).map((side) => [-side, side] as const),
    finite(0.01, 3).map((side) => [side, -side] as const),
    fc
      .tuple(fc.integer({ min: 0, max: count - 1 }), fc.constantFrom(2 ** -6, 2 ** -4, 0.1))
      .map(([before, step]) => [-before * step, (count - 1 - before) * step] as const),
  );

const iterations = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 300 }), weight: 12 },
  { arbitrary: fc.integer({ min: 300, max: 3000 }), weight: 6 },
  { arbitrary: fc.integer({ min: 3000, max: 100_000 }), weight: 1 },
);

/** Tasks of all kinds, small enough to be drawn by the plain loop too. */
export const drawings: fc.Arbitrary<Drawing> = fc
  .tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 9 }))
  .chain(([width, height]) =>
    fc.record({ x: axis(width), y: axis(height), c: constant, iterations }).map(({ x, y, c, ...rest }) => ({
      ...rest,
      width,
      height,
      xa: x[0],
      xb: x[1],
      ya: y[0],
      yb: y[1],
      cx: c[0],
      cy: c[1],
    })),
  );
