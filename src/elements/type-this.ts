import { html, render } from 'lit-html';
import { copyText } from './hand-over.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import { openTerminal, typeInTerminal } from './terminal-tab.ts';

/** `<type-this on run>`: a command that the page brings, and a button that types it into a terminal on that machine. */
export class TypeThis extends HTMLElement {
  #leave: (() => void) | undefined;

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.#leave = workbook.subscribe(() => this.#render(workbook));
    this.#render(workbook);
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  #render({ words, connection }: PageWorkbook): void {
    const machine = this.getAttribute('on') ?? '';
    const run = this.hasAttribute('run');
    const command = (): string => this.querySelector('code')?.textContent?.trim() ?? '';
    const copy = (event: Event): void => {
      if (event.currentTarget instanceof HTMLButtonElement)
        void copyText(event.currentTarget, command(), words.copied);
    };
    const bar = this.querySelector<HTMLElement>('.type-bar');
    if (bar === null) return;
    render(
      html`<button type="button" class="button" ?disabled=${connection !== 'open'}
          @click=${() => void typeInTerminal(machine, command(), run)}>${words.typeThis}</button>
        <button type="button" class="link" aria-label=${words.copyCommand} @click=${copy}>${words.copy}</button>
        <span class="type-note">${run ? words.typeRuns(machine) : words.typeWaits(machine)}</span>`,
      bar,
    );
  }
}

/** `<open-terminal on>`: a button that opens a terminal on a machine of the learner's. */
export class OpenTerminal extends HTMLElement {
  #leave: (() => void) | undefined;

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.#leave = workbook.subscribe(() => this.#render(workbook));
    this.#render(workbook);
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  #render({ words, connection }: PageWorkbook): void {
    const machine = this.getAttribute('on') ?? '';
    render(
      html`<button type="button" class="button" ?disabled=${connection !== 'open'}
        @click=${() => void openTerminal(machine)}>${words.terminalOpenOn(machine)}</button>`,
      this,
    );
  }
}

customElements.define('type-this', TypeThis);
customElements.define('open-terminal', OpenTerminal);
