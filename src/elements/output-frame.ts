import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Shown } from '../workbook/workbook-state.ts';
import { sayOnButton } from './hand-over.ts';
import { type FileKind, filesOf } from './output-kinds.ts';
import { pageWorkbook } from './page-workbook.ts';
import { sayWhy } from './say-why.ts';

/** What a frame holds: an output, drawn, and the name of the files made of it. */
export type FramedOutput = { shown: Shown; drawn: TemplateResult; name: string };

/** `<output-frame>`: one output of a cell, with the means to take it away. */
export class OutputFrame extends HTMLElement {
  #output: FramedOutput | undefined;
  #note: string | undefined;

  set output(output: FramedOutput) {
    if (output.shown !== this.#output?.shown) this.#note = undefined;
    this.#output = output;
    this.#render();
  }

  #render(): void {
    if (this.#output === undefined) return;
    const { shown, drawn } = this.#output;
    const files = filesOf(shown);
    render(
      html`${drawn}${files.length === 0 ? nothing : this.#tools(files)}
        ${this.#note === undefined ? nothing : html`<p class="output-note" role="status">${this.#note}</p>`}`,
      this,
    );
  }

  #tools(files: readonly FileKind[]): TemplateResult {
    const { words } = pageWorkbook();
    const label = (kind: FileKind): string => words.downloadAs(kind.toUpperCase());
    return html`<div class="output-tools" role="group" aria-label=${words.takeOutput}>
      <button type="button" class="button quiet" @click=${(event: Event) => this.#act(event, () => this.#copy(), words.copied)}
        >${words.copy}</button>
      ${files.map(
        (kind) => html`<button type="button" class="button quiet" aria-label=${label(kind)}
          @click=${(event: Event) => this.#act(event, () => this.#download(kind))}>${kind.toUpperCase()}</button>`,
      )}
    </div>`;
  }

  /** What takes an output away is loaded when somebody asks for it. */
  async #act(event: Event, act: () => Promise<string | undefined>, said?: string): Promise<void> {
    const { currentTarget: button } = event;
    try {
      this.#note = await act();
      if (said !== undefined && button instanceof HTMLButtonElement) sayOnButton(button, said);
    } catch (reason) {
      this.#note = await sayWhy(reason, pageWorkbook().words);
    }
    this.#render();
  }

  async #copy(): Promise<string | undefined> {
    const { copyOutput } = await import('./take-output.ts');
    return this.#output && (await copyOutput({ shown: this.#output.shown, element: this }));
  }

  async #download(kind: FileKind): Promise<string | undefined> {
    const { downloadOutput } = await import('./take-output.ts');
    const { shown, name } = this.#output ?? {};
    if (shown === undefined || name === undefined) return undefined;
    return await downloadOutput({ shown, element: this }, kind, name);
  }
}

customElements.define('output-frame', OutputFrame);
