import { type PaletteName, paletteNames } from '../julia/palettes.ts';

const key = 'workbook:julia-palette';

/** The palette that was chosen in this browser; faafo's own when none was. */
export const chosenPalette = (): PaletteName =>
  paletteNames.find((name) => name === localStorage.getItem(key)) ?? 'original';

export const choosePalette = (name: PaletteName): void => {
  if (name === 'original') localStorage.removeItem(key);
  else localStorage.setItem(key, name);
};
