import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';

/** A row of the map of all c: the index of the point 0 under each, modulo 32; of a c whose set is in one piece, 0. */
export function mandelbrotRow(drawing: Drawing, y: number): Uint8Array<ArrayBuffer> {
  const { width, height, xa, xb, ya, yb, iterations } = drawing;
  const cy = ya + (y * (yb - ya)) / (height - 1);
  return Uint8Array.from({ length: width }, (_, x) => {
    const cx = xa + (x * (xb - xa)) / (width - 1);
    let [re, im] = [0, 0];
    for (let i = 0; i < iterations; i += 1) {
      const [squareRe, squareIm] = [re * re, im * im];
      if (squareRe + squareIm > 4) return i % 32;
      im = 2 * re * im + cy;
      re = squareRe - squareIm + cx;
    }
    return 0;
  });
}
