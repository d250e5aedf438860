import { linkToCell } from '../exchange/cell-link.ts';
import type { CellInPlace } from './cell-actions.ts';

/** Copies the address of a cell, with the learner's text when that is not the lesson's, and says so. */
export const copyCellLink = async ({ cell, workbook }: CellInPlace): Promise<void> => {
  const { words } = workbook;
  const text = workbook.textOf(cell);
  const changed = text !== cell.original;
  const link = await linkToCell(location.href, cell.name, changed ? text : undefined);
  if (link === undefined) {
    workbook.tell(words.linkTooLong(cell.name));
    return;
  }
  try {
    await navigator.clipboard.writeText(link);
    workbook.tell(changed ? words.linkCopiedWithText : words.linkCopied);
  } catch {
    // The learner did not allow it, or the page did not come over a safe line: they can copy it themselves.
    history.replaceState(history.state, '', link);
    workbook.tell(words.linkInAddress);
  }
};
