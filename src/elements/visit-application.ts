import { html, nothing, render, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { addressOf, addressPattern, isAddress, portOf } from './address-of.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import { TicksWhile } from './ticks-while.ts';

/** A visit: asked for at some time, and answered or not. */
type Visit = { address: string; since: number; number: number; answered: boolean };

const longSilence = 8;

/** `<visit-application server port>`: the page that a learner's server serves, at its floating IP, as an outsider sees it. */
export class VisitApplication extends HTMLElement {
  #leave: (() => void) | undefined;
  #typed = '';
  #visit: Visit | undefined;
  readonly #ticks = new TicksWhile(() => this.#render());

  connectedCallback(): void {
    this.#leave = pageWorkbook().cloud.subscribe(() => this.#follow());
  }

  disconnectedCallback(): void {
    this.#leave?.();
    this.#ticks.during(false);
  }

  get #address(): string | undefined {
    return addressOf(this.#typed, this.getAttribute('server'), pageWorkbook().cloud.state.cloud);
  }

  get #port(): number {
    return portOf(this.getAttribute('port'));
  }

  /** Opens the page when the server gets an address, or another one. */
  #follow(): void {
    const address = this.#address;
    if (address !== this.#visit?.address) this.#go(address);
    else this.#render();
  }

  #go(address: string | undefined): void {
    const number = (this.#visit?.number ?? 0) + 1;
    this.#visit = address === undefined ? undefined : { address, number, since: Date.now(), answered: false };
    this.#ticks.during(this.#visit !== undefined);
    this.#render();
  }

  #answered(number: number): void {
    if (this.#visit?.number !== number) return;
    this.#visit = { ...this.#visit, answered: true };
    this.#ticks.during(false);
    this.#render();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const field = this.querySelector('input');
    this.#typed = field?.value.trim() ?? '';
    if (isAddress(this.#typed)) this.#go(this.#typed);
  }

  #url(address: string): string {
    return `/at/${address}/${this.#port}/`;
  }

  #status({ words }: PageWorkbook): string {
    if (this.#visit === undefined) return words.noAddress(this.getAttribute('server') ?? '');
    const { address, since, answered } = this.#visit;
    if (answered) return words.loaded(address);
    const seconds = Math.floor((Date.now() - since) / 1000);
    const asking = words.loading(address, seconds);
    return seconds < longSilence ? asking : `${asking} ${words.silence}`;
  }

  #render(): void {
    const workbook = pageWorkbook();
    const { words } = workbook;
    const address = this.#address;
    render(
      html`<form class="visit-bar" @submit=${(event: SubmitEvent) => this.#submit(event)}>
          <label><span class="visit-scheme">http://</span><input class="visit-address" inputmode="decimal"
            aria-label=${words.address} pattern=${addressPattern} title=${words.badAddress} required
            spellcheck="false" autocomplete="off" .value=${this.#visit?.address ?? this.#typed}></label>
          <button type="submit" class="button">${this.#visit === undefined ? words.open : words.reload}</button>
          ${
            address === undefined
              ? nothing
              : html`<a class="link" href=${this.#url(address)} target="_blank" rel="noopener">${words.openInTab}</a>`
          }
        </form>
        ${this.#visit === undefined ? nothing : this.#frame(this.#visit, workbook)}
        <p class="visit-status" role="status">${this.#status(workbook)}</p>`,
      this.#place,
    );
  }

  #frame({ address, number, answered }: Visit, { words }: PageWorkbook): TemplateResult {
    // A frame with another key is another frame: Reload asks again, and a late answer of the old one is not taken for it.
    return html`${keyed(
      number,
      html`<iframe class="visit-frame" ?data-waiting=${!answered} src=${this.#url(address)}
        sandbox="allow-scripts allow-forms" title=${words.appAt(this.getAttribute('server') ?? address)}
        @load=${() => this.#answered(number)}></iframe>`,
    )}`;
  }

  get #place(): HTMLElement {
    return this.querySelector<HTMLElement>('.figure-live') ?? this;
  }
}

customElements.define('visit-application', VisitApplication);
