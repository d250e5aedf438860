import { html, nothing, render } from 'lit-html';
import { anchorOf } from '../exchange/cell-link.ts';
import { largestNotebook, readNotebook } from '../exchange/read-notebook.ts';
import type { CellSuggestion } from './cell-suggestion.ts';
import { offerCells } from './offer-cells.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';

/** `<notebook-offers>`: which cells a notebook would change, and one answer for all of them. */
class NotebookOffers extends HTMLElement {
  suggestions: readonly CellSuggestion[] = [];
  leftOut = 0;

  connectedCallback(): void {
    this.className = 'suggestion offers';
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', pageWorkbook().words.notebookOffers);
    this.tabIndex = -1;
    for (const each of this.suggestions) each.addEventListener('decided', () => this.#decided());
    this.#render();
  }

  get #open(): CellSuggestion[] {
    return this.suggestions.filter(({ isOpen }) => isOpen);
  }

  /** A suggestion is gone only after it has said that it is decided. */
  #decided(): void {
    queueMicrotask(() => {
      if (this.#open.length === 0) this.remove();
      else this.#render();
    });
  }

  #answer(answer: (suggestion: CellSuggestion) => void): void {
    for (const each of this.#open) answer(each);
    document.querySelector<HTMLElement>('lesson-toolbar .button:enabled')?.focus();
  }

  #render(): void {
    const { words } = pageWorkbook();
    const open = this.#open;
    const names = open.map(({ offer }) => offer?.cell.name ?? '');
    render(
      html`<p>${words.notebookDiffers(open.length)}</p>
        <ul>${names.map((name) => html`<li><a href=${`#${anchorOf(name)}`}>${name}</a></li>`)}</ul>
        ${this.leftOut === 0 ? nothing : html`<p>${words.notebookLeftOut(this.leftOut)}</p>`}
        <button type="button" class="button" @click=${() => this.#answer((each) => each.take({ focus: false }))}>${words.takeAll}</button>
        <button type="button" class="button quiet" @click=${() => this.#answer((each) => each.dismiss({ focus: false }))}>${words.leaveAll}</button>`,
      this,
    );
  }
}

customElements.define('notebook-offers', NotebookOffers);

const lessonOfPage = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="lesson"]')?.content ?? '';

/** Reads a notebook and shows what it would change, cell by cell; nothing is taken yet. */
export const offerNotebook = async (workbook: PageWorkbook, file: File): Promise<void> => {
  const { words } = workbook;
  if (file.size > largestNotebook) return workbook.tell(words.notebookTooLarge);
  const texts = new Map(workbook.program().map(({ name, text }) => [name, text]));
  const read = readNotebook(await file.text(), lessonOfPage(), new Set(texts.keys()));
  if (!read.ok) {
    if (read.reason === 'other-lesson') return workbook.tell(words.notebookOther(read.lesson));
    return workbook.tell(read.reason === 'foreign' ? words.notebookForeign : words.notebookNone);
  }
  document.querySelector('notebook-offers')?.remove();
  const changed = read.offered.filter(({ cell, code }) => texts.get(cell) !== code);
  if (changed.length === 0) {
    const left = read.leftOut === 0 ? [] : [words.notebookLeftOut(read.leftOut)];
    return workbook.tell([words.notebookSame, ...left].join(' '));
  }
  const offers = new NotebookOffers();
  offers.suggestions = offerCells(workbook, changed, 'notebook');
  offers.leftOut = read.leftOut;
  document.querySelector('lesson-toolbar')?.after(offers);
  offers.focus();
};
