import type { CellState } from '../workbook/workbook-state.ts';
import type { Action } from './action.ts';
import { showDifference, showOriginal } from './cell-dialog.ts';
import { copyCellLink } from './copy-cell-link.ts';
import type { PageCell, PageWorkbook } from './page-workbook.ts';

/** The cell that an action is asked of: its element, its state now, and the lesson that it is in. */
export type CellInPlace = {
  element: HTMLElement;
  cell: PageCell;
  state: CellState;
  workbook: PageWorkbook;
  /** The line of the cursor, when the cell's editor is open. */
  line: number | undefined;
};

/** Something that can be done with a cell, beside running it. */
export type CellAction = Action<CellInPlace>;

/** Every action of a cell, in the order of its menu. */
export const cellActions: readonly CellAction[] = [
  {
    id: 'run-above',
    label: (words) => words.runs.runAbove,
    applies: ({ workbook }) => workbook.connection === 'open',
    run: ({ workbook, cell }) => workbook.runs.runAbove(cell),
  },
  {
    id: 'run-from-here',
    label: (words) => words.runs.runFromHere,
    applies: ({ workbook }) => workbook.connection === 'open',
    run: ({ workbook, cell }) => workbook.runs.runFrom(cell),
  },
  {
    id: 'run-dependents',
    label: (words) => words.runs.runDependents,
    applies: ({ workbook, state }) => workbook.connection === 'open' && state.ran !== undefined,
    run: ({ workbook, cell }) => workbook.runs.runDependents([cell.name]),
  },
  {
    id: 'toggle-breakpoint',
    label: ({ debugger: words }, { workbook, cell, line = 1 }) =>
      words.toggleAt(line, workbook.debugger.breakpointsOf(cell.name).includes(line)),
    keys: 'F9',
    applies: ({ line }) => line !== undefined,
    run: ({ workbook, cell, line = 1 }) => workbook.debugger.toggle(cell.name, line),
  },
  {
    id: 'copy-link',
    label: (words) => words.copyLink,
    run: (place) => void copyCellLink(place),
  },
  {
    id: 'show-original',
    label: (words) => words.showOriginal,
    applies: ({ workbook, cell }) => workbook.textOf(cell) !== cell.original,
    run: showOriginal,
  },
  {
    id: 'show-difference',
    label: (words) => words.showDifference,
    applies: ({ workbook, cell }) => workbook.textOf(cell) !== cell.original,
    run: (place) => void showDifference(place),
  },
  {
    id: 'reset-cell',
    label: (words) => words.resetCell,
    applies: ({ workbook, cell }) => workbook.textOf(cell) !== cell.original,
    run: ({ workbook, cell }) => workbook.replace(cell, cell.original),
  },
];
