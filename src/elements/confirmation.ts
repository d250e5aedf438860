import { html, type TemplateResult } from 'lit-html';

/** What is asked once more before it is done, and what follows either answer. */
export type Question = { label: string; warning: string; cancel: string; yes: () => void; no: () => void };

/** Asks once more, in the place where it was asked for: `Escape` is a no. */
export const confirmation = ({ label, warning, cancel, yes, no }: Question): TemplateResult =>
  html`<div class="confirm" role="alertdialog" aria-label=${label} @keydown=${(event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // What it stands in, such as a sheet, stays open.
    event.stopPropagation();
    no();
  }}>
      <p>${warning}</p>
      <button type="button" class="button danger confirm-yes" @click=${yes}>${label}</button>
      <button type="button" class="button quiet confirm-no" @click=${no}>${cancel}</button>
    </div>`;
