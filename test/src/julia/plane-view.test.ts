import { describe, expect, test } from 'vitest';
import {
  drawingOf,
  hashOf,
  needsProcessor,
  type PlaneView,
  pan,
  readNumber,
  viewOfHash,
  zoom,
} from '../../../src/julia/plane-view.ts';

const view: PlaneView = { cx: -0.8, cy: 0.156, x: 0.5, y: -0.25, width: 2, iterations: 255 };
const size = { width: 201, height: 101 };

describe('a view of the plane', () => {
  test('is a faafo task: its borders are the first and the last pixels, and pixels are square', () => {
    expect(drawingOf(view, size)).toEqual({
      width: 201,
      height: 101,
      iterations: 255,
      xa: -0.5,
      xb: 1.5,
      ya: 0.25,
      yb: -0.75,
      cx: -0.8,
      cy: 0.156,
    });
  });

  test('moves with what drags it', () => {
    expect(pan(view, size, 50, 0).x).toBeCloseTo(0, 12);
    expect(pan(view, size, 0, 50).y).toBeCloseTo(0.25, 12);
  });

  test('zooms about the point under the pointer, which stays where it is', () => {
    const near = zoom(view, size, 0.25, { x: 200, y: 0 });
    expect(near.width).toBe(0.5);
    const { xb, ya } = drawingOf(near, size);
    expect([xb, ya]).toEqual([expect.closeTo(1.5, 12), expect.closeTo(0.25, 12)]);
  });

  test('goes no deeper than doubles reach, and no further than where there is something', () => {
    let deep = view;
    for (let k = 0; k < 100; k += 1) deep = zoom(deep, size, 0.5, { x: 10, y: 10 });
    expect(deep.width).toBe(1e-12);
    expect(zoom(view, size, 1000, { x: 0, y: 0 }).width).toBe(16);
    expect(pan(view, size, 1e9, 0).x).toBe(-4);
  });

  test('is for the processor when single precision would not do, or takes too long', () => {
    expect(needsProcessor(view, size)).toBe(false);
    expect(needsProcessor({ ...view, width: 1e-5 }, size)).toBe(true);
    expect(needsProcessor({ ...view, iterations: 5000 }, size)).toBe(true);
  });

  test('travels in an address to the last digit', () => {
    const deep = { ...view, x: 0.123456789012345, width: 3.3e-11 };
    expect(viewOfHash(hashOf(deep))).toEqual(deep);
    expect(viewOfHash(encodeURI(hashOf(deep)))).toEqual(deep);
  });

  test.each([
    '',
    '#julia=',
    '#julia=1,2,3',
    '#julia=a,b,c,d,e,f',
    '#julia=1,2,3,4,5,6,7',
    '#julia=1,,3,4,5,6',
  ])('is not made of the address part “%s”', (hash) => {
    expect(viewOfHash(hash)).toBeUndefined();
  });

  test('keeps to its limits whatever an address says', () => {
    expect(viewOfHash('#julia=99,-99,99,-99,0,1e9')).toEqual({
      cx: 2.5,
      cy: -2.5,
      x: 4,
      y: -4,
      width: 1e-12,
      iterations: 100_000,
    });
  });

  test.each([
    ['-0.8', -0.8],
    [' −0,8 ', -0.8],
    ['1e-6', 1e-6],
    ['', undefined],
    ['x', undefined],
    ['Infinity', undefined],
  ])('reads “%s” as %s', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });
});
