import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';
import { drawRow } from '../../sandbox-server/faafo/julia/draw-row.ts';
import { encodeRows } from '../../sandbox-server/faafo/julia/encode-rows.ts';
import type { JuliaKernel } from '../../sandbox-server/faafo/julia/kernel.ts';
import { createPngEncoder } from '../../sandbox-server/faafo/julia/png.ts';
import type { Encoding, Renderer, Rendering } from '../../sandbox-server/faafo/julia/rendering.ts';

function open(kernel: JuliaKernel, drawing: Drawing): Rendering {
  const { width, height } = drawing;
  let y = 0;
  return {
    async step(budget) {
      const first = y;
      const parts: Uint8Array[] = [];
      let rounds = 0;
      for (; y < height && (rounds < budget || rounds === 0); y += 1) {
        const folded = new Uint8Array(width);
        for (const spent of drawRow(kernel, drawing, y, folded)) rounds += spent;
        parts.push(folded);
      }
      const indices = new Uint8Array(Buffer.concat(parts));
      return { y: first, rows: parts.length, indices, rounds, done: y === height };
    },
    close: () => undefined,
  };
}

function encode(kernel: JuliaKernel, width: number, height: number): Encoding {
  const encoder = createPngEncoder(width, height);
  return {
    async write(indices) {
      Array.from(encodeRows(kernel, encoder, width, indices));
    },
    finish: async () => encoder.finish(),
    close: () => undefined,
  };
}

/** Draws and encodes in the calling thread, where a real server uses threads. */
export const createInlineRenderer = (kernel: JuliaKernel): Renderer => ({
  open: (drawing) => open(kernel, drawing),
  encode: (width, height) => encode(kernel, width, height),
});
