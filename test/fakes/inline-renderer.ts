import type { JuliaKernel } from '../../sandbox-server/faafo/julia/kernel.ts';
import { createCanvas } from '../../sandbox-server/faafo/julia/render.ts';
import type { Renderer } from '../../sandbox-server/faafo/julia/rendering.ts';

/** Draws in the calling thread, where a real server uses threads. */
export function createInlineRenderer(kernel: JuliaKernel): Renderer {
  return {
    open(drawing) {
      const canvas = createCanvas(kernel, drawing);
      return {
        step: async (rounds) => canvas.step(rounds),
        finish: async () => canvas.finish(),
        close: () => undefined,
      };
    },
  };
}
