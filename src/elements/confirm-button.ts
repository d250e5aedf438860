import { html, nothing, render } from 'lit-html';

/** `<confirm-button label warning cancel>`: a button that says what it will destroy, and asks once more, in its own place. */
export class ConfirmButton extends HTMLElement {
  static readonly observedAttributes = ['label', 'warning', 'cancel', 'disabled'];
  #asking = false;

  connectedCallback(): void {
    this.#render();
  }

  attributeChangedCallback(): void {
    this.#render();
  }

  #ask(asking: boolean): void {
    this.#asking = asking;
    this.#render();
    this.querySelector<HTMLButtonElement>(asking ? '.confirm-no' : 'button')?.focus();
  }

  #confirm(): void {
    this.#ask(false);
    this.dispatchEvent(new Event('confirmed', { bubbles: true }));
  }

  #render(): void {
    const label = this.getAttribute('label') ?? '';
    const warning = this.getAttribute('warning') ?? '';
    render(
      html`<button type="button" class="button quiet" aria-expanded=${this.#asking}
          ?disabled=${this.hasAttribute('disabled')} @click=${() => this.#ask(!this.#asking)}>${label}</button>
        ${
          this.#asking
            ? html`<div class="confirm" role="alertdialog" aria-label=${label}
                @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#ask(false)}>
                <p>${warning}</p>
                <button type="button" class="button danger confirm-yes" @click=${() => this.#confirm()}>${label}</button>
                <button type="button" class="button quiet confirm-no" @click=${() => this.#ask(false)}
                  >${this.getAttribute('cancel')}</button>
              </div>`
            : nothing
        }`,
      this,
    );
  }
}

customElements.define('confirm-button', ConfirmButton);
