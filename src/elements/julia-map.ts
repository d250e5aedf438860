import type { PlaneView, Size } from '../julia/plane-view.ts';
import { openProcessorSurface } from '../julia/processor-surface.ts';
import type { Surface } from '../julia/surface.ts';

/** The part of the plane of all c that the map shows: all that lies near the Mandelbrot set. */
const PLANE = { left: -2.1, right: 0.7, top: 1.2, bottom: -1.2 } as const;
const ITERATIONS = 96;

/** The map of all c, drawn once for each size and palette. */
export class JuliaMap {
  readonly #place: HTMLElement;
  #surface: Surface | undefined;

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  draw(size: Size, palette: Uint8Array): void {
    this.#surface ??= openProcessorSurface('mandelbrot', {
      shown: ({ canvas }) => {
        if (canvas.parentElement !== this.#place) this.#place.replaceChildren(canvas);
      },
      drawn: () => undefined,
      // Without its picture the map is still a plane to point at.
      failed: () => undefined,
    });
    const { left: xa, right: xb, top: ya, bottom: yb } = PLANE;
    this.#surface?.draw({ ...size, iterations: ITERATIONS, xa, xb, ya, yb, cx: 0, cy: 0 }, palette);
  }

  close(): void {
    this.#surface?.close();
  }
}

/** The c at a place of the map, whose size in the same pixels is given. */
export const constantAt = (at: { x: number; y: number }, size: Size): Pick<PlaneView, 'cx' | 'cy'> => ({
  cx: PLANE.left + (at.x / size.width) * (PLANE.right - PLANE.left),
  cy: PLANE.top + (at.y / size.height) * (PLANE.bottom - PLANE.top),
});

/** Where a c lies on the map, as parts of its width and height; beyond it, at its border. */
export const placeOf = ({ cx, cy }: Pick<PlaneView, 'cx' | 'cy'>): { x: number; y: number } => ({
  x: Math.min(1, Math.max(0, (cx - PLANE.left) / (PLANE.right - PLANE.left))),
  y: Math.min(1, Math.max(0, (cy - PLANE.top) / (PLANE.bottom - PLANE.top))),
});
