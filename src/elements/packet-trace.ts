import { html, nothing, render, svg, type TemplateResult } from 'lit-html';
import type { Trace } from '../sandbox/cloud-view.ts';
import { addressOf, portOf } from './address-of.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';

type Step = Trace['steps'][number];
type Asked =
  | { kind: 'nothing' }
  | { kind: 'asking' }
  | { kind: 'answer'; trace: Trace }
  | { kind: 'failed'; why: string };

/** True when the packet went on from there. */
const passes = ({ verdict }: Step): boolean => verdict === 'passed';

/** What the learner calls the place: its kind, where it has one, and its name. */
const nameOf = ({ at, name }: Step, kinds: Readonly<Record<string, string>>): string =>
  [kinds[at], name].filter((part) => part !== undefined).join(' ');

/** `<packet-trace server port>`: the figure “where the packet stopped”, drawn when asked, from the learner's own network. */
export class PacketTrace extends HTMLElement {
  #leave: (() => void) | undefined;
  #asked: Asked = { kind: 'nothing' };
  #abort: AbortController | undefined;

  connectedCallback(): void {
    this.#leave = pageWorkbook().cloud.subscribe(() => this.#render());
  }

  disconnectedCallback(): void {
    this.#leave?.();
    this.#abort?.abort();
  }

  get #address(): string | undefined {
    return addressOf('', this.getAttribute('server'), pageWorkbook().cloud.state.cloud);
  }

  get #port(): number {
    return portOf(this.getAttribute('port'));
  }

  #ask(address: string): void {
    this.#abort?.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#settle({ kind: 'asking' });
    pageWorkbook()
      .api.trace(address, this.#port, signal)
      .then(
        (trace) => this.#settle({ kind: 'answer', trace }),
        (why: unknown) => {
          if (!signal.aborted)
            this.#settle({ kind: 'failed', why: why instanceof Error ? why.message : String(why) });
        },
      );
  }

  #settle(asked: Asked): void {
    this.#asked = asked;
    this.#render();
  }

  #status({ words }: PageWorkbook, address: string | undefined): string {
    const asked = this.#asked;
    if (asked.kind === 'asking') return words.tracing;
    if (asked.kind === 'failed') return asked.why;
    if (address === undefined) return words.traceNoAddress(this.getAttribute('server') ?? '');
    if (asked.kind === 'nothing') return words.traceIdle(address, this.#port);
    const stop = asked.trace.steps.find((step) => !passes(step));
    return stop === undefined ? words.arrived : words.stopped(nameOf(stop, words.places));
  }

  #render(): void {
    const workbook = pageWorkbook();
    const { words } = workbook;
    const address = this.#address;
    const asked = this.#asked;
    render(
      html`<div class="trace-bar">
          <button type="button" class="button" ?disabled=${address === undefined || asked.kind === 'asking'}
            @click=${() => address !== undefined && this.#ask(address)}>${words.trace}</button>
          <p class="trace-status" role="status">${this.#status(workbook, address)}</p>
        </div>
        ${asked.kind === 'answer' ? route(asked.trace, workbook) : nothing}`,
      this.querySelector<HTMLElement>('.figure-live') ?? this,
    );
  }
}

const route = ({ steps }: Trace, { words }: PageWorkbook): TemplateResult => {
  const stop = steps.findIndex((step) => !passes(step));
  const stateOf = (index: number): 'passes' | 'stops' | 'unreached' => {
    if (stop === -1 || index < stop) return 'passes';
    return index === stop ? 'stops' : 'unreached';
  };
  return html`<ol class="trace-route" aria-label=${words.traceRoute}>${steps.map((step, index) => {
    const state = stateOf(index);
    return html`<li data-passage=${state}>
      ${mark(state)}
      <span class="trace-name">${nameOf(step, words.places)}</span>
      <span class="trace-verdict">${words[state]}</span>
      <span class="trace-sentence">${step.sentence}</span>
    </li>`;
  })}</ol>`;
};

/** A ring where the packet passed, a cross where it stopped, a dotted ring where it never came: told apart without colour. */
const mark = (state: 'passes' | 'stops' | 'unreached'): TemplateResult =>
  html`<svg class="trace-mark" viewBox="0 0 20 20" aria-hidden="true">${
    state === 'stops'
      ? svg`<circle cx="10" cy="10" r="8"></circle><path d="M7 7 L13 13 M13 7 L7 13"></path>`
      : svg`<circle cx="10" cy="10" r="6"></circle>`
  }</svg>`;

customElements.define('packet-trace', PacketTrace);
