import { anchorOf, readCellLink } from '../exchange/cell-link.ts';
import { PackedTextError } from '../exchange/packed-text.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';

/** The address without the text that it brought: a reload does not offer it again. */
const forget = (cell: string): void => history.replaceState(history.state, '', `#${anchorOf(cell)}`);

const offer = async (workbook: PageWorkbook): Promise<void> => {
  const brought = await readCellLink(location.hash);
  if (brought === undefined) return;
  const { offerCells } = await import('./offer-cells.ts');
  const [suggestion] = offerCells(workbook, [brought], 'link');
  if (suggestion === undefined) {
    workbook.tell(workbook.words.linkUnknown(brought.cell.slice(0, 80)));
    return;
  }
  suggestion.addEventListener('decided', () => forget(brought.cell), { once: true });
  suggestion.scrollIntoView({ block: 'center' });
  suggestion.focus({ preventScroll: true });
};

/** Shows the text that the page's address brings along for a cell, as a suggestion. */
const openLink = (): void => {
  const workbook = pageWorkbook();
  offer(workbook).catch((error: unknown) => {
    if (!(error instanceof PackedTextError)) throw error;
    workbook.tell(error.reason === 'too-long' ? workbook.words.linkTooLarge : workbook.words.linkBroken);
  });
};

addEventListener('hashchange', openLink);
// When every element of the page is there.
if (location.hash.includes('code=')) queueMicrotask(openLink);
