import { html, nothing, render } from 'lit-html';
import { mostCalls } from '../../sandbox-server/protocol/wire.ts';
import './call-list.ts';
import { inTime } from './in-time.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';

/**
 * `<wire-panel foldable>`: every call to the learner's cloud, the newest first, from cells and from any client of
 * theirs, as they come. With `foldable` it is closed until it is opened.
 */
export class WirePanel extends HTMLElement {
  #leave: (() => void) | undefined;
  #open = false;

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.#open = !this.hasAttribute('foldable');
    this.#leave = workbook.subscribe(inTime(() => this.#render(workbook)));
    this.#render(workbook);
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  #toggle(workbook: PageWorkbook): void {
    this.#open = !this.#open;
    this.#render(workbook);
  }

  #render(workbook: PageWorkbook): void {
    const { wire } = workbook.words;
    const { newest } = workbook.wire;
    const count = html`<span class="panel-detail">${wire.calls(newest.length)}</span>`;
    render(
      html`${
        this.hasAttribute('foldable')
          ? html`<h3><button type="button" class="wire-toggle" aria-expanded=${this.#open}
              @click=${() => this.#toggle(workbook)}>${wire.title} ${count}</button></h3>`
          : html`<p class="wire-title">${wire.title} ${count}</p>`
      }
      ${
        this.#open
          ? html`<div class="wire-calls" role="region" tabindex="0" aria-label=${wire.title}>
              ${newest.length === 0 ? html`<p class="panel-empty">${wire.none}</p>` : nothing}
              <call-list clients .calls=${newest}></call-list>
              ${newest.length < mostCalls / 2 ? nothing : html`<p class="call-note">${wire.kept(mostCalls)}</p>`}
            </div>`
          : nothing
      }`,
      this.querySelector<HTMLElement>('.figure-live') ?? this,
    );
  }
}

customElements.define('wire-panel', WirePanel);
