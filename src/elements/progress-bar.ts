import { html, nothing, type TemplateResult } from 'lit-html';
import type { Display } from '../../sandbox-server/protocol/events.ts';
import { pageWorkbook } from './page-workbook.ts';

type Progress = Extract<Display, { kind: 'progress' }>;

/** How far something is, as a bar and in words. */
export const progressBar = ({ label, value, total, done }: Progress): TemplateResult => {
  const { words } = pageWorkbook();
  const part = total === undefined ? undefined : value / total;
  const said = done
    ? words.ok
    : part === undefined
      ? words.progressCount(value)
      : words.progressOf(value, total ?? 0, Math.floor(part * 100));
  const bar = done ? 1 : part;
  return html`<label class="output-progress"><span>${label}</span>
    <progress max="1" value=${bar ?? nothing}></progress> <span class="progress-said">${said}</span></label>`;
};
