import { html, nothing, render, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { addressOf, addressPattern, isAddress, portOf } from './address-of.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import { TicksWhile } from './ticks-while.ts';

/** A visit: asked for at some time, and answered, or not yet, or in vain. */
type Visit = { address: string; since: number; outcome: 'asking' | 'answered' | { failure: string } };

/** Seconds after which silence is worth a word. */
const longSilence = 8;
/** By this header the proxy says that nothing came from the address, and why: its own error page is no answer. */
const networkError = 'x-workbook-network-error';

/** `<visit-application server port>`: the page that a learner's server serves, at its floating IP, as an outsider sees it. */
export class VisitApplication extends HTMLElement {
  #leave: (() => void) | undefined;
  #typed = '';
  #visit: Visit | undefined;
  #abort: AbortController | undefined;
  readonly #ticks = new TicksWhile(() => this.#render());

  connectedCallback(): void {
    this.#leave = pageWorkbook().cloud.subscribe(() => this.#follow());
  }

  disconnectedCallback(): void {
    this.#leave?.();
    this.#abort?.abort();
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
    this.#abort?.abort();
    this.#visit = address === undefined ? undefined : { address, since: Date.now(), outcome: 'asking' };
    this.#ticks.during(this.#visit !== undefined);
    this.#render();
    if (address === undefined) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    ask(this.#url(address), signal, pageWorkbook().words.failures).then(
      (outcome) => this.#settle(outcome),
      (failure: unknown) => {
        if (!signal.aborted) this.#settle({ failure: String(failure) });
      },
    );
  }

  #settle(outcome: Visit['outcome']): void {
    if (this.#visit === undefined) return;
    this.#visit = { ...this.#visit, outcome };
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
    const { address, since, outcome } = this.#visit;
    if (outcome === 'answered') return words.loaded(address);
    if (outcome !== 'asking') return `${address} ${outcome.failure}`;
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

  #frame({ address, since, outcome }: Visit, { words }: PageWorkbook): TemplateResult {
    if (outcome !== 'answered') return html`<div class="visit-frame" data-waiting></div>`;
    // Another visit is another frame: Reload asks again.
    return html`${keyed(
      since,
      html`<iframe class="visit-frame" src=${this.#url(address)} sandbox="allow-scripts allow-forms"
        title=${words.appAt(this.getAttribute('server') ?? address)}></iframe>`,
    )}`;
  }

  get #place(): HTMLElement {
    return this.querySelector<HTMLElement>('.figure-live') ?? this;
  }
}

/** Asks once before the frame does, because a frame does not tell an answer from the proxy's own words about silence. */
const ask = async (
  url: string,
  signal: AbortSignal,
  failures: Readonly<Record<string, string>>,
): Promise<Visit['outcome']> => {
  const answer = await fetch(url, { signal, credentials: 'omit' });
  await answer.body?.cancel();
  const code = answer.headers.get(networkError);
  return code === null
    ? 'answered'
    : { failure: `${failures[code] ?? failures.other ?? ''} (${code})`.trim() };
};

customElements.define('visit-application', VisitApplication);
