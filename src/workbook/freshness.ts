import { giversOf, type KnownCell } from './dependencies.ts';
import { type CellState, isBusy } from './workbook-state.ts';

/** A cell with its text now, what its log says, and `bindings` of the code that it ran. */
export type JudgedCell = KnownCell & { text: string; state: CellState };

/** Why what a cell shows may be out of date. */
export type Staleness =
  /** Its text was edited since it ran. */
  | { because: 'edited' }
  /** The kernel in which it ran is gone, and the values that it made with it. */
  | { because: 'kernel' }
  /** `cell`, which gives `name`, has run since, or a widget of its was set. */
  | { because: 'changed'; name: string; cell: string }
  /** `cell`, which gave `name`, was edited and has not run since. */
  | { because: 'input-edited'; name: string; cell: string }
  /** `cell`, which gave `name`, is stale itself. */
  | { because: 'input-stale'; name: string; cell: string };

/**
 * Says of each cell that has run whether what it shows is out of date, and why. The page is read from top to
 * bottom: a name has its value from the cells above, and only where none gives it, from the first below. A cell
 * that waits or runs is not judged, and neither is one that never ran. What is imported is the same each time.
 */
export const stalenessOf = (cells: readonly JudgedCell[]): ReadonlyMap<string, Staleness> => {
  const judged = new Map<JudgedCell, Staleness | undefined>();
  const judge = (cell: JudgedCell): Staleness | undefined => {
    if (judged.has(cell)) return judged.get(cell);
    // Cells that need each other in a circle end here.
    judged.set(cell, undefined);
    const verdict = hasRun(cell) ? (ownStaleness(cell) ?? inputStaleness(cell, cells, judge)) : undefined;
    judged.set(cell, verdict);
    return verdict;
  };
  return new Map(
    cells.flatMap((cell) => {
      const verdict = judge(cell);
      return verdict === undefined ? [] : [[cell.name, verdict] as const];
    }),
  );
};

const hasRun = ({ state }: JudgedCell): boolean => state.ran !== undefined && !isBusy(state);

/** With a kernel, only what cells declared or assigned is lost: what a cell has merely shown stays as it was. */
const ownStaleness = ({ text, state, bindings }: JudgedCell): Staleness | undefined => {
  if (text !== state.ran) return { because: 'edited' };
  const made = (bindings?.declares.length ?? 0) + (bindings?.assigns.length ?? 0);
  return state.gone && made > 0 ? { because: 'kernel' } : undefined;
};

const inputStaleness = (
  cell: JudgedCell,
  cells: readonly JudgedCell[],
  judge: (cell: JudgedCell) => Staleness | undefined,
): Staleness | undefined => {
  const { startedAs } = cell.state;
  if (startedAs === undefined) return undefined;
  const inputs = (cell.bindings?.uses ?? []).map((name) => ({ name, givers: giversFor(cell, cells, name) }));
  for (const { name, givers } of inputs) {
    const later = givers.find((giver) => placeOf(giver) > startedAs);
    if (later !== undefined) return { because: 'changed', name, cell: later.name };
  }
  for (const { name, givers } of inputs) {
    const giver = givers.toSorted((one, other) => placeOf(one) - placeOf(other)).at(-1);
    if (giver === undefined || isBusy(giver.state)) continue;
    if (giver.text !== giver.state.ran) return { because: 'input-edited', name, cell: giver.name };
    if (judge(giver) !== undefined) return { because: 'input-stale', name, cell: giver.name };
  }
  return undefined;
};

/** The cells whose run gives the name a value that this cell would not have by itself. */
const giversFor = (cell: JudgedCell, cells: readonly JudgedCell[], name: string): JudgedCell[] =>
  giversOf(cells, cells.indexOf(cell), name).filter(
    ({ bindings, state }) =>
      state.startedAs !== undefined &&
      bindings?.imports[name] === undefined &&
      // Two cells that both count up the same counter do not make each other stale.
      (!cell.bindings?.assigns.includes(name) || bindings?.declares.includes(name)),
  );

/** When a cell last gave its names their values: in its run, or when a widget of its was set after it. */
const placeOf = ({ state }: JudgedCell): number =>
  Math.max(state.startedAs ?? 0, ...[...(state.chosen?.values() ?? [])].map(({ seq }) => seq));
