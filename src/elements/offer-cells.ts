import type { OfferedCell } from '../exchange/cell-link.ts';
import { CellSuggestion, type Offer } from './cell-suggestion.ts';
import type { PageWorkbook } from './page-workbook.ts';

/** Puts an offered text beside the learner's own, in its cell; undefined when the page has no cell of that name. */
const offerCell = (
  workbook: PageWorkbook,
  { cell: name, code: text }: OfferedCell,
  from: Offer['from'],
): CellSuggestion | undefined => {
  const cell = workbook.cellNamed(name);
  const element = document.querySelector(`run-cell[name="${CSS.escape(name)}"]`);
  if (cell === undefined || element === null) return undefined;
  element.querySelector('cell-suggestion')?.remove();
  const suggestion = new CellSuggestion();
  suggestion.offer = { cell, text, from };
  element.querySelector('.cell-code')?.after(suggestion);
  return suggestion;
};

/** Shows texts that come from elsewhere as suggestions; returns those for which the page has a cell. */
export const offerCells = (
  workbook: PageWorkbook,
  offered: readonly OfferedCell[],
  from: Offer['from'],
): CellSuggestion[] => offered.flatMap((each) => offerCell(workbook, each, from) ?? []);
