import type { Constant, Task } from './fractal.ts';

/** How often `chooseConstant` draws before it gives a view up; a usual view needs a few dozen. */
const ATTEMPTS = 200_000;

type View = Pick<Task, 'xa' | 'xb' | 'ya' | 'yb' | 'iterations'>;

/** Whether the original would draw with this c: z, starting at c itself, leaves after more than 10 rounds and before 100. */
export function isAcceptable({ cx, cy }: Constant, iterations: number): boolean {
  let re = cx;
  let im = cy;
  const last = Math.min(iterations, 101) - 1;
  for (let i = 0; i <= last; i += 1) {
    const squareRe = re * re;
    const squareIm = im * im;
    if (squareRe + squareIm > 4) return i > 10 && i < 100;
    im = re * im + im * re + cy;
    re = squareRe - squareIm + cx;
  }
  return last > 10 && last < 100;
}

/**
 * Draws points of the view, real part first, until one is acceptable as the constant of a picture.
 * @param random uniform in [0, 1), as `Math.random`
 * @returns undefined when `attempts` draws found none: the view holds no such point, or hardly any
 */
export function chooseConstant(
  { xa, xb, ya, yb, iterations }: View,
  random: () => number = Math.random,
  attempts = ATTEMPTS,
): Constant | undefined {
  if (iterations < 12) return undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const cx = random() * (xb - xa) + xa;
    const cy = random() * (yb - ya) + ya;
    if (isAcceptable({ cx, cy }, iterations)) return { cx, cy };
  }
  return undefined;
}
