import type { Drawing } from '../fractal.ts';
import type { JuliaKernel } from './kernel.ts';
import { createPngEncoder } from './png.ts';
import type { Batch } from './rendering.ts';

/** The most work, in rounds of the loop, that is begun before anyone is listened to: about a fifth of a second. */
const INDIVISIBLE = 200_000_000;

/** One picture, drawn step by step into a PNG file; of its pixels no more is kept than the row under way. */
export interface Canvas {
  step(rounds: number): Batch;
  finish(): Uint8Array<ArrayBuffer>;
}

/**
 * Opens a canvas. Memory is bounded: one step's rows, and the compressed file so far.
 * @param drawing width and height at least 2, iterations at least 1
 */
export function createCanvas(kernel: JuliaKernel, drawing: Drawing): Canvas {
  const { width, height, iterations } = drawing;
  const run = Math.max(8, Math.min(kernel.longest, width, Math.floor(INDIVISIBLE / iterations)));
  const encoder = createPngEncoder(width, height);
  const colours = new Uint8Array(width * 3);
  let row = new Uint8Array(width);
  let x = 0;
  let y = 0;

  function drawRun(): number {
    const count = Math.min(run, width - x);
    const spent = kernel.draw(drawing, y, x, count);
    row.set(kernel.folded(count), x);
    colours.set(kernel.colours(count), x * 3);
    x += count;
    return spent;
  }

  return {
    step(budget) {
      const first = y;
      const rows: Uint8Array[] = [];
      let rounds = 0;
      while (y < height && (rounds < budget || rounds === 0)) {
        rounds += drawRun();
        if (x < width) continue;
        encoder.write(colours);
        rows.push(row);
        row = new Uint8Array(width);
        x = 0;
        y += 1;
      }
      const indices = new Uint8Array(rows.length * width);
      rows.forEach((line, k) => {
        indices.set(line, k * width);
      });
      return { y: first, rows: rows.length, indices, rounds, done: y === height };
    },
    finish() {
      if (y < height) throw new Error(`The picture is not complete: ${y} of ${height} rows are drawn.`);
      return encoder.finish();
    },
  };
}
