import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { CellInPlace } from './cell-actions.ts';

/** What a dialog about a cell shows. */
type DialogParts = { title: string; body: TemplateResult };

/** Opens a dialog about a cell's text; from it the lesson's own text can be put back. Escape closes it. */
const openDialog = ({ element, cell, workbook }: CellInPlace, { title, body }: DialogParts): void => {
  const { words } = workbook;
  const dialog = document.createElement('dialog');
  dialog.className = 'cell-dialog not-content';
  dialog.setAttribute('aria-labelledby', 'cell-dialog-title');
  dialog.addEventListener('close', () => {
    dialog.remove();
    element.querySelector<HTMLElement>('.menu-button')?.focus();
  });
  const reset = (): void => {
    workbook.replace(cell, cell.original);
    dialog.close();
  };
  const isEdited = workbook.textOf(cell) !== cell.original;
  render(
    html`<h2 id="cell-dialog-title">${title}</h2>
      <div class="cell-dialog-body">${body}</div>
      <p class="cell-dialog-actions">
        <button type="button" class="button" autofocus @click=${() => dialog.close()}>${words.close}</button>
        ${isEdited ? html`<button type="button" class="button quiet" @click=${reset}>${words.resetCell}</button>` : nothing}
      </p>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
};

/** Shows the lesson's own text of a cell. */
export const showOriginal = (place: CellInPlace): void => {
  const { cell, workbook } = place;
  const title = workbook.words.originalOf(cell.name);
  openDialog(place, {
    title,
    body: html`<pre tabindex="0" translate="no"><code>${cell.original}</code></pre>`,
  });
};

/** Shows what the learner has changed in a cell's text, line by line. */
export const showDifference = async (place: CellInPlace): Promise<void> => {
  const { cell, workbook } = place;
  // Loaded when it is first asked for: most pages are read without it.
  const { textDifference } = await import('./text-difference.ts');
  const body = textDifference(cell.original, workbook.textOf(cell), workbook.words);
  openDialog(place, { title: workbook.words.differenceOf(cell.name), body });
};
