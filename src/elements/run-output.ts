import { html, nothing, render, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import type { CellError, Display } from '../../sandbox-server/protocol/events.ts';
import type { Reason } from '../../sandbox-server/protocol/reason.ts';
import type { CellState, Shown } from '../workbook/workbook-state.ts';
import { ansi } from './ansi.ts';
import { errorStack } from './error-stack.ts';
import './cell-question.ts';
import './cell-widget.ts';
import './data-table.ts';
import { imageSize } from './image-size.ts';
import './long-text.ts';
import './markup-output.ts';
import './object-tree.ts';
import './output-frame.ts';
import { pageWorkbook } from './page-workbook.ts';
import { progressBar } from './progress-bar.ts';
import './reason-text.ts';
import { ShowPosition } from './show-position.ts';

type DisplayOf<Kind extends Display['kind']> = Extract<Display, { kind: Kind }>;

const values = ({ stream, values: shown }: DisplayOf<'values'>): TemplateResult =>
  html`<div class="output-values" data-stream=${stream}>${shown.map((value) =>
    value.type === 'string' && stream !== 'result'
      ? html`<span class="output-string">${ansi(value.text)}</span>`
      : html`<object-tree .value=${value}></object-tree>`,
  )}</div>`;

const image = ({ mime, data, alt }: DisplayOf<'image'>): TemplateResult => {
  const size = imageSize(mime, data);
  return html`<img class="output-image" alt=${alt} src=${`data:${mime};base64,${data}`}
    width=${size?.width ?? nothing} height=${size?.height ?? nothing}>`;
};

/** What the workbook says in the place of an output. */
const said = (message: string, reason: Reason): TemplateResult =>
  html`<p class="output-why"><reason-text .why=${{ message, reason }}></reason-text></p>`;

/** Whether a cell still hears the answer to a question: it runs, or it ended well and its kernel is there. */
const isOpen = ({ state, old }: CellState): boolean => {
  const { kernel } = pageWorkbook().state;
  return !old && (state === 'running' || (state === 'ok' && kernel.state === 'ready'));
};

const draw = (shown: Shown, cell: CellState, name: string): TemplateResult => {
  switch (shown.kind) {
    case 'printed':
      if (shown.reason) return said(shown.text, shown.reason);
      return html`<long-text data-stream=${shown.stream} .text=${shown.text}></long-text>`;
    case 'text':
      return html`<long-text .text=${shown.text}></long-text>`;
    case 'values':
      return values(shown);
    case 'image':
      return image(shown);
    case 'table':
      return html`<data-table .display=${shown}></data-table>`;
    case 'markup':
      return html`<markup-output .display=${shown}></markup-output>`;
    case 'progress':
      return progressBar(shown);
    case 'question': {
      const place = { question: shown, run: cell.run ?? '', open: isOpen(cell) };
      return html`<cell-question .place=${place}></cell-question>`;
    }
    case 'widget': {
      const value = cell.chosen?.get(shown.id)?.value ?? shown.value;
      return html`<cell-widget .place=${{ cell: name, widget: shown, value }}></cell-widget>`;
    }
  }
};

/** `<run-output cell>`: what a cell has shown, and why it failed; without `cell`, of the cell that it stands in. */
export class RunOutput extends HTMLElement {
  set cell(cell: CellState) {
    this.toggleAttribute('old', cell.old);
    const { words } = pageWorkbook();
    const name = this.getAttribute('cell') ?? this.closest('run-cell')?.getAttribute('name') ?? '';
    const one = (shown: Shown, index: number): unknown => {
      const file = index === 0 ? name : `${name}-${index + 1}`;
      const output = { shown, drawn: draw(shown, cell, name), name: file };
      const id = 'id' in shown ? shown.id : undefined;
      return keyed(`${id ?? index} ${shown.kind}`, html`<output-frame .output=${output}></output-frame>`);
    };
    render(
      html`${cell.shown.map(one)}
        ${cell.error === undefined ? this.#why(cell) : this.#error(cell.error, words.line)}`,
      this,
    );
  }

  #why({ state }: CellState): TemplateResult | typeof nothing {
    const { words } = pageWorkbook();
    if (state === 'lost') return html`<p class="output-why">${words.whyLost}</p>`;
    if (state === 'timeout') return html`<p class="output-why">${words.whyTimeout}</p>`;
    return nothing;
  }

  #error(error: CellError, lineWord: (line: number) => string): TemplateResult {
    const { name, message, reason, position, stack } = error;
    // A stack of the one place that is named already tells nothing more.
    const told = stack.length <= (position === undefined ? 0 : 1);
    return html`<div class="output-error" role="group">
      <p><strong>${name}</strong>: <reason-text class="output-message" .why=${{ message, reason }}></reason-text>${
        position === undefined
          ? nothing
          : html` (<button type="button" class="link" @click=${() => this.dispatchEvent(new ShowPosition(position))}
              >${lineWord(position.line)}</button>)`
      }</p>
      ${told ? nothing : errorStack(stack)}
    </div>`;
  }
}

customElements.define('run-output', RunOutput);
