import { z } from 'zod';
import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';

/** What is seen of which Julia set. */
export interface PlaneView {
  /** The constant c that makes the set. */
  cx: number;
  cy: number;
  /** The middle of what is seen, and how much of the plane is seen from its left to its right border. */
  x: number;
  y: number;
  width: number;
  /** How often the formula is tried for each pixel. */
  iterations: number;
}

/** Pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Where a view may go. Below the least width the doubles of neighbouring pixels are the same. */
export const limits = {
  c: { least: -2.5, most: 2.5 },
  middle: { least: -4, most: 4 },
  width: { least: 1e-12, most: 16 },
  iterations: { least: 12, most: 100_000 },
} as const;

const clamp = (value: number, { least, most }: { least: number; most: number }): number =>
  Math.min(most, Math.max(least, value));

/** A view that keeps to the limits. */
export const within = (view: PlaneView): PlaneView => ({
  cx: clamp(view.cx, limits.c),
  cy: clamp(view.cy, limits.c),
  x: clamp(view.x, limits.middle),
  y: clamp(view.y, limits.middle),
  width: clamp(view.width, limits.width),
  iterations: clamp(Math.round(view.iterations), limits.iterations),
});

/** The whole set of a view's constant. */
export const wholeSet = (view: PlaneView): PlaneView => ({ ...view, x: 0, y: 0, width: 3.6 });

/** A pixel's width in the plane. */
const pixelOf = ({ width }: PlaneView, size: Size): number => width / Math.max(1, size.width - 1);

/** The view moved by so many pixels: what was in the middle is that far right and below of it then. */
export function pan(view: PlaneView, size: Size, right: number, down: number): PlaneView {
  const pixel = pixelOf(view, size);
  return within({ ...view, x: view.x - right * pixel, y: view.y + down * pixel });
}

/** The view with `factor` times as much of the plane; the point at that pixel stays where it is. */
export function zoom(view: PlaneView, size: Size, factor: number, at: { x: number; y: number }): PlaneView {
  const width = clamp(view.width * factor, limits.width);
  const moved = (1 - width / view.width) * pixelOf(view, size);
  return within({
    ...view,
    width,
    x: view.x + (at.x - (size.width - 1) / 2) * moved,
    y: view.y - (at.y - (size.height - 1) / 2) * moved,
  });
}

/**
 * The view as a faafo task has it, and its constant: with these very fields a worker draws what is seen here. The
 * upper border, `ya`, is the larger one.
 */
export function drawingOf(view: PlaneView, size: Size): Drawing {
  const pixel = pixelOf(view, size);
  const [right, up] = [(pixel * (size.width - 1)) / 2, (pixel * (size.height - 1)) / 2];
  const { cx, cy, x, y, iterations } = view;
  return { ...size, iterations, xa: x - right, xb: x + right, ya: y + up, yb: y - up, cx, cy };
}

/** Whether a graphics processor, which has single precision and little patience, would draw it wrong. */
export const needsProcessor = (view: PlaneView, size: Size): boolean =>
  view.iterations > 2000 || pixelOf(view, size) < 1e-6;

const number = z.string().trim().min(1).transform(Number).pipe(z.number());
const linked = z
  .tuple([number, number, number, number, number, number])
  .transform(([cx, cy, x, y, width, iterations]) => within({ cx, cy, x, y, width, iterations }));

/** The part of an address behind its `#` that brings a view along. */
export const hashOf = ({ cx, cy, x, y, width, iterations }: PlaneView): string =>
  `#julia=${[cx, cy, x, y, width, iterations].join(',')}`;

/** The view that an address brings along; undefined when it brings none that can be read. */
export function viewOfHash(hash: string): PlaneView | undefined {
  const [, text] = /^#julia=(.+)$/.exec(hash) ?? [];
  return text === undefined ? undefined : linked.safeParse(decodeURIComponent(text).split(',')).data;
}

/** Reads what somebody has typed as a number, with a point or a comma; undefined when it is none. */
export function readNumber(text: string): number | undefined {
  return number.safeParse(text.trim().replace(',', '.').replace('−', '-')).data;
}
