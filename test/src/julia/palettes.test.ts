import { describe, expect, test } from 'vitest';
import { palettes } from '../../../src/julia/palettes.ts';
import { colourRow } from '../../sandbox-server/faafo/julia/reference.ts';

const lightness = (palette: Uint8Array): number[] =>
  Array.from({ length: 32 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = palette.subarray(index * 3);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });

describe('the palettes', () => {
  test('begin with the original’s', () => {
    expect(palettes.original).toEqual(colourRow(Int32Array.from({ length: 32 }, (_, index) => index)));
  });

  test.each(['light', 'grey'] as const)('of “%s” tell neighbours apart by light alone', (name) => {
    const light = lightness(palettes[name]);
    const steps = light.map((value, index) => Math.abs(value - (light[(index + 1) % 32] ?? 0)));
    expect(Math.min(...steps)).toBeGreaterThan(4);
  });
});
