import { html, nothing, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import './action-menu.ts';
import { ActionMenu, type MenuEntry } from './action-menu.ts';
import { pageWorkbook } from './page-workbook.ts';
import { sayWhy } from './say-why.ts';
import { readTerminals, type TerminalsState, writeTerminals } from './terminal-memory.ts';
import './terminal-view.ts';
import { TerminalView, type ViewedTerminal } from './terminal-view.ts';

/** A window that is not measured yet. */
const usualSize = { columns: 80, rows: 24 };
/** The learner's own machine, as the server calls it. */
const workstation = 'workstation';

/** `<terminal-deck>`: the learner's terminals, one tab each, one or two of them shown side by side. */
export class TerminalDeck extends HTMLElement {
  #state: TerminalsState = readTerminals(localStorage);
  #leave: (() => void)[] = [];
  #failure: string | undefined;
  /** The last of the shown ones that had the focus: a new tab takes its place. */
  #active = 0;

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.#leave = [
      workbook.client.terminals.watch(() => this.#listed()),
      workbook.subscribe(() => this.#render()),
    ];
    this.#render();
  }

  disconnectedCallback(): void {
    for (const leave of this.#leave) leave();
  }

  /** Shows the newest open terminal on a machine, or opens one; resolves when it is on the page. */
  async show(machine: string): Promise<TerminalView | undefined> {
    const open = this.#viewed().findLast((tab) => tab.machine === machine && tab.ending === undefined);
    const id = open?.id ?? (await this.#open(machine));
    if (id === undefined) return undefined;
    this.#select(id);
    return this.#view(id);
  }

  override focus(): void {
    const id = this.#state.shown[this.#active] ?? this.#state.shown[0];
    if (id === undefined) this.querySelector<HTMLElement>('button')?.focus();
    else this.#view(id)?.focus();
  }

  #view(id: string): TerminalView | undefined {
    const view = this.querySelector(`terminal-view[data-terminal="${CSS.escape(id)}"]`);
    return view instanceof TerminalView ? view : undefined;
  }

  async #open(machine: string, replacing?: string): Promise<string | undefined> {
    this.#failure = undefined;
    try {
      const id = await pageWorkbook().client.terminals.open(machine, usualSize);
      const tabs = [...this.#state.tabs.filter((tab) => tab.id !== id), { id, machine }];
      this.#change({ tabs });
      if (replacing !== undefined) this.#forget(replacing);
      this.#select(id);
      return id;
    } catch (why) {
      this.#failure = await sayWhy(why, pageWorkbook().words);
      this.#render();
      return undefined;
    }
  }

  /** What the server has: those of other tabs of the browser are here too. */
  #listed(): void {
    const known = new Set(this.#state.tabs.map(({ id }) => id));
    const fresh = (pageWorkbook().client.terminals.list ?? []).filter(({ id }) => !known.has(id));
    const tabs = [...this.#state.tabs, ...fresh.map(({ id, machine }) => ({ id, machine }))];
    const shown = this.#state.shown.length > 0 ? this.#state.shown : tabs.slice(-1).map(({ id }) => id);
    this.#change({ tabs, shown });
    for (const terminal of this.#viewed()) {
      const view = this.#view(terminal.id);
      if (!view) continue;
      view.terminal = terminal;
      view.update();
    }
  }

  #change(change: Partial<TerminalsState>): void {
    this.#state = { ...this.#state, ...change };
    writeTerminals(localStorage, this.#state);
    this.#render();
  }

  /** The tabs with their names: two on one machine are numbered. */
  #viewed(): (ViewedTerminal & { machine: string })[] {
    const { list } = pageWorkbook().client.terminals;
    const { words } = pageWorkbook();
    const counts = new Map<string, number>();
    return this.#state.tabs.map(({ id, machine }) => {
      const count = (counts.get(machine) ?? 0) + 1;
      counts.set(machine, count);
      const name = machine === workstation ? words.workstation : machine;
      const entry = list?.find((each) => each.id === id);
      const ending = list !== undefined && entry === undefined ? 'gone' : entry?.ending;
      return { id, machine, label: count === 1 ? name : `${name} ${count}`, ending };
    });
  }

  #select(id: string): void {
    const { shown } = this.#state;
    const at = shown.indexOf(id);
    if (at >= 0) this.#active = at;
    else
      this.#change({
        shown: shown.length === 0 ? [id] : shown.map((each, index) => (index === this.#active ? id : each)),
      });
    this.#render();
    this.#view(id)?.focus();
  }

  /** Ends a terminal and takes its tab away. */
  #close(id: string, ending: ViewedTerminal['ending']): void {
    if (ending !== 'gone') pageWorkbook().client.terminals.close(id);
    this.#forget(id);
    this.focus();
  }

  #forget(id: string): void {
    const tabs = this.#state.tabs.filter((tab) => tab.id !== id);
    const left = this.#state.shown.filter((each) => each !== id);
    const next = tabs.findLast((tab) => !left.includes(tab.id));
    const shown = left.length > 0 || next === undefined ? left : [next.id];
    this.#active = 0;
    this.#change({ tabs, shown });
  }

  /** Two side by side: the next tab, or a new terminal on the same machine; and back to one. */
  #split(): void {
    const { shown, tabs } = this.#state;
    const [first] = shown;
    if (shown.length > 1) {
      this.#change({ shown: [shown[this.#active] ?? shown[0] ?? ''] });
      this.#active = 0;
      return;
    }
    const other = tabs.findLast(({ id }) => id !== first);
    const machine = tabs.find(({ id }) => id === first)?.machine ?? workstation;
    if (first === undefined) return;
    const place = (id: string): void => {
      this.#active = 1;
      this.#change({ shown: [first, id] });
      this.#view(id)?.focus();
    };
    if (other) place(other.id);
    else
      void this.#open(machine).then((id) => {
        if (id !== undefined) place(id);
      });
  }

  #machines(): MenuEntry[] {
    const { cloud, words } = pageWorkbook();
    const servers = (cloud.state.cloud?.servers ?? []).filter(({ status }) => status === 'ACTIVE');
    return [
      { id: workstation, label: words.workstation, choose: () => void this.#open(workstation) },
      ...servers.map(({ name }) => ({ id: name, label: name, choose: () => void this.#open(name) })),
    ];
  }

  #render(): void {
    if (!this.isConnected) return;
    const { words, connection } = pageWorkbook();
    const viewed = this.#viewed();
    const { shown } = this.#state;
    render(
      html`<div class="deck-bar">
          <div class="deck-tabs" @keydown=${(event: KeyboardEvent) => this.#walk(event)}>${tabList(viewed, words.terminals)}${repeat(
            viewed,
            ({ id }) => id,
            (terminal) => this.#tab(terminal),
          )}</div>
          <action-menu class="deck-new" label=${words.terminalNew} about=${words.terminalNewAbout} cancel=${words.cancel}
            ?disabled=${connection !== 'open'}></action-menu>
          ${
            viewed.length === 0
              ? nothing
              : html`<button type="button" class="dock-button" title=${words.terminalSearchOpen} aria-label=${words.terminalSearchOpen}
                  @click=${() => this.#view(shown[this.#active] ?? '')?.openSearch()}>${searchIcon}</button>
                <button type="button" class="dock-button deck-split" aria-pressed=${shown.length > 1} title=${words.terminalSplit}
                  aria-label=${words.terminalSplit} @click=${() => this.#split()}>${splitIcon}</button>`
          }
        </div>
        ${this.#failure === undefined ? nothing : html`<p class="terminal-ending" role="alert">${this.#failure}</p>`}
        ${viewed.length === 0 ? this.#empty() : nothing}
        <div class="deck-panes">${repeat(
          viewed
            .filter(({ id }) => shown.includes(id))
            .toSorted((one, other) => shown.indexOf(one.id) - shown.indexOf(other.id)),
          ({ id }) => id,
          (terminal) => this.#pane(terminal),
        )}</div>`,
      this,
    );
    const menu = this.querySelector('action-menu');
    if (menu instanceof ActionMenu) menu.entries = () => this.#machines();
  }

  #tab(terminal: ViewedTerminal): TemplateResult {
    const { words } = pageWorkbook();
    const { id, label, ending } = terminal;
    const at = this.#state.shown.indexOf(id);
    return html`<span class="deck-tab" ?data-shown=${at >= 0} ?data-ended=${ending !== undefined}>
      <button type="button" role="tab" id=${`terminal-tab-${id}`} class="dock-tab" aria-selected=${at >= 0} tabindex=${at === this.#active ? 0 : -1}
        aria-keyshortcuts="Delete" @keydown=${(event: KeyboardEvent) => event.key === 'Delete' && this.#close(id, ending)}
        aria-controls=${`terminal-${id}`} @click=${() => this.#select(id)}>${label}</button>
      <button type="button" class="dock-button deck-close" aria-label=${words.terminalClose(label)} title=${words.terminalClose(label)}
        @click=${() => this.#close(id, ending)}>✕</button></span>`;
  }

  #pane(terminal: ViewedTerminal & { machine: string }): TemplateResult {
    const { id, label, machine } = terminal;
    return html`<terminal-view id=${`terminal-${id}`} data-terminal=${id} role="tabpanel" aria-label=${label} .terminal=${terminal}
      .restart=${() => void this.#open(machine, id)}
      .leave=${() => this.querySelector<HTMLElement>(`#terminal-tab-${CSS.escape(id)}`)?.focus()}
      @focusin=${() => {
        this.#active = Math.max(0, this.#state.shown.indexOf(id));
      }}></terminal-view>`;
  }

  #empty(): TemplateResult {
    const { words, connection } = pageWorkbook();
    return html`<div class="deck-empty"><p>${words.terminalsNone}</p>
      <button type="button" class="button" ?disabled=${connection !== 'open'} @click=${() => void this.#open(workstation)}
        >${words.terminalOpenOwn}</button></div>`;
  }

  /** The arrow keys go from tab to tab. */
  #walk(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[event.key];
    const tabs = [...this.querySelectorAll<HTMLElement>('.deck-tab [role="tab"]')];
    const active = document.activeElement;
    const at = active instanceof HTMLElement ? tabs.indexOf(active) : -1;
    if (step === undefined || at < 0) return;
    event.preventDefault();
    tabs.at((at + step) % tabs.length)?.focus();
  }
}

/** The list that the tabs belong to: no button that closes one may stand in it, so it owns them from beside. */
const tabList = (terminals: readonly ViewedTerminal[], label: string): TemplateResult | typeof nothing =>
  terminals.length === 0
    ? nothing
    : html`<div role="tablist" aria-label=${label} aria-owns=${terminals.map(({ id }) => `terminal-tab-${id}`).join(' ')}></div>`;

const searchIcon = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8M10 10l4 4"></path></svg>`;
const splitIcon = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 3h12v10H2zM8 3v10"></path></svg>`;

customElements.define('terminal-deck', TerminalDeck);
