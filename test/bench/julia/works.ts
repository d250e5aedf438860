import type { Drawing } from '../../../sandbox-server/faafo/fractal.ts';

/** The window of the seminar's slides, which every peer draws. None of these grids is symmetric. */
export const fixed: Drawing = {
  width: 976,
  height: 809,
  iterations: 376,
  xa: -3.69736,
  xb: 2.49194,
  ya: -2.44238,
  yb: 2.05151,
  cx: -0.8,
  cy: 0.156,
};

/** Harder pictures. */
export const hard: readonly Drawing[] = [
  // Most points stay inside, for 100,000 rounds: every one falls into a cycle of three.
  {
    width: 120,
    height: 90,
    iterations: 100_000,
    xa: -0.61,
    xb: 0.64,
    ya: -0.47,
    yb: 0.46,
    cx: -0.12,
    cy: 0.74,
  },
  // Just outside the Mandelbrot set, in its seahorse valley: hardly any point stays, many take very long to leave.
  {
    width: 800,
    height: 600,
    iterations: 50_000,
    xa: -1.61,
    xb: 1.57,
    ya: -1.02,
    yb: 1.07,
    cx: -0.7454054,
    cy: 0.1130063,
  },
  // A deep window, a ten-billionth wide, around the fixed point that drives all others away.
  {
    width: 800,
    height: 600,
    iterations: 5000,
    xa: 1.52750311858,
    xb: 1.52750311869,
    ya: -0.07591217841,
    yb: -0.07591217831,
    cx: -0.8,
    cy: 0.156,
  },
];
