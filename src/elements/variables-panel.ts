import { html, nothing, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Variable } from '../../sandbox-server/protocol/variables.ts';
import type { Variables } from '../sandbox/sandbox-client.ts';
import { inTime } from './in-time.ts';
import './object-tree.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import { sayWhy } from './say-why.ts';

/** What was last heard of the variables. */
type Known = { list?: Variables; fault?: string };

/**
 * `<variables-panel>`: what the lesson's cells have declared, by name, as it is after the last run. It asks when it
 * is seen, and after each run while it is.
 */
export class VariablesPanel extends HTMLElement {
  #leave: (() => void) | undefined;
  #known: Known = {};
  #filter = '';
  /** What the kernel and the finished runs were when the list was last asked for. */
  #askedAt = '';
  #asking = false;
  readonly #seen = new IntersectionObserver(() => this.#update(pageWorkbook()));

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.#leave = workbook.subscribe(inTime(() => this.#update(workbook)));
    this.#seen.observe(this);
    this.#update(workbook);
  }

  disconnectedCallback(): void {
    this.#leave?.();
    this.#seen.disconnect();
  }

  override focus(): void {
    this.querySelector('input')?.focus();
  }

  #update(workbook: PageWorkbook): void {
    if (this.offsetParent === null) return;
    const moment = momentOf(workbook);
    const isThere = workbook.state.kernel.state === 'ready' && workbook.connection === 'open';
    if (isThere && !workbook.busy && !this.#asking && moment !== this.#askedAt) this.#ask(workbook, moment);
    this.#render(workbook);
  }

  #ask(workbook: PageWorkbook, moment: string): void {
    this.#asking = true;
    this.#askedAt = moment;
    workbook.client
      .readVariables()
      .then(
        (list) => {
          this.#known = { list };
        },
        async (why: unknown) => {
          this.#known = { ...this.#known, fault: await sayWhy(why, workbook.words) };
        },
      )
      .finally(() => {
        this.#asking = false;
        this.#update(workbook);
      });
  }

  #render(workbook: PageWorkbook): void {
    const words = workbook.words.variables;
    const { list, fault } = this.#known;
    const isThere = workbook.state.kernel.state === 'ready' && list?.gone !== true;
    const all = isThere ? (list?.variables ?? []) : [];
    const wanted = this.#filter.toLowerCase();
    const shown = all.filter(({ name }) => name.toLowerCase().includes(wanted));
    render(
      html`<div class="variables-bar">
          <input class="variables-filter" type="search" placeholder=${words.filter} aria-label=${words.filter}
            .value=${this.#filter} @input=${(event: InputEvent) => this.#narrow(event, workbook)}>
          <span role="status">${all.length === 0 ? nothing : words.count(shown.length)}</span>
        </div>
        <p class="variables-note" role="status" ?hidden=${this.#note(workbook) === ''}>${this.#note(workbook)}</p>
        ${
          fault === undefined
            ? nothing
            : html`<p class="variables-note" role="alert">${words.failed(fault)}
                <button type="button" class="button" @click=${() => this.#again(workbook)}>${words.again}</button></p>`
        }
        ${all.length > 0 && shown.length === 0 ? html`<p class="variables-note">${words.noMatch(this.#filter)}</p>` : nothing}
        ${shown.length === 0 ? nothing : this.#table(shown, workbook)}
        ${isThere && list !== undefined && list.more > 0 ? html`<p class="variables-note">${words.rest(list.more)}</p>` : nothing}`,
      this,
    );
  }

  /** Why the list is as it is, when it is not simply all there. */
  #note({ state, busy, words: { variables: words } }: PageWorkbook): string {
    const { list, fault } = this.#known;
    if (state.kernel.state === 'none') return words.noKernel;
    if (state.kernel.state === 'asleep') return words.asleep;
    if (state.kernel.state === 'gone' || list?.gone === true) return words.gone;
    if (state.kernel.state !== 'ready') return words.waiting;
    if (busy) return words.busy;
    if (list === undefined) return fault === undefined ? words.reading : '';
    return list.variables.length === 0 ? words.none : '';
  }

  #narrow({ target }: InputEvent, workbook: PageWorkbook): void {
    if (target instanceof HTMLInputElement) this.#filter = target.value;
    this.#render(workbook);
  }

  #again(workbook: PageWorkbook): void {
    this.#askedAt = '';
    this.#update(workbook);
  }

  #table(variables: readonly Variable[], workbook: PageWorkbook): TemplateResult {
    const words = workbook.words.variables;
    return html`<table class="variables-table" aria-label=${words.title}>
      <thead><tr>${[words.name, words.type, words.value, words.size, words.cell].map(
        (heading) => html`<th scope="col">${heading}</th>`,
      )}</tr></thead>
      <tbody>${repeat(
        variables,
        ({ name }) => name,
        (variable) => this.#row(variable, workbook),
      )}</tbody>
    </table>`;
  }

  #row({ name, type, value, size, state }: Variable, workbook: PageWorkbook): TemplateResult {
    const words = workbook.words.variables;
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const sizes = (['entries', 'characters', 'bytes'] as const).flatMap((unit) => {
      const count = size?.[unit];
      return count === undefined ? [] : [words[unit](number.format(count), count === 1)];
    });
    const cell = workbook.runs.declarerOf(name);
    return html`<tr>
      <th scope="row">${name}</th>
      <td class="variable-type">${type}</td>
      <td class="variable-value">${
        state === undefined
          ? html`<object-tree keeps-open .value=${value}></object-tree>`
          : html`<span class="tree-note">${words[state]}</span>`
      }</td>
      <td class="variable-size">${sizes.join(', ')}</td>
      <td class="variable-cell">${cell === undefined ? nothing : html`<a href=${`#cell-${cell}`}>${cell}</a>`}</td>
    </tr>`;
  }
}

/** Changes whenever variables may have: with the kernel, and with the end of each run. */
function momentOf({ state }: PageWorkbook): string {
  // A new kernel may be ready before the page has drawn that the one before is gone.
  const ended = [...state.cells].flatMap(([name, { run, elapsed, gone = false }]) =>
    elapsed === undefined ? [] : [`${name} ${run} ${gone}`],
  );
  return [state.kernel.state, ...ended].join('\n');
}

customElements.define('variables-panel', VariablesPanel);
