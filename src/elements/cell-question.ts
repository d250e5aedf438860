import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Reply } from '../../sandbox-server/protocol/widgets.ts';
import type { Shown } from '../workbook/workbook-state.ts';
import { pageWorkbook } from './page-workbook.ts';

/** A question of a cell, with its reply when there is one. */
export type Question = Extract<Shown, { kind: 'question' }>;

/** Where a question stands: the run that asks, and whether that still listens. */
export type QuestionPlace = { question: Question; run: string; open: boolean };

/** `<cell-question>`: what a cell asks its reader, and what they replied. */
export class CellQuestion extends HTMLElement {
  #place: QuestionPlace | undefined;
  /** Replied to here; the log will say whether that counts. */
  #sent = false;
  #wasOpen = false;

  set place(place: QuestionPlace) {
    this.#place = place;
    const isOpen = place.open && place.question.reply === undefined;
    this.#render();
    if (isOpen && !this.#wasOpen) this.#takeFocus(place.run);
    this.#wasOpen = isOpen;
  }

  /** Who has started the run here waits for this; who is writing elsewhere is not called away. */
  #takeFocus(run: string): void {
    const active = document.activeElement;
    const free =
      active === null || active === document.body || this.closest('run-cell')?.contains(active) === true;
    if (!free && !(active instanceof HTMLButtonElement)) return;
    if (!pageWorkbook().isOwn(run)) return;
    // The element is drawn before the page that it stands in knows its place.
    requestAnimationFrame(() => this.querySelector<HTMLElement>('input, .question-yes')?.focus());
  }

  #reply(reply: Reply): void {
    const place = this.#place;
    if (place === undefined || this.#sent) return;
    this.#sent = pageWorkbook().client.reply(place.run, place.question.id, reply);
    this.#render();
  }

  #submit(event: Event): void {
    event.preventDefault();
    const ask = this.#place?.question.ask;
    const text = this.querySelector('input')?.value ?? '';
    this.#reply(ask === 'prompt' ? text : ask === 'confirm' ? true : null);
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    this.#reply(this.#place?.question.ask === 'confirm' ? false : null);
  }

  #render(): void {
    if (this.#place === undefined) return;
    const { question, open } = this.#place;
    const waits = open && question.reply === undefined;
    render(waits ? this.#form(question) : this.#said(question), this);
  }

  #form({ ask, message, initial = '' }: Question): TemplateResult {
    const { words } = pageWorkbook();
    const label = message === '' ? words.question : message;
    const yes = ask === 'confirm' ? words.yes : words.answerIt;
    const no = ask === 'confirm' ? words.no : words.cancel;
    return html`<form class="question" aria-label=${label} @submit=${(event: Event) => this.#submit(event)}
      @keydown=${(event: KeyboardEvent) => this.#press(event)}>
      <label class="question-text">${label}${
        ask === 'prompt'
          ? html`<input class="field" type="text" autocomplete="off" maxlength="10000" value=${initial} ?readonly=${this.#sent}>`
          : nothing
      }</label>
      <button type="submit" class="button question-yes" aria-disabled=${this.#sent}>${ask === 'alert' ? words.read : yes}</button>
      ${
        ask === 'alert'
          ? nothing
          : html`<button type="button" class="button quiet" aria-disabled=${this.#sent}
              @click=${() => this.#reply(ask === 'confirm' ? false : null)}>${no}</button>`
      }
    </form>`;
  }

  #said({ message, reply, ask }: Question): TemplateResult {
    const { words } = pageWorkbook();
    const said =
      reply === undefined
        ? words.unanswered
        : typeof reply === 'boolean'
          ? reply
            ? words.yes
            : words.no
          : (reply ?? (ask === 'alert' ? words.wasRead : words.declined));
    return html`<p class="question-said">${message} <strong class=${typeof reply === 'string' ? 'question-reply' : nothing}>${said}</strong></p>`;
  }
}

customElements.define('cell-question', CellQuestion);
