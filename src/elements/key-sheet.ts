import { html, render, type TemplateResult } from 'lit-html';
import { type ReadingWords, readingWords } from '../words/reading.ts';
import { debuggerKeys, type KeyLine, keysToRead, lessonKeys, otherKeys, presenterKeys } from './key-table.ts';
import { lettersAct, setLettersAct } from './reading-memory.ts';

const keysOf = ({ keys }: KeyLine, words: ReadingWords): TemplateResult[] =>
  keys.map(
    (each, index) =>
      html`${index > 0 ? ` ${words.or} ` : ''}<span class="key-chord">${keysToRead(each).map(
        (key) => html`<kbd>${key}</kbd>`,
      )}</span>`,
  );

const group = (title: string, lines: readonly KeyLine[], words: ReadingWords): TemplateResult =>
  html`<section>
    <h3>${title}</h3>
    <dl>${lines.map(
      (each) => html`<div><dt>${keysOf(each, words)}</dt><dd>${String(words[each.says])}</dd></div>`,
    )}</dl>
  </section>`;

/** `<key-sheet>`: every key that does something in a lesson, in a dialog. */
export class KeySheet extends HTMLElement {
  /** Opens it, or brings it to the front. */
  static show(): void {
    const open = document.querySelector<KeySheet>('key-sheet') ?? new KeySheet();
    document.body.append(open);
    open.open();
  }

  open(): void {
    const words = readingWords(document.documentElement.lang);
    const close = (): void => this.querySelector('dialog')?.close();
    render(
      html`<dialog class="key-sheet" aria-labelledby="key-sheet-title" @close=${() => this.remove()}
        @click=${(event: Event) => event.target === event.currentTarget && close()}>
        <div class="key-sheet-body">
          <div class="key-sheet-head">
            <h2 id="key-sheet-title">${words.keys}</h2>
            <button type="button" class="button quiet" autofocus @click=${close}>${words.close}</button>
          </div>
          ${group(words.inLesson, [...lessonKeys, ...otherKeys.frame], words)}
          ${group(words.inCells, otherKeys.cell, words)}
          ${group(words.inTerminals, otherKeys.terminal, words)}
          ${group(words.debugging, debuggerKeys, words)}
          ${group(words.presenting, presenterKeys, words)}
          <label class="key-letters"><input type="checkbox" .checked=${lettersAct()}
            @change=${({ target }: Event) => target instanceof HTMLInputElement && setLettersAct(target.checked)}>
            ${words.letters}</label>
          <p>${words.lettersHow}</p>
        </div>
      </dialog>`,
      this,
    );
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }
}

customElements.define('key-sheet', KeySheet);
