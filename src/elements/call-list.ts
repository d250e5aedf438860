import { html, nothing, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { CallRecord } from '../../sandbox-server/protocol/wire.ts';
import type { CallTree } from '../sandbox/wire-feed.ts';
import { callDetails } from './call-details.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import { serviceName } from './service-names.ts';

/** What is known of an opened call: nothing yet, all of it, or why it cannot be read. */
type Opened = { call?: CallRecord; failure?: string };

/**
 * `<call-list clients>`: calls to the cloud, a line each, that open to all that was said. With `clients` each line
 * says who asked.
 */
export class CallList extends HTMLElement {
  #calls: readonly CallTree[] = [];
  #namesClients = false;
  /** By number, the calls that are open. */
  readonly #opened = new Map<number, Opened>();

  set calls(calls: readonly CallTree[]) {
    if (calls === this.#calls) return;
    this.#calls = calls;
    this.#render();
  }

  connectedCallback(): void {
    this.#namesClients = this.hasAttribute('clients');
    this.#render();
  }

  #render(): void {
    const workbook = pageWorkbook();
    render(this.#list(this.#calls, workbook), this);
  }

  #list(calls: readonly CallTree[], workbook: PageWorkbook): TemplateResult {
    return html`<ol class="call-list">${repeat(
      calls,
      ({ id }) => id,
      (call) => this.#item(call, workbook),
    )}</ol>`;
  }

  #item(call: CallTree, workbook: PageWorkbook): TemplateResult {
    const opened = this.#opened.get(call.id);
    return html`<li>
      <button type="button" class="call-line" aria-expanded=${opened !== undefined}
        @click=${() => this.#toggle(call.id, workbook)}>${line(call, this.#namesClients && call.cause === undefined ? clientOf(call, workbook) : '')}</button>
      ${opened === undefined ? nothing : this.#inside(call, opened, workbook)}
    </li>`;
  }

  #inside(call: CallTree, { call: whole, failure }: Opened, workbook: PageWorkbook): TemplateResult {
    const { words } = workbook;
    const { wire } = words;
    return html`<div class="call-inside">
      ${
        call.inner.length === 0
          ? nothing
          : html`<section class="call-side"><p class="call-heading">${wire.caused(serviceName(call.service))}</p>
            ${this.#list(call.inner, workbook)}</section>`
      }
      ${failure === undefined ? nothing : html`<p class="call-note" role="alert">${failure}</p>`}
      ${whole === undefined ? nothing : callDetails(whole, words)}
    </div>`;
  }

  #toggle(id: number, { api }: PageWorkbook): void {
    if (this.#opened.delete(id)) {
      this.#render();
      return;
    }
    this.#open(id, {});
    api.call(id).then(
      (call) => this.#open(id, { call }),
      (why: unknown) => this.#open(id, { failure: why instanceof Error ? why.message : String(why) }),
    );
  }

  #open(id: number, opened: Opened): void {
    // Who closed it in the meantime does not want it open.
    if (opened.call !== undefined && !this.#opened.has(id)) return;
    this.#opened.set(id, opened);
    this.#render();
  }
}

/** `POST /compute/v2.1/servers 202 14 ms`, and below it `Nova → Glance, Neutron`, and who asked. */
const line = (call: CallTree, client: string): TemplateResult => {
  const helpers = [...new Set(call.inner.map(({ service }) => serviceName(service)))];
  const names = [serviceName(call.service), ...(helpers.length === 0 ? [] : [`→ ${helpers.join(', ')}`])];
  return html`<span class="call-method">${call.method}</span>
    <span class="call-path">${call.path}</span>
    <span class="call-status" ?data-failed=${call.status >= 400}>${call.status}</span>
    <span class="call-elapsed">${milliseconds(call.elapsed)}</span>
    <span class="call-service">${names.join(' ')}${
      client === '' ? nothing : html`<span class="call-client"> · ${client}</span>`
    }</span>`;
};

const milliseconds = (elapsed: number): string =>
  `${elapsed < 10 ? elapsed.toFixed(1) : Math.round(elapsed)} ms`;

/** The cell that asked, or the program as it calls itself: `openstacksdk`. */
const clientOf = ({ run, client }: CallTree, { state, words }: PageWorkbook): string => {
  if (run === undefined) return client.split(/[/ ]/)[0] ?? '';
  const cell = [...state.cells].find(([, each]) => each.run === run)?.[0];
  return cell === undefined ? words.wire.someCell : words.wire.cell(cell);
};

customElements.define('call-list', CallList);
