import { html, render, type TemplateResult } from 'lit-html';
import { type PageCell, type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import { textDifference } from './text-difference.ts';

/** A text that something offers for a cell, and what offers it. */
export type Offer = { cell: PageCell; text: string; from: 'link' | 'notebook' };

/**
 * `<cell-suggestion>`: another text for a cell, shown as what it would change in the learner's own. It is never
 * run and never taken by itself; what is taken can be given back.
 */
export class CellSuggestion extends HTMLElement {
  offer: Offer | undefined;
  /** The learner's text before they took what was offered; undefined while they have not. */
  #before: string | undefined;
  #leave: (() => void) | undefined;

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.className = 'suggestion';
    this.setAttribute('role', 'region');
    this.tabIndex = -1;
    this.#leave = workbook.subscribe(() => this.#render(workbook));
    this.#render(workbook);
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  /** Whether it waits for the learner's answer. */
  get isOpen(): boolean {
    return this.isConnected && this.#before === undefined;
  }

  /** Makes the offered text the learner's own. */
  take({ focus = true } = {}): void {
    if (this.offer === undefined || !this.isOpen) return;
    const workbook = pageWorkbook();
    const { cell, text } = this.offer;
    this.#before = workbook.textOf(cell);
    workbook.replace(cell, text);
    this.#render(workbook);
    this.dispatchEvent(new Event('decided', { bubbles: true }));
    if (focus) this.querySelector('button')?.focus();
  }

  /** Takes the offer away; the learner's text stays as it is. */
  dismiss({ focus = true } = {}): void {
    const cell = this.closest<HTMLElement>('run-cell');
    this.dispatchEvent(new Event('decided', { bubbles: true }));
    this.remove();
    if (focus) cell?.querySelector<HTMLElement>('.cell-bar button:enabled')?.focus();
  }

  #undo(): void {
    if (this.offer === undefined || this.#before === undefined) return;
    const workbook = pageWorkbook();
    const { cell } = this.offer;
    const before = this.#before;
    this.#before = undefined;
    workbook.replace(cell, before);
    this.#render(workbook);
    this.querySelector('button')?.focus();
  }

  #render(workbook: PageWorkbook): void {
    if (this.offer === undefined) return;
    this.setAttribute('aria-label', workbook.words.suggestionFor(this.offer.cell.name));
    render(this.#before === undefined ? this.#question(workbook, this.offer) : this.#taken(workbook), this);
  }

  #question(workbook: PageWorkbook, { cell, text, from }: Offer): TemplateResult {
    const { words } = workbook;
    const own = workbook.textOf(cell);
    if (own === text)
      return html`<p>${words.suggestionSame}</p>
        <button type="button" class="button quiet" @click=${() => this.dismiss()}>${words.close}</button>`;
    return html`<p>${from === 'link' ? words.suggestedByLink : words.suggestedByNotebook}</p>
      ${textDifference(own, text, words)}
      <button type="button" class="button" @click=${() => this.take()}>${words.takeIt}</button>
      <button type="button" class="button quiet" @click=${() => this.dismiss()}>${words.leaveIt}</button>`;
  }

  #taken({ words }: PageWorkbook): TemplateResult {
    return html`<p role="status">${words.suggestionTaken}</p>
      <button type="button" class="button" @click=${() => this.#undo()}>${words.undo}</button>
      <button type="button" class="button quiet" @click=${() => this.dismiss()}>${words.close}</button>`;
  }
}

customElements.define('cell-suggestion', CellSuggestion);
