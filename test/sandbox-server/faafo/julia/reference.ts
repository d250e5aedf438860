import type { Drawing } from '../../../../sandbox-server/faafo/fractal.ts';

/**
 * The indices of one row, in plain TypeScript: what the WebAssembly kernel must equal in every pixel. The index is the
 * round in which |z| was found above 2; a point that stays has that of the last round.
 */
export function drawRow(drawing: Drawing, y: number): Int32Array {
  const { width, height, iterations, xa, xb, ya, yb, cx, cy } = drawing;
  const row = new Int32Array(width);
  const zy = (y * (yb - ya)) / (height - 1) + ya;
  for (let x = 0; x < width; x += 1) {
    let re = (x * (xb - xa)) / (width - 1) + xa;
    let im = zy;
    let i = 0;
    for (; i < iterations; i += 1) {
      const squareRe = re * re;
      const squareIm = im * im;
      if (squareRe + squareIm > 4) break;
      im = re * im + im * re + cy;
      re = squareRe - squareIm + cx;
    }
    row[x] = Math.min(i, iterations - 1);
  }
  return row;
}

/** The original's colours: 32 of them, three bytes each, by index modulo 32. */
export function colourRow(indices: Int32Array): Uint8Array {
  const rgb = new Uint8Array(indices.length * 3);
  indices.forEach((i, x) => {
    rgb.set([(i % 8) * 32, (i % 16) * 16, (i % 32) * 8], x * 3);
  });
  return rgb;
}
