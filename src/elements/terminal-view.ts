import { html, nothing, render } from 'lit-html';
import type { TerminalEntry } from '../../sandbox-server/protocol/terminal.ts';
import type { XtermView } from '../terminal/xterm-view.ts';
import { pageWorkbook } from './page-workbook.ts';

/** A terminal as its view needs it: `gone` when the server does not know it any more. */
export type ViewedTerminal = { id: string; label: string; ending: TerminalEntry['ending'] | 'gone' };

/** The escape code of a key that a phone's keyboard lacks, by what the button shows. */
const keys: readonly [
  shown: string,
  sent: string,
  name: 'keyTab' | 'keyEscape' | 'keyUp' | 'keyDown' | 'keyLeft' | 'keyRight',
][] = [
  ['Tab', '\t', 'keyTab'],
  ['Esc', '\u001b', 'keyEscape'],
  ['↑', '\u001b[A', 'keyUp'],
  ['↓', '\u001b[B', 'keyDown'],
  ['←', '\u001b[D', 'keyLeft'],
  ['→', '\u001b[C', 'keyRight'],
];

/**
 * `<terminal-view>`: the screen of one terminal, with its search box, the keys that a phone lacks, and, when its
 * shell is over, why, and a way to a new one. Its `restart` is called for that, and `leave` when the keyboard is to go elsewhere.
 */
export class TerminalView extends HTMLElement {
  terminal: ViewedTerminal = { id: '', label: '', ending: undefined };
  restart: () => void = () => undefined;
  leave: () => void = () => undefined;
  #screen: Promise<XtermView> | undefined;
  #view: XtermView | undefined;
  #detach: (() => void) | undefined;
  #searching = false;
  /** Ctrl was touched: it holds for the next key. */
  #control = false;
  readonly #resize = new ResizeObserver(() => this.#fit());

  connectedCallback(): void {
    this.update();
    this.#screen ??= this.#open();
  }

  /** Called when it leaves the page for good, or for a moment: the terminal itself goes on. */
  disconnectedCallback(): void {
    this.#resize.disconnect();
    this.#detach?.();
    this.#view?.dispose();
    this.#view = undefined;
    this.#screen = undefined;
    render(nothing, this);
  }

  /** Draws what stands around the screen; to be called when `terminal` has changed. */
  update(): void {
    const { words } = pageWorkbook();
    const { ending } = this.terminal;
    render(
      html`<div class="terminal-screen" translate="no"></div>
        ${this.#searching ? this.#searchBox() : nothing}
        ${
          ending === undefined
            ? nothing
            : html`<p class="terminal-ending" role="status"><span>${words.terminalEndings[ending]}</span>
                <button type="button" class="button" @click=${() => this.restart()}>${words.terminalAgain}</button></p>`
        }
        <div class="terminal-keys" role="group" aria-label=${words.terminalKeys}>
          <button type="button" aria-pressed=${this.#control} @click=${() => this.#holdControl(!this.#control)}>Ctrl</button>
          ${keys.map(
            ([shown, sent, name]) =>
              html`<button type="button" aria-label=${words[name]} @click=${() => this.#press(sent)}>${shown}</button>`,
          )}
        </div>`,
      this,
    );
  }

  /** Types, without pressing Enter, unless the text ends with it. */
  async type(text: string, run: boolean): Promise<void> {
    const view = await this.#screen;
    view?.paste(text);
    if (run) view?.press('\r');
  }

  override focus(): void {
    void this.#screen?.then((view) => view.focus());
  }

  openSearch(): void {
    this.#searching = true;
    this.update();
    this.querySelector<HTMLInputElement>('.terminal-search input')?.focus();
  }

  async #open(): Promise<XtermView> {
    const { openXterm } = await import('../terminal/xterm-view.ts');
    const { terminals } = pageWorkbook().client;
    const { id, label } = this.terminal;
    const place = this.querySelector<HTMLElement>('.terminal-screen');
    if (place === null || !this.isConnected) throw new Error('The terminal was closed before it was drawn.');
    const view = openXterm(place, label, {
      typed: (text) => this.#typed(text),
      resized: (size) => terminals.resize(id, size),
      search: () => this.openSearch(),
      leave: () => this.leave(),
    });
    this.#view = view;
    const { words } = pageWorkbook();
    this.#detach = terminals.attach(id, {
      write: (text, missing, drawn) =>
        view.write(missing ? `\r\n\u001b[0m[${words.terminalMissing}]\r\n${text}` : text, drawn),
    });
    terminals.resize(id, view.fit());
    this.#resize.observe(place);
    return view;
  }

  #fit(): void {
    // A hidden place has no size, and a terminal of no column no sense.
    if ((this.querySelector('.terminal-screen')?.clientHeight ?? 0) > 20) this.#view?.fit();
  }

  #typed(text: string): void {
    const held = this.#control && /^[a-z@[\\\]^_]$/i.test(text);
    if (this.#control) this.#holdControl(false);
    const sent = held ? String.fromCharCode(text.toUpperCase().charCodeAt(0) & 31) : text;
    if (this.terminal.ending === undefined) pageWorkbook().client.terminals.input(this.terminal.id, sent);
  }

  #press(text: string): void {
    this.#view?.press(text);
    this.#view?.focus();
  }

  #holdControl(held: boolean): void {
    this.#control = held;
    this.update();
    if (held) this.#view?.focus();
  }

  #searchBox(): unknown {
    const { words } = pageWorkbook();
    const find = (direction: 'next' | 'previous'): void => {
      const field = this.querySelector<HTMLInputElement>('.terminal-search input');
      if (field)
        field.toggleAttribute(
          'data-none',
          field.value !== '' && this.#view?.find(field.value, direction) === false,
        );
    };
    const close = (): void => {
      this.#searching = false;
      this.update();
      this.focus();
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Enter') find(event.shiftKey ? 'previous' : 'next');
      else if (event.key === 'Escape') close();
      else return;
      event.preventDefault();
    };
    return html`<div class="terminal-search" role="search">
      <input type="search" aria-label=${words.terminalSearch} placeholder=${words.terminalSearch} spellcheck="false"
        autocomplete="off" @keydown=${pressed} @input=${() => find('next')}>
      <button type="button" class="dock-button" aria-label=${words.terminalPrevious} @click=${() => find('previous')}>↑</button>
      <button type="button" class="dock-button" aria-label=${words.terminalNext} @click=${() => find('next')}>↓</button>
      <button type="button" class="dock-button" aria-label=${words.terminalSearchClose} @click=${close}>✕</button>
    </div>`;
  }
}

customElements.define('terminal-view', TerminalView);
