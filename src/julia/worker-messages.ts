import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';

/** What the page asks of the worker that draws. A new picture takes the place of one that is not complete. */
export type ToWorker =
  | { kind: 'julia'; picture: number; drawing: Drawing }
  | { kind: 'mandelbrot'; picture: number; drawing: Drawing };

/** Rows of a picture, a byte a pixel, the index modulo 32; of `step` × `step` pixels each when it is a coarse one. */
export interface FromWorker {
  picture: number;
  step: number;
  y: number;
  width: number;
  indices: Uint8Array<ArrayBuffer>;
  /** Whether the picture is complete, in all its pixels. */
  done: boolean;
}
