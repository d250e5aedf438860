import { html, type TemplateResult } from 'lit-html';
import { showLine } from './show-line.ts';

const place = /cell ([a-z0-9-]+), line (\d+)/;

const frame = (text: string): TemplateResult => {
  const found = place.exec(text);
  if (found === null) return html`<span>${text}</span>`;
  const [whole, cell = '', line = ''] = found;
  return html`<span>${text.slice(0, found.index)}<button type="button" class="link"
    @click=${() => showLine(cell, Number(line))}>${whole}</button>${text.slice(found.index + whole.length)}</span>`;
};

/** The way that an error took, a place a line; each place in a cell leads there. */
export const errorStack = (stack: readonly string[]): TemplateResult =>
  html`<pre class="output-stack">${stack.map((text, index) => html`${index === 0 ? '' : '\n'}${frame(text)}`)}</pre>`;
