import type { JuliaKernel } from './kernel.ts';
import type { PngEncoder } from './png.ts';

/** Gives rows of indices modulo 32 to an encoder, in the original's colours; yields after each row. */
export function* encodeRows(
  kernel: JuliaKernel,
  encoder: PngEncoder,
  width: number,
  indices: Uint8Array,
): Generator<undefined, void> {
  const row = new Uint8Array(width * 3);
  for (let at = 0; at < indices.length; at += width) {
    for (let x = 0; x < width; x += kernel.longest) {
      const end = Math.min(width, x + kernel.longest);
      row.set(kernel.colours(indices.subarray(at + x, at + end)), x * 3);
    }
    encoder.write(row);
    yield;
  }
}
