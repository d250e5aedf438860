import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../../../sandbox-server/faafo/fractal.ts';
import { drawRow } from '../../../../sandbox-server/faafo/julia/draw-row.ts';
import { loadJuliaKernel } from '../../../../sandbox-server/faafo/julia/load.ts';
import { findSymmetry } from '../../../../sandbox-server/faafo/julia/symmetry.ts';
import { drawings } from './drawings.ts';
import { drawRow as drawPlainRow } from './reference.ts';

const kernel = await loadJuliaKernel();
const wide = { width: 5001, height: 3, xa: -2, xb: 2, ya: -1, yb: 1, iterations: 40, cx: -0.4, cy: 0.6 };

/** Draws the rows given, in that order, each with what the ones before it tell; compares each with the plain loop's. */
function compare(drawing: Drawing, order: readonly number[]): void {
  const symmetry = findSymmetry(drawing);
  for (const y of order) {
    const folded = new Uint8Array(drawing.width);
    const rounds = [...drawRow(kernel, drawing, y, folded, symmetry)];
    const plain = drawPlainRow(drawing, y);
    expect([...folded]).toEqual([...plain.map((index) => index % 32)]);
    expect(rounds.reduce((sum, spent) => sum + spent, 0)).toBe(plain.reduce((sum, i) => sum + i + 1, 0));
  }
}

const topToBottom = ({ height }: Drawing): number[] => Array.from({ length: height }, (_, y) => y);

describe('a row', () => {
  it('is drawn in runs when it is wider than the kernel holds at once', () => {
    compare(wide, [0, 1, 2]);
    expect([...drawRow(kernel, wide, 0, new Uint8Array(5001))].length).toBe(3);
  });

  it('is drawn in runs so short that each is over soon, whatever the number of rounds', () => {
    const long = { ...wide, width: 64, iterations: 10_000_000 };
    expect([...drawRow(kernel, long, 0, new Uint8Array(64))].length).toBe(4);
  });
});

describe('a symmetric picture', () => {
  it('is the plain loop’s in every pixel and every round, for a thousand tasks', () => {
    fc.assert(
      fc.property(drawings, (drawing) => compare(drawing, topToBottom(drawing))),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('is so whatever the order in which its rows come', () => {
    const shuffled = drawings.chain((drawing) =>
      fc
        .shuffledSubarray(topToBottom(drawing), { minLength: drawing.height })
        .map((order) => ({ drawing, order })),
    );
    fc.assert(
      fc.property(shuffled, ({ drawing, order }) => compare(drawing, order)),
      { numRuns: 300 },
    );
  }, 60_000);

  it('is so when it is wider than the kernel holds at once', () => {
    const mirrored = { ...wide, xa: -2500 / 1024, xb: 2500 / 1024 };
    compare(mirrored, [0, 1, 2]);
    compare({ ...mirrored, cy: 0 }, [0, 1, 2]);
  });

  it('is drawn once: what its mirror has shown is not drawn again', () => {
    const even = { width: 65, height: 33, xa: -2, xb: 2, ya: -1, yb: 1, iterations: 40, cx: -0.4, cy: 0.6 };
    expect(drawnPixels(even)).toBe((65 * 33 + 1) / 2);
    expect(drawnPixels({ ...even, cy: 0 })).toBe(33 * 17);
  });

  it('takes no memory where there is no symmetry, and a bounded one where there is', () => {
    expect(findSymmetry({ ...wide, xa: -1.9, ya: -0.7 })).toBeUndefined();
    const large = { ...wide, width: 20_001, height: 20_001, xa: -2, xb: 2 };
    expect(findSymmetry({ ...large, cy: 0 })?.memory.byteLength).toBeLessThanOrEqual(8 * 2 ** 20);
  });
});

/** How many pixels of a picture the kernel itself is asked for. */
function drawnPixels(drawing: Drawing): number {
  let drawn = 0;
  const counting: typeof kernel = {
    ...kernel,
    draw(what, y, x, count, known) {
      drawn += known ? known.filter((index) => index < 0).length : count;
      return kernel.draw(what, y, x, count, known);
    },
  };
  const symmetry = findSymmetry(drawing);
  for (const y of topToBottom(drawing))
    Array.from(drawRow(counting, drawing, y, new Uint8Array(drawing.width), symmetry));
  return drawn;
}
