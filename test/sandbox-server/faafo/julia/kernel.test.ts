import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../../../sandbox-server/faafo/fractal.ts';
import type { JuliaKernel } from '../../../../sandbox-server/faafo/julia/kernel.ts';
import { loadJuliaKernel } from '../../../../sandbox-server/faafo/julia/load.ts';
import { numbers } from '../../../fakes/numbers.ts';
import { drawings } from './drawings.ts';
import { examples } from './examples.ts';
import { colourRow, drawRow } from './reference.ts';

const kernel = await loadJuliaKernel();

/** A row as the kernel draws it, in runs of the length given. */
function kernelRow(from: JuliaKernel, drawing: Drawing, y: number, run = from.longest): Int32Array {
  const row = new Int32Array(drawing.width);
  for (let x = 0; x < drawing.width; x += run) {
    const count = Math.min(run, drawing.width - x);
    from.draw(drawing, y, x, count);
    row.set(from.indices(count), x);
  }
  return row;
}

const randomDrawing = (random: () => number): Drawing => ({
  width: 2 + Math.floor(random() * 90),
  height: 2 + Math.floor(random() * 12),
  iterations: 1 + Math.floor(random() * 400),
  xa: -4 * random(),
  xb: 4 * random(),
  ya: -3 * random(),
  yb: 3 * random(),
  cx: (random() - 0.5) * 4,
  cy: (random() - 0.5) * 3,
});

describe('the kernel', () => {
  it.each(examples)(
    'draws example $name as the original did, index for index and colour for colour',
    ({ drawing, rgb, rows }) => {
      const picture = createHash('sha256');
      const indices: number[][] = [];
      for (let y = 0; y < drawing.height; y += 1) {
        kernel.draw(drawing, y, 0, drawing.width);
        if (rows) indices.push([...kernel.indices(drawing.width)]);
        picture.update(kernel.colours(kernel.folded(drawing.width)));
      }
      if (rows) expect(indices).toEqual(rows);
      expect(picture.digest('hex')).toBe(rgb);
    },
  );

  it('equals the plain loop in every pixel of three thousand tasks', () => {
    const row = fc.tuple(drawings, fc.nat()).map(([drawing, y]) => ({ drawing, y: y % drawing.height }));
    fc.assert(
      fc.property(row, ({ drawing, y }) => {
        expect(kernelRow(kernel, drawing, y)).toEqual(drawRow(drawing, y));
      }),
      { numRuns: 3000 },
    );
  }, 60_000);

  it('knows that a point which comes back stays, however many rounds are asked for', () => {
    // Of z -> z² every point within the circle falls to 0; at c = -1 most fall into the cycle 0, -1.
    const drawing = { width: 64, height: 2, xa: -0.5, xb: 0.5, ya: 0.1, yb: 0.4, iterations: 2 ** 31 - 1 };
    for (const cx of [0, -1]) {
      const rounds = kernel.draw({ ...drawing, cx, cy: 0 }, 0, 0, 64);
      expect(new Set(kernel.indices(64))).toEqual(new Set([2 ** 31 - 2]));
      expect(rounds).toBe(64 * (2 ** 31 - 1));
    }
  });

  it('keeps the indices that are known already, and draws the others', () => {
    fc.assert(
      fc.property(drawings, fc.infiniteStream(fc.boolean()), (drawing, choices) => {
        const whole = drawRow(drawing, 1);
        const known = whole.map((index) => (choices.next().value ? index : -1));
        const rounds = kernel.draw(drawing, 1, 0, drawing.width, known);
        expect(kernel.indices(drawing.width)).toEqual(whole);
        expect(rounds).toBe(whole.reduce((sum, index) => sum + index + 1, 0));
      }),
      { numRuns: 300 },
    );
  });

  it('takes a view beyond the doubles as the original does', () => {
    const huge = { width: 3, height: 2, xa: -1e308, xb: 1e308, ya: 0, yb: 1, iterations: 20, cx: 0, cy: 0 };
    expect([...kernelRow(kernel, huge, 0)]).toEqual([...drawRow(huge, 0)]);
  });

  it('draws the same whether a row is drawn at once or in pieces', () => {
    const random = numbers(26);
    for (let k = 0; k < 50; k += 1) {
      const drawing = randomDrawing(random);
      const whole = kernelRow(kernel, drawing, 1);
      expect([...kernelRow(kernel, drawing, 1, 1 + Math.floor(random() * 20))]).toEqual([...whole]);
    }
  });

  it('is right where a point that has escaped comes back, far from the origin', () => {
    const drawing = {
      width: 500,
      height: 3,
      xa: -4,
      xb: 4,
      ya: -0.001,
      yb: 0.001,
      iterations: 60,
      cx: -5,
      cy: 0,
    };
    expect([...kernelRow(kernel, drawing, 1)]).toEqual([...drawRow(drawing, 1)]);
  });

  it('counts the rounds of the loop, so that work can be measured', () => {
    const drawing = { ...randomDrawing(numbers(3)), width: 37 };
    const rounds = kernel.draw(drawing, 0, 0, 37);
    expect(rounds).toBe(drawRow(drawing, 0).reduce((sum, i) => sum + i + 1, 0));
  });

  it('colours an index by the palette, which repeats after 32', () => {
    const [drawing] = examples.map((example) => example.drawing);
    if (!drawing) throw new Error('no example');
    kernel.draw(drawing, 2, 0, 8);
    expect(kernel.colours(kernel.folded(8))).toEqual(colourRow(drawRow(drawing, 2)));
    expect([...colourRow(Int32Array.of(0, 31, 32, 97))]).toEqual([
      0, 0, 0, 224, 240, 248, 0, 0, 0, 32, 16, 8,
    ]);
  });
});
