import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';

/** What draws, by its own name. */
export type SurfaceKind = 'webgpu' | 'webgl2' | 'processor';

/** A canvas and what draws on it. */
export interface Surface {
  readonly kind: SurfaceKind;
  readonly canvas: HTMLCanvasElement;
  /** Draws in the canvas's own size, now or soon; what was asked for before and is not drawn yet is given up. */
  draw(drawing: Drawing, palette: Uint8Array): void;
  close(): void;
}

/** A canvas that nobody reads: what it shows is said beside it. */
export function createCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}

/** Gives a canvas a size, in its own pixels, unless it has it: a canvas that gets a size is emptied. */
export function resize(
  canvas: HTMLCanvasElement,
  { width, height }: Pick<Drawing, 'width' | 'height'>,
): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
