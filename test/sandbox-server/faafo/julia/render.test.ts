import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../../../sandbox-server/faafo/fractal.ts';
import type { JuliaKernel } from '../../../../sandbox-server/faafo/julia/kernel.ts';
import { loadJuliaKernel } from '../../../../sandbox-server/faafo/julia/load.ts';
import { createCanvas } from '../../../../sandbox-server/faafo/julia/render.ts';
import { numbers } from '../../../fakes/numbers.ts';
import { examples } from './examples.ts';
import { colourRow, drawRow } from './reference.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
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

describe('the renderer', () => {
  it.each(examples)(
    'draws example $name as the original did, index for index and colour for colour',
    ({ drawing, rgb, rows }) => {
      const picture = createHash('sha256');
      const indices: number[][] = [];
      for (let y = 0; y < drawing.height; y += 1) {
        kernel.draw(drawing, y, 0, drawing.width);
        if (rows) indices.push([...kernel.indices(drawing.width)]);
        picture.update(kernel.colours(drawing.width));
      }
      if (rows) expect(indices).toEqual(rows);
      expect(picture.digest('hex')).toBe(rgb);
    },
  );

  it.each(examples)('writes the file of example $name byte for byte', ({ drawing, png }) => {
    const canvas = createCanvas(kernel, drawing);
    while (!canvas.step(1_000_000).done);
    const file = canvas.finish();
    expect({ bytes: file.length, sha256: sha256(file) }).toEqual(png);
  });

  it('equals the plain loop in every pixel of four hundred pictures', () => {
    const random = numbers(2016);
    for (let k = 0; k < 400; k += 1) {
      const drawing = randomDrawing(random);
      const y = Math.floor(random() * drawing.height);
      expect([...kernelRow(kernel, drawing, y)], JSON.stringify(drawing)).toEqual([...drawRow(drawing, y)]);
    }
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

  it('draws rows wider than its own memory holds at once', () => {
    const drawing = {
      width: 5001,
      height: 2,
      xa: -2,
      xb: 2,
      ya: 0.1,
      yb: 1,
      iterations: 40,
      cx: -0.4,
      cy: 0.6,
    };
    const canvas = createCanvas(kernel, drawing);
    const batch = canvas.step(Number.POSITIVE_INFINITY);
    expect(batch.rows).toBe(2);
    expect([...batch.indices.subarray(5001)]).toEqual([...drawRow(drawing, 1)].map((i) => i % 32));
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
    expect(kernel.colours(8)).toEqual(colourRow(drawRow(drawing, 2)));
    expect([...colourRow(Int32Array.of(0, 31, 32, 97))]).toEqual([
      0, 0, 0, 224, 240, 248, 0, 0, 0, 32, 16, 8,
    ]);
  });
});

describe('a canvas', () => {
  const [, , , drawing] = examples.map((example) => example.drawing);
  if (!drawing) throw new Error('no example');

  it('stops when its budget is spent, even within a row, and goes on from there', () => {
    const canvas = createCanvas(kernel, { ...drawing, width: 3000, height: 2 });
    const first = canvas.step(1);
    expect(first).toMatchObject({ y: 0, rows: 0, done: false });
    expect(first.rounds).toBeGreaterThan(0);
    expect(canvas.step(1)).toMatchObject({ y: 0, rows: 1, done: false });
    expect(canvas.step(Number.POSITIVE_INFINITY)).toMatchObject({ y: 1, rows: 1, done: true });
  });

  it('gives no file before the picture is complete', () => {
    const canvas = createCanvas(kernel, drawing);
    canvas.step(1);
    expect(() => canvas.finish()).toThrow('not complete: 1 of 200 rows');
  });
});
