/** How rows are sorted: by the column of that number. */
export type Sorting = { column: number; descending: boolean };

const collator = new Intl.Collator(undefined, { numeric: true });

/** Numbers by their size, all else by its text. */
const compare = (one: string, other: string): number => {
  const [first, second] = [Number(one), Number(other)];
  const numbers = !Number.isNaN(first) && !Number.isNaN(second);
  return numbers ? first - second : collator.compare(one, other);
};

/** The rows in the order of a column; those that are empty there come last, whichever the direction. */
export const sortRows = (
  rows: readonly (readonly string[])[],
  { column, descending }: Sorting,
): readonly (readonly string[])[] =>
  rows.toSorted((one, other) => {
    const [first = '', second = ''] = [one[column], other[column]];
    if (first === '' || second === '') return Number(first === '') - Number(second === '');
    return descending ? compare(second, first) : compare(first, second);
  });
