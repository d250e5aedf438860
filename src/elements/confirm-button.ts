import { html, nothing, render } from 'lit-html';
import { confirmation } from './confirmation.ts';

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
    const question = {
      label,
      warning: this.getAttribute('warning') ?? '',
      cancel: this.getAttribute('cancel') ?? '',
      yes: () => this.#confirm(),
      no: () => this.#ask(false),
    };
    render(
      html`<button type="button" class="button quiet" aria-expanded=${this.#asking}
          ?disabled=${this.hasAttribute('disabled')} @click=${() => this.#ask(!this.#asking)}>${label}</button>
        ${this.#asking ? confirmation(question) : nothing}`,
      this,
    );
  }
}

customElements.define('confirm-button', ConfirmButton);
