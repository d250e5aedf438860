import type { Bindings } from '../bindings/bindings.ts';

/** A cell of the page, and what its text declares and uses as far as that is known. */
export type KnownCell = { name: string; bindings: Bindings | undefined };

/** A name that a cell declares, and the cells that declare it too. */
export type Clash = { name: string; cells: readonly string[] };

/** Cells in the order in which they are run, and those that need each other in a circle, if some do. */
export type RunOrder = { order: readonly string[]; circle: readonly string[] | undefined };

/** Whether a cell gives a name its value: by declaring it, or by assigning to it. */
export const gives = ({ bindings }: KnownCell, name: string): boolean =>
  bindings !== undefined && (bindings.declares.includes(name) || bindings.assigns.includes(name));

/**
 * The cells that may have given `name` the value that the cell at `index` reads, the likeliest last: all those
 * above it, or, where there is none, the first below.
 */
export const giversOf = <Cell extends KnownCell>(
  cells: readonly Cell[],
  index: number,
  name: string,
): Cell[] => {
  const above = cells.slice(0, index).filter((cell) => gives(cell, name));
  if (above.length > 0) return above;
  const below = cells.slice(index + 1).find((cell) => gives(cell, name));
  return below === undefined ? [] : [below];
};

/** For each cell, those that it needs: for every name that it uses, the nearest that gives it. */
export const needsOf = (cells: readonly KnownCell[]): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    cells.map(({ name, bindings }, index) => [
      name,
      new Set((bindings?.uses ?? []).flatMap((used) => giversOf(cells, index, used).at(-1)?.name ?? [])),
    ]),
  );

/** The cells that need one of `names`, or need one that does, in the order of the page. */
export const dependentsOf = (cells: readonly KnownCell[], names: readonly string[]): string[] => {
  const needs = needsOf(cells);
  const found = new Set(names);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [name, needed] of needs) if ([...needed].some((one) => found.has(one))) found.add(name);
  }
  return cells.map(({ name }) => name).filter((name) => found.has(name) && !names.includes(name));
};

/** Orders `names` so that each cell comes after those of them that it needs; otherwise as on the page. */
export const orderOf = (cells: readonly KnownCell[], names: readonly string[]): RunOrder => {
  const needs = needsOf(cells);
  const asked = cells.map(({ name }) => name).filter((name) => names.includes(name));
  const order = new Set<string>();
  const path: string[] = [];
  let circle: readonly string[] | undefined;
  const place = (name: string): void => {
    if (order.has(name)) return;
    if (path.includes(name)) {
      circle ??= path.slice(path.indexOf(name));
      return;
    }
    path.push(name);
    for (const needed of asked) if (needs.get(name)?.has(needed)) place(needed);
    path.pop();
    order.add(name);
  };
  for (const name of asked) place(name);
  return { order: [...order], circle };
};

/**
 * For each cell, the names that it declares and others do too. Importing the same thing twice is none, and
 * neither is giving another cell's variable a new value.
 */
export const clashesOf = (cells: readonly KnownCell[]): ReadonlyMap<string, readonly Clash[]> => {
  const differ = (name: string, one: Bindings, other: Bindings): boolean =>
    one.imports[name] === undefined || one.imports[name] !== other.imports[name];
  const clashes = cells.map(({ name: cell, bindings }) => {
    const found = (bindings?.declares ?? []).map((name) => ({
      name,
      cells: cells
        .filter((other) => other.name !== cell && other.bindings?.declares.includes(name))
        .filter((other) => bindings && other.bindings && differ(name, bindings, other.bindings))
        .map((other) => other.name),
    }));
    return [cell, found.filter((clash) => clash.cells.length > 0)] as const;
  });
  return new Map(clashes.filter(([, found]) => found.length > 0));
};
