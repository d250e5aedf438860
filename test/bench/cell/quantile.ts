/** The value that `part` (0 to 1) of `taken` do not exceed. */
export const quantile = (taken: readonly number[], part: number): number =>
  taken.toSorted((one, other) => one - other)[Math.floor((taken.length - 1) * part)] ?? Number.NaN;
