/** The names of the palettes. */
export const paletteNames = ['original', 'light', 'grey'] as const;
export type PaletteName = (typeof paletteNames)[number];

type Colour = readonly [number, number, number];

const make = (colourOf: (index: number) => Colour): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => index).reduce((bytes, index) => {
    bytes.set(colourOf(index), index * 3);
    return bytes;
  }, new Uint8Array(96));

/** From 0 up to 1 and down again within the palette's 32 colours, so that its end meets its beginning. */
const wave = (index: number): number => 1 - Math.abs(1 - index / 16);

const between = (from: Colour, to: Colour, part: number): Colour => [
  Math.round(from[0] + (to[0] - from[0]) * part),
  Math.round(from[1] + (to[1] - from[1]) * part),
  Math.round(from[2] + (to[2] - from[2]) * part),
];

const NIGHT: Colour = [8, 18, 58];
const SEA: Colour = [72, 120, 150];
const SAND: Colour = [255, 240, 170];

/**
 * Each 32 colours, three bytes each, by index modulo 32. `original` is faafo's. `light` goes from dark blue to light
 * yellow in even steps of light, which tell the indices apart whatever colours one's eyes know; `grey` is light alone.
 */
export const palettes: Readonly<Record<PaletteName, Uint8Array>> = {
  original: make((index) => [(index % 8) * 32, (index % 16) * 16, (index % 32) * 8]),
  light: make((index) => {
    const part = wave(index) * 2;
    return part < 1 ? between(NIGHT, SEA, part) : between(SEA, SAND, part - 1);
  }),
  grey: make((index) => between([10, 10, 10], [250, 250, 250], wave(index))),
};
