import { html, nothing, render, type TemplateResult } from 'lit-html';
import { classMap } from 'lit-html/directives/class-map.js';
import type { Display } from '../../sandbox-server/protocol/events.ts';
import { pageWorkbook } from './page-workbook.ts';
import { sayWhy } from './say-why.ts';
import { type Sorting, sortRows } from './sort-rows.ts';

/** A table as a run has shown it. */
export type TableDisplay = Extract<Display, { kind: 'table' }>;

type Rows = readonly (readonly string[])[];

const pageRows = 25;
/** Characters of a cell that stay on one line: a UUID is not broken, a sentence is. */
const oneLine = 40;
const isNumber = (text = ''): boolean => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);

/** `<data-table>`: rows under each other, page by page, in the order of any column. */
export class DataTable extends HTMLElement {
  #display: TableDisplay | undefined;
  #numbers: boolean[] = [];
  #offset = 0;
  #sort: Sorting | undefined;
  #rows: Rows = [];
  #waiting = false;
  #note: string | undefined;

  set display(display: TableDisplay) {
    if (display === this.#display) return;
    // An update of the same table leaves its reader where they are.
    const same = display.columns.join() === this.#display?.columns.join();
    this.#display = display;
    const { columns, rows } = display;
    this.#numbers = columns.map((_, at) => rows.length > 0 && rows.every((row) => isNumber(row[at])));
    if (!same) this.#sort = undefined;
    void this.#show(same && this.#offset < this.#total ? this.#offset : 0);
  }

  get #total(): number {
    return this.#display?.total ?? this.#display?.rows.length ?? 0;
  }

  /** Goes to the page that begins with the row numbered `offset`, from 0, in that order. */
  async #show(offset: number, sort = this.#sort): Promise<void> {
    const display = this.#display;
    if (display === undefined) return;
    this.#note = undefined;
    const rows = this.#here(display, offset, sort) ?? (await this.#fetch(display, offset, sort));
    if (display !== this.#display) return;
    if (rows !== undefined) {
      this.#rows = rows;
      this.#offset = offset;
      this.#sort = sort;
    }
    this.#render();
  }

  /** The page, as far as the log itself has it. */
  #here({ rows, total }: TableDisplay, offset: number, sort: Sorting | undefined): Rows | undefined {
    const whole = total === undefined || rows.length >= total;
    const end = Math.min(offset + pageRows, this.#total);
    if (sort !== undefined) return whole ? sortRows(rows, sort).slice(offset, end) : undefined;
    return end <= rows.length ? rows.slice(offset, end) : undefined;
  }

  /** The page from the kernel; undefined, and a note that says why, when it cannot be had. */
  async #fetch(display: TableDisplay, offset: number, sort: Sorting | undefined): Promise<Rows | undefined> {
    const { client, words } = pageWorkbook();
    this.#waiting = true;
    this.#render();
    try {
      const page = { handle: display.handle ?? '', offset, count: pageRows, ...(sort && { sort }) };
      const { rows, gone } = await client.readTable(page);
      if (gone !== true) return rows;
      this.#note = words.tableGone(display.rows.length);
    } catch (reason) {
      this.#note = await sayWhy(reason, words);
    } finally {
      this.#waiting = false;
    }
    return undefined;
  }

  #sortBy(column: number): void {
    const before = this.#sort?.column === column ? this.#sort : undefined;
    // Upwards, downwards, and as it was.
    if (before?.descending === true) this.#sort = undefined;
    void this.#show(
      0,
      before?.descending === true ? undefined : { column, descending: before !== undefined },
    );
  }

  #render(): void {
    const display = this.#display;
    if (display === undefined) return;
    const { columns } = display;
    const { words } = pageWorkbook();
    const name = columns.filter((column) => column !== '').join(', ');
    render(
      html`<div class="output-table" tabindex="0" role="group" aria-label=${words.tableOf(name)} aria-busy=${this.#waiting}>
        <table>
          <thead><tr>${columns.map((column, at) => this.#head(column, at))}</tr></thead>
          <tbody>${this.#rows.map((row) => html`<tr>${columns.map((_, at) => this.#cell(row[at] ?? '', at))}</tr>`)}</tbody>
        </table>
      </div>
      ${this.#note === undefined ? nothing : html`<p class="output-note" role="status">${this.#note}</p>`}
      ${this.#total > pageRows ? this.#pager() : nothing}`,
      this,
    );
  }

  #look(text: string, at: number) {
    return classMap({ number: this.#numbers[at] ?? false, short: text.length <= oneLine });
  }

  #cell(text: string, at: number): TemplateResult {
    return html`<td class=${this.#look(text, at)}>${text}</td>`;
  }

  #head(column: string, at: number): TemplateResult {
    if (this.#total < 2) return html`<th scope="col" class=${this.#look(column, at)}>${column}</th>`;
    const sort = this.#sort?.column === at ? this.#sort : undefined;
    const order = sort === undefined ? 'none' : sort.descending ? 'descending' : 'ascending';
    const { words } = pageWorkbook();
    const label = column === '' ? words.rowNumber : column;
    return html`<th scope="col" class=${this.#look(column, at)} aria-sort=${order}>
      <button type="button" class="table-sort" data-order=${order} title=${words.sortBy(label)}
        aria-label=${label} @click=${() => this.#sortBy(at)}>${column === '' ? '#' : column}</button></th>`;
  }

  #pager(): TemplateResult {
    const { words } = pageWorkbook();
    const total = this.#total;
    const last = Math.floor((total - 1) / pageRows) * pageRows;
    const end = Math.min(this.#offset + pageRows, total);
    const step = (label: string, sign: string, to: number, off: boolean) =>
      html`<button type="button" class="button quiet" aria-label=${label} title=${label} aria-disabled=${off}
        @click=${() => off || void this.#show(to)}>${sign}</button>`;
    const [atStart, atEnd] = [this.#offset === 0, this.#offset >= last];
    return html`<div class="table-pager" role="group" aria-label=${words.pages}>
      ${step(words.firstPage, '«', 0, atStart)}
      ${step(words.previousPage, '‹', Math.max(0, this.#offset - pageRows), atStart)}
      <span role="status">${words.rowsOf(this.#offset + 1, end, total)}</span>
      ${step(words.nextPage, '›', this.#offset + pageRows, atEnd)}
      ${step(words.lastPage, '»', last, atEnd)}
    </div>`;
  }
}

customElements.define('data-table', DataTable);
