import { html, nothing, render } from 'lit-html';
import { entriesOf } from './action.ts';
import './action-menu.ts';
import './confirm-button.ts';
import { lessonActions } from './lesson-actions.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import './reason-text.ts';
import type { Why } from './say-why.ts';

/** Ctrl+. and Cmd+. end what runs, wherever the cursor is. */
const isInterrupt = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key === '.' && (ctrlKey || metaKey);

/** `<lesson-toolbar>`: what concerns all cells of the lesson, and whether there is a line to the server. */
export class LessonToolbar extends HTMLElement {
  #leave: (() => void) | undefined;
  readonly #press = (event: KeyboardEvent): void => {
    if (!isInterrupt(event) || !pageWorkbook().busy) return;
    event.preventDefault();
    event.stopPropagation();
    pageWorkbook().interrupt();
  };

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.#leave = workbook.subscribe(() => this.#render(workbook));
    // Before an editor takes the key for something of its own.
    document.addEventListener('keydown', this.#press, { capture: true });
    this.#render(workbook);
  }

  disconnectedCallback(): void {
    this.#leave?.();
    document.removeEventListener('keydown', this.#press, { capture: true });
  }

  #status({ connection, state, notice, words }: PageWorkbook): Why | undefined {
    const said = (message: string): Why => ({ message });
    if (connection !== 'open' && notice === words.classroomFull) return said(notice);
    if (connection === 'offline') return said(words.offline);
    if (notice !== undefined) return said(notice);
    const { kernel } = state;
    if (kernel.state === 'waiting') return said(words.waitingInLine(kernel.place ?? 1));
    if (kernel.state !== 'gone') return undefined;
    const { reason, cause } = kernel;
    if (typeof reason === 'string') return said(reason);
    return { message: words.kernelGone, reason, allGone: cause === 'ended' };
  }

  #render(workbook: PageWorkbook): void {
    const { words, busy, connection, state } = workbook;
    const on = connection === 'open';
    const status = this.#status(workbook);
    const begun = state.kernel.state === 'ready' || state.kernel.state === 'starting';
    render(
      html`<div class="toolbar">
          <button type="button" class="button" ?disabled=${!on || busy} @click=${() => workbook.runs.runAll()}>${words.runAll}</button>
          <button type="button" class="button quiet" ?disabled=${!on || !busy} title="Ctrl+." aria-keyshortcuts="Control+."
            @click=${() => workbook.interrupt()}>${words.interrupt}</button>
          <confirm-button label=${words.restart} warning=${words.confirmRestart} cancel=${words.cancel}
            ?disabled=${!on || !begun} @confirmed=${() => workbook.restart()}></confirm-button>
          <action-menu label=${words.moreActions} about=${words.lessonActions} cancel=${words.cancel}
            .entries=${() => entriesOf(lessonActions, workbook, words)}></action-menu>
        </div>
        <p class="toolbar-status" role="status" ?hidden=${status === undefined}
          data-connection=${connection}>${status === undefined ? nothing : html`<reason-text .why=${status}></reason-text>`}</p>`,
      this,
    );
  }
}

customElements.define('lesson-toolbar', LessonToolbar);
