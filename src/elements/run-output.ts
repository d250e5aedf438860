import { html, nothing, render, type TemplateResult } from 'lit-html';
import { classMap } from 'lit-html/directives/class-map.js';
import { keyed } from 'lit-html/directives/keyed.js';
import type { CellError, Display } from '../../sandbox-server/protocol/events.ts';
import type { CellState, Shown } from '../workbook/workbook-state.ts';
import { ansi } from './ansi.ts';
import { errorStack } from './error-stack.ts';
import { imageSize } from './image-size.ts';
import './object-tree.ts';
import { pageWorkbook } from './page-workbook.ts';
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

/** Characters of a cell that stay on one line: a UUID is not broken, a sentence is. */
const oneLine = 40;
const isNumber = (text = ''): boolean => /^-?\d+(\.\d+)?$/.test(text);

const table = ({ columns, rows }: DisplayOf<'table'>): TemplateResult => {
  const numbers = columns.map((_, at) => rows.length > 0 && rows.every((row) => isNumber(row[at])));
  const look = (text: string, at: number) =>
    classMap({ number: numbers[at] ?? false, short: text.length <= oneLine });
  const head = html`<tr>${columns.map((name, at) => html`<th scope="col" class=${look(name, at)}>${name}</th>`)}</tr>`;
  return html`<div class="output-table" tabindex="0" role="group" aria-label=${columns.join(', ')}><table>
    <thead>${head}</thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((text, at) => html`<td class=${look(text, at)}>${text}</td>`)}</tr>`)}</tbody>
  </table></div>`;
};

const one = (shown: Shown): TemplateResult => {
  switch (shown.kind) {
    case 'printed':
      return html`<pre class="output-text" data-stream=${shown.stream}>${ansi(shown.text)}</pre>`;
    case 'text':
      return html`<pre class="output-text">${ansi(shown.text)}</pre>`;
    case 'values':
      return values(shown);
    case 'image':
      return image(shown);
    case 'table':
      return table(shown);
  }
};

/** `<run-output>`: what a cell has shown, and why it failed. */
export class RunOutput extends HTMLElement {
  set cell(cell: CellState) {
    this.toggleAttribute('old', cell.old);
    const { words } = pageWorkbook();
    render(
      html`${cell.shown.map((shown, index) => keyed(`${index} ${shown.kind}`, one(shown)))}
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

  #error({ name, message, position, stack }: CellError, lineWord: (line: number) => string): TemplateResult {
    // A stack of the one place that is named already tells nothing more.
    const told = stack.length <= (position === undefined ? 0 : 1);
    return html`<div class="output-error" role="group">
      <p><strong>${name}</strong>: <span class="output-message">${message}</span>${
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
