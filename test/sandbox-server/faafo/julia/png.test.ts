import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawRow } from '../../../../sandbox-server/faafo/julia/draw-row.ts';
import { encodeRows } from '../../../../sandbox-server/faafo/julia/encode-rows.ts';
import { loadJuliaKernel } from '../../../../sandbox-server/faafo/julia/load.ts';
import { createPngEncoder } from '../../../../sandbox-server/faafo/julia/png.ts';
import { examples } from './examples.ts';

const kernel = await loadJuliaKernel();

describe('the PNG file', () => {
  it.each(examples)('of example $name is the original’s, byte for byte', ({ drawing, png }) => {
    const { width, height } = drawing;
    const encoder = createPngEncoder(width, height);
    for (let y = 0; y < height; y += 1) {
      const folded = new Uint8Array(width);
      Array.from(drawRow(kernel, drawing, y, folded));
      Array.from(encodeRows(kernel, encoder, width, folded));
    }
    const file = encoder.finish();
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect({ bytes: file.length, sha256 }).toEqual(png);
  });

  it('is refused before every row is there', () => {
    const encoder = createPngEncoder(2, 2);
    encoder.write(new Uint8Array(6));
    expect(() => encoder.finish()).toThrow('The PNG has 1 of 2 rows.');
  });
});
