import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { juliaStill } from '../../../src/components/julia-still.ts';

test('the picture of the first page is a PNG whose rows are those of the Julia set', () => {
  const png = Buffer.from(juliaStill(64, 16));
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  const at = png.indexOf('IDAT');
  const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  expect(pixels).toHaveLength(65 * 16);
  // A Julia set is its own image turned by half a circle; the middle of this picture is one pixel off.
  expect(pixels[65 * 4 + 1 + 10]).toBe(pixels[65 * 12 + 1 + 54]);
});
