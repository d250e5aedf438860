import type { Display } from '../../sandbox-server/protocol/events.ts';
import styles from '../styles/markup.css?inline';

/** Markup as a run has shown it. */
export type MarkupDisplay = Extract<Display, { kind: 'markup' }>;

/**
 * `<markup-output>`: HTML, SVG or Markdown of a cell, made harmless. It stands in a shadow tree, so that its styles
 * and ids are its own, and that tree in a box which nothing of it reaches out of.
 */
export class MarkupOutput extends HTMLElement {
  #display: MarkupDisplay | undefined;
  #inside: ShadowRoot | undefined;

  set display(display: MarkupDisplay) {
    if (display === this.#display) return;
    this.#display = display;
    void this.#show(display);
  }

  /** What is shown, without what was taken out: for whoever copies it. */
  get content(): ShadowRoot | undefined {
    return this.#inside;
  }

  /** The means to make markup harmless are loaded when there is some. */
  async #show(display: MarkupDisplay): Promise<void> {
    const { harmlessMarkup } = await import('./harmless-markup.ts');
    if (display !== this.#display) return;
    const inside = this.#inside ?? this.#enclose();
    const style = document.createElement('style');
    style.textContent = styles;
    inside.replaceChildren(style, harmlessMarkup(display));
    this.toggleAttribute('ready', true);
  }

  /** The tree's own host, which its styles could reach, lies within this element, which they cannot. */
  #enclose(): ShadowRoot {
    const host = document.createElement('div');
    this.replaceChildren(host);
    this.tabIndex = 0;
    this.#inside = host.attachShadow({ mode: 'open' });
    return this.#inside;
  }
}

customElements.define('markup-output', MarkupOutput);
