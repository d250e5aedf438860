import type { Drawing } from '../fractal.ts';
import type { JuliaKernel } from './kernel.ts';
import type { Symmetry } from './symmetry.ts';

/** The most work, in rounds of the loop, that is begun before anyone is listened to: about a fifth of a second. */
const INDIVISIBLE = 200_000_000;

/**
 * Draws row `y` of a picture into `folded`: a byte a pixel, its index modulo 32. Draws run by run, and yields after
 * each how often the plain loop goes round for it.
 * @param drawing width and height at least 2, iterations at least 1
 */
export function* drawRow(
  kernel: JuliaKernel,
  drawing: Drawing,
  y: number,
  folded: Uint8Array,
  symmetry?: Symmetry,
): Generator<number, void> {
  const { width, iterations } = drawing;
  const longest = Math.max(8, Math.min(kernel.longest, Math.floor(INDIVISIBLE / iterations)));
  const row = symmetry && new Int32Array(width);
  for (let x = 0; x < width; ) {
    const run = Math.min(longest, width - x);
    const count = symmetry?.run(y, x, run) ?? run;
    const known = row && symmetry?.recall(y, x, count, row) ? row.subarray(x, x + count) : undefined;
    const rounds = kernel.draw(drawing, y, x, count, known);
    row?.set(kernel.indices(count), x);
    folded.set(kernel.folded(count), x);
    x += count;
    yield rounds;
  }
  if (row) symmetry?.remember(y, row);
}
