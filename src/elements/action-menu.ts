import { html, nothing, render, type TemplateResult } from 'lit-html';
import { confirmation } from './confirmation.ts';

/** One line of a menu. */
export type MenuEntry = {
  id: string;
  label: string;
  /** The keys that do the same, as they are read: `Shift+Enter`. */
  keys?: string;
  /** What it will destroy: then it is asked once more. */
  warning?: string;
  choose: () => void;
};

/**
 * `<action-menu label about cancel>`: a button that opens a menu of what else can be done; `about` names the menu.
 * Its `entries` are asked for when it opens. By keyboard: arrows, Home, End, a first letter, Enter, and Escape, which leads back to the button.
 */
export class ActionMenu extends HTMLElement {
  static readonly observedAttributes = ['label', 'about', 'cancel', 'disabled'];
  entries: () => readonly MenuEntry[] = () => [];
  #open: readonly MenuEntry[] = [];
  #asked: MenuEntry | undefined;
  readonly #leave = (event: Event): void => {
    if (event.target instanceof Node && !this.contains(event.target)) this.#close();
  };

  connectedCallback(): void {
    this.#render();
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(): void {
    this.#render();
  }

  #show(focus: 'first' | 'last'): void {
    this.#open = this.entries();
    document.addEventListener('pointerdown', this.#leave);
    this.#render();
    this.querySelector('[role="menu"]')?.scrollIntoView({ block: 'nearest' });
    const items = this.#items();
    items.at(focus === 'first' ? 0 : -1)?.focus();
  }

  #close({ focus = false } = {}): void {
    document.removeEventListener('pointerdown', this.#leave);
    this.#open = [];
    this.#asked = undefined;
    this.#render();
    if (focus) this.querySelector<HTMLButtonElement>('.menu-button')?.focus();
  }

  #choose(entry: MenuEntry): void {
    if (entry.warning === undefined) {
      this.#close({ focus: true });
      entry.choose();
      return;
    }
    this.#open = [];
    this.#asked = entry;
    this.#render();
    this.querySelector<HTMLButtonElement>('.confirm-no')?.focus();
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  #press(event: KeyboardEvent): void {
    const items = this.#items();
    const active = document.activeElement;
    const at = active instanceof HTMLElement ? items.indexOf(active) : -1;
    const move = (to: HTMLElement | undefined): void => {
      event.preventDefault();
      to?.focus();
    };
    if (event.key === 'ArrowDown') move(items[(at + 1) % items.length]);
    else if (event.key === 'ArrowUp') move(items.at(at - 1));
    else if (event.key === 'Home') move(items[0]);
    else if (event.key === 'End') move(items.at(-1));
    else if (event.key === 'Tab') this.#close();
    else if (event.key === 'Escape') {
      event.stopPropagation();
      this.#close({ focus: true });
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey)
      move(startingWith(event.key, items, at));
  }

  #pressButton(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.#show(event.key === 'ArrowDown' ? 'first' : 'last');
  }

  #menu(): TemplateResult {
    const about = this.getAttribute('about') ?? '';
    return html`<div class="menu" role="menu" aria-label=${about} @keydown=${(event: KeyboardEvent) => this.#press(event)}>
      ${this.#open.map(
        (
          entry,
        ) => html`<button type="button" role="menuitem" class="menu-item" tabindex="-1" data-action=${entry.id}
          aria-keyshortcuts=${entry.keys ?? nothing} @click=${() => this.#choose(entry)}>
          <span>${entry.label}</span>${entry.keys === undefined ? nothing : html`<kbd aria-hidden="true">${entry.keys}</kbd>`}
        </button>`,
      )}
    </div>`;
  }

  #question({ label, warning = '', choose }: MenuEntry): TemplateResult {
    return confirmation({
      label,
      warning,
      cancel: this.getAttribute('cancel') ?? '',
      yes: () => {
        this.#close({ focus: true });
        choose();
      },
      no: () => this.#close({ focus: true }),
    });
  }

  #render(): void {
    const label = this.getAttribute('label') ?? '';
    const open = this.#open.length > 0;
    render(
      html`<button type="button" class="button quiet menu-button" aria-haspopup="menu" aria-expanded=${open}
          ?disabled=${this.hasAttribute('disabled')} @click=${() => (open ? this.#close() : this.#show('first'))}
          @keydown=${(event: KeyboardEvent) => this.#pressButton(event)}>${label}</button>
        ${open ? this.#menu() : nothing}
        ${this.#asked === undefined ? nothing : this.#question(this.#asked)}`,
      this,
    );
  }
}

/** The next item after the one at `at` whose words begin with a letter. */
function startingWith(letter: string, items: readonly HTMLElement[], at: number): HTMLElement | undefined {
  const begins = (item: HTMLElement): boolean =>
    (item.textContent ?? '').trim().toLowerCase().startsWith(letter.toLowerCase());
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find(begins);
}

customElements.define('action-menu', ActionMenu);
