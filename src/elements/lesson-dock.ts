import { html, nothing, render, svg, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { type Words, wordsIn } from '../words/words.ts';
import { type DockPlace, type DockState, readDock, writeDock } from './dock-memory.ts';
import { dockSeparator } from './dock-separator.ts';

/** A tool of the lesson that lives in the dock. */
export type DockTab = {
  name: string;
  label: string;
  /** Called once, when the tab is first shown, with the empty place to fill. */
  open(place: HTMLElement): void;
  /** Puts the focus where a reader would begin; the tab itself has it otherwise. */
  focus?(): void;
};

const smallest = 160;
/** From this width on the dock may be at the right; on narrower pages it is a sheet from below. */
const wide = '(min-width: 72rem)';

/**
 * `<lesson-dock>`: the tools that a reader keeps beside the prose, one tab each. It lies below or at the right,
 * on a phone it is a sheet from below; it makes room for itself, so that all of the prose can be scrolled to.
 */
export class LessonDock extends HTMLElement {
  readonly #tabs: DockTab[] = [];
  readonly #opened = new Set<string>();
  readonly #words: Words = wordsIn(document.documentElement.lang);
  readonly #wide = matchMedia(wide);
  readonly #changed = (): void => this.#render();
  #state: DockState = readDock(localStorage);
  /** Who had the focus before the dock took it. */
  #before: Element | null = null;

  connectedCallback(): void {
    this.#wide.addEventListener('change', this.#changed);
    addEventListener('resize', this.#changed);
    visualViewport?.addEventListener('resize', this.#changed);
    this.#render();
  }

  disconnectedCallback(): void {
    this.#wide.removeEventListener('change', this.#changed);
    removeEventListener('resize', this.#changed);
    visualViewport?.removeEventListener('resize', this.#changed);
  }

  /** Adds a tool; it is shown at once where the reader had left it open. */
  add(tab: DockTab): void {
    this.#tabs.push(tab);
    this.#render();
  }

  /** Opens the dock at a tab, and puts the focus there. */
  show(name: string): void {
    if (!this.contains(document.activeElement)) this.#before = document.activeElement;
    this.#change({ open: true, tab: name });
    const tab = this.#current;
    if (tab?.focus === undefined) this.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    else tab.focus();
  }

  /** Closes the dock; what is in its tabs goes on. The focus returns to where it was. */
  close(): void {
    this.#change({ open: false });
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
    else this.querySelector<HTMLElement>('.dock-open[data-current]')?.focus();
    this.#before = null;
  }

  get #current(): DockTab | undefined {
    return this.#tabs.find(({ name }) => name === this.#state.tab) ?? this.#tabs[0];
  }

  get #place(): DockPlace {
    return this.#wide.matches ? this.#state.place : 'below';
  }

  get #largest(): number {
    const room = this.#place === 'below' ? innerHeight * 0.75 : innerWidth * 0.6;
    return Math.max(smallest, Math.round(room));
  }

  get #size(): number {
    return Math.min(this.#largest, Math.max(smallest, this.#state.sizes[this.#place]));
  }

  #change(change: Partial<DockState>): void {
    this.#state = { ...this.#state, ...change };
    writeDock(localStorage, this.#state);
    this.#render();
  }

  #resize(size: number, settled: boolean): void {
    const sizes = { ...this.#state.sizes, [this.#place]: size };
    if (settled) this.#change({ sizes });
    else {
      this.#state = { ...this.#state, sizes };
      this.#render();
    }
  }

  #render(): void {
    const open = this.#state.open && this.#tabs.length > 0;
    const page = document.documentElement;
    page.toggleAttribute('data-has-dock', this.#tabs.length > 0);
    if (open) page.dataset.dock = this.#place;
    else delete page.dataset.dock;
    page.style.setProperty('--dock-size', `${this.#size}px`);
    // Above the keyboard that a phone lays over the page.
    const covered = innerHeight - (visualViewport?.height ?? innerHeight);
    page.style.setProperty('--dock-lift', `${Math.max(0, Math.round(covered))}px`);
    render(this.#tabs.length === 0 ? nothing : html`${this.#bar(open)}${this.#panels(open)}`, this);
    if (open) this.#fill();
  }

  /** Hands its place to the tab that is looked at for the first time. */
  #fill(): void {
    const tab = this.#current;
    const place = tab && this.querySelector<HTMLElement>(`#dock-${tab.name}`);
    if (!tab || !place || this.#opened.has(tab.name)) return;
    this.#opened.add(tab.name);
    tab.open(place);
  }

  #bar(open: boolean): TemplateResult {
    const words = this.#words;
    if (!open)
      return html`<div class="dock-closed" role="group" aria-label=${words.dock}>${this.#tabs.map(
        ({ name, label }) =>
          html`<button type="button" class="dock-open" aria-expanded="false" ?data-current=${name === this.#current?.name}
            @click=${() => this.show(name)}>${label}</button>`,
      )}</div>`;
    const other = this.#place === 'below' ? 'right' : 'below';
    const move = other === 'right' ? words.dockRight : words.dockBelow;
    return html`${dockSeparator({
      place: this.#place,
      label: words.dockSize,
      size: this.#size,
      smallest,
      largest: this.#largest,
      resize: (size, settled) => this.#resize(size, settled),
    })}
      <div class="dock-bar">
        <div class="dock-tabs" role="tablist" aria-label=${words.dock}
          @keydown=${(event: KeyboardEvent) => this.#walk(event)}>${this.#tabs.map((tab) => this.#tab(tab))}</div>
        ${
          this.#wide.matches
            ? html`<button type="button" class="dock-button" title=${move} aria-label=${move}
                @click=${() => this.#change({ place: other })}>${icon(other)}</button>`
            : nothing
        }
        <button type="button" class="dock-button" title=${words.dockClose} aria-label=${words.dockClose}
          @click=${() => this.close()}>${icon('close')}</button>
      </div>`;
  }

  #tab({ name, label }: DockTab): TemplateResult {
    const selected = name === this.#current?.name;
    return html`<button type="button" role="tab" id=${`dock-tab-${name}`} class="dock-tab" aria-selected=${selected}
      aria-controls=${`dock-${name}`} tabindex=${selected ? 0 : -1} @click=${() => this.show(name)}>${label}</button>`;
  }

  #panels(open: boolean): TemplateResult {
    return html`${repeat(
      this.#tabs,
      ({ name }) => name,
      ({ name }) =>
        html`<div class="dock-panel" role="tabpanel" id=${`dock-${name}`} aria-labelledby=${`dock-tab-${name}`}
          ?hidden=${!open || name !== this.#current?.name}></div>`,
    )}`;
  }

  /** The arrow keys go from tab to tab. */
  #walk(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[event.key];
    const at = this.#tabs.findIndex(({ name }) => name === this.#current?.name);
    const next = step === undefined ? undefined : this.#tabs.at((at + step) % this.#tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    this.#change({ tab: next.name });
    this.querySelector<HTMLElement>(`#dock-tab-${next.name}`)?.focus();
  }
}

const icon = (what: DockPlace | 'close'): TemplateResult =>
  html`<svg viewBox="0 0 16 16" aria-hidden="true">${
    {
      below: svg`<path d="M2 3h12v10H2zM2 9h12"></path>`,
      right: svg`<path d="M2 3h12v10H2zM10 3v10"></path>`,
      close: svg`<path d="M4 4l8 8M12 4l-8 8"></path>`,
    }[what]
  }</svg>`;

customElements.define('lesson-dock', LessonDock);

/** The dock of this page; undefined on a page that has none. */
export const lessonDock = (): LessonDock | undefined => {
  const dock = document.querySelector('lesson-dock');
  return dock instanceof LessonDock ? dock : undefined;
};
