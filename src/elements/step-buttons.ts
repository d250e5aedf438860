import { html, type TemplateResult } from 'lit-html';
import { debuggerKeys, keysToRead } from './key-table.ts';
import type { PageWorkbook } from './page-workbook.ts';

/** The ways in which a paused run goes on. While it is not paused, the buttons keep their place and the focus. */
export const stepButtons = (
  { words, debugger: lessonDebugger }: PageWorkbook,
  paused: boolean,
): TemplateResult =>
  html`<span class="step-buttons" role="group" aria-label=${words.debugger.steps}>${debuggerKeys.map(
    ({ command, keys: [keys = ''] }) =>
      html`<button type="button" class="button" aria-disabled=${!paused} aria-keyshortcuts=${keys}
        @click=${() => lessonDebugger.step(command)}>${words.debugger[command]}
        <kbd aria-hidden="true">${keysToRead(keys).join('+')}</kbd></button>`,
  )}</span>`;
