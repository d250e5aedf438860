import { html, nothing, type TemplateResult } from 'lit-html';
import type { Words } from '../words/words.ts';
import { waitingOf } from '../workbook/waiting.ts';
import { type CellState, isBusy } from '../workbook/workbook-state.ts';
import type { MenuEntry } from './action-menu.ts';
import './action-menu.ts';
import { lessonDock } from './lesson-dock.ts';
import type { PageCell, PageWorkbook } from './page-workbook.ts';
import { stepButtons } from './step-buttons.ts';

/** What the bar below a cell is drawn from. */
export type CellBar = {
  cell: PageCell;
  state: CellState;
  workbook: PageWorkbook;
  /** Milliseconds since the epoch. */
  now: number;
  run: () => void;
  /** What stands beside the time: what else the run did. */
  beside: TemplateResult | typeof nothing;
  entries: () => readonly MenuEntry[];
};

const minute = 60_000;
/** So long before a run is stopped it says when, in milliseconds. */
const warning = minute;

const seconds = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < minute) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / minute)} min ${Math.floor((milliseconds % minute) / 1000)} s`;
};

/** Time that is left, as a clock shows it: `0:45`. */
const clock = (milliseconds: number): string => {
  const left = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
};

/** The line below a cell: Run, what the cell is doing and since when, whether it is out of date, and what else can be done. */
export const cellBar = (bar: CellBar): TemplateResult => {
  const { cell, state, workbook, run, beside, entries } = bar;
  const { words } = workbook;
  // A button that is disabled loses the focus, and who runs a cell by the keyboard their place: it says so instead.
  return html`<button type="button" class="button run" ?disabled=${workbook.connection !== 'open'}
      aria-disabled=${isBusy(state)} @click=${run}>${words.run}</button>
    ${doing(bar)} ${steps(bar)}
    ${time(bar)} ${waiting(bar)} ${limit(bar)} ${beside} ${staleness(bar)}
    <span class="cell-more">
      ${reacts(bar)}
      ${workbook.textOf(cell) === cell.original ? nothing : html`<span class="cell-edited">${words.edited}</span>`}
      ${ending(bar)}
      <action-menu label=${words.moreActions} about=${words.actionsOf(cell.name)} cancel=${words.cancel}
        .entries=${entries}></action-menu>
    </span>
    ${clashes(bar)}`;
};

/** What the cell is doing, in words. */
const doing = ({
  cell,
  state: { state, paused: [frame] = [] },
  workbook: { words },
}: CellBar): TemplateResult => {
  const where = frame?.cell === cell.name ? words.debugger.pausedAt : undefined;
  const text = frame && (where?.(frame.line) ?? words.debugger.pausedIn(frame.cell, frame.line));
  return html`<span class="cell-state" role="status" data-state=${text === undefined ? state : 'paused'}>${text ?? words[state]}</span>`;
};

/** How a run that is debugged goes on; and where it would pause. */
const steps = ({ cell, state: { paused }, workbook }: CellBar): TemplateResult | typeof nothing => {
  const { words } = workbook;
  const lines = workbook.debugger.breakpointsOf(cell.name);
  if (paused === undefined && lines.length === 0) return nothing;
  return html`${paused === undefined ? nothing : stepButtons(workbook, paused.length > 0)}<button type="button" class="link cell-breakpoints"
    title=${words.debugger.show} @click=${() => lessonDock()?.show('debugger')}>${lines.length === 0 ? words.debugger.show : words.debugger.at(lines)}</button>`;
};

const time = ({ state, workbook: { words }, now }: CellBar): TemplateResult | typeof nothing => {
  const { startedAt } = state;
  const elapsed = state.state === 'running' ? now - (startedAt ?? now) : state.elapsed;
  if (elapsed === undefined || (startedAt === undefined && elapsed === 0)) return nothing;
  if (startedAt === undefined) return html`<span class="cell-time">${seconds(elapsed)}</span>`;
  const began = words.runs.startedAt(new Date(startedAt).toLocaleTimeString(document.documentElement.lang));
  return html`<time class="cell-time" datetime=${new Date(startedAt).toISOString()} title=${began}
    >${seconds(Math.max(0, elapsed))}<span class="sr-only">, ${began}</span></time>`;
};

const waiting = ({ cell, workbook: { state, words } }: CellBar): TemplateResult | typeof nothing => {
  const reason = waitingOf(state, cell.name);
  if (reason === undefined || reason.for === 'turn') return nothing;
  const { runs } = words;
  const forKernel = (place?: number) => (place === undefined ? runs.forKernel : runs.inLine(place));
  const text = reason.for === 'cell' ? runs.afterCell(reason.cell) : forKernel(reason.place);
  return html`<span class="cell-waits">${text}</span>`;
};

const limit = ({ state, workbook, now }: CellBar): TemplateResult | typeof nothing => {
  const { startedAt, limit: allowance, run } = state;
  const isPaused = state.paused !== undefined && state.paused.length > 0;
  if (isPaused || state.state !== 'running' || startedAt === undefined || allowance === undefined)
    return nothing;
  const left = startedAt + allowance.time - now;
  if (left > warning) return nothing;
  const { runs } = workbook.words;
  const most = Math.round(allowance.most / minute);
  return html`<span class="cell-limit"><span role="timer">${runs.stopsIn(clock(left))}</span>
    ${
      allowance.time < allowance.most && run !== undefined
        ? html`<button type="button" class="button extend" title=${runs.mostTime(most)}
            @click=${() => workbook.client.extend(run)}>${runs.extend}</button>`
        : html`<span>${runs.mostTime(most)}</span>`
    }</span>`;
};

const reacts = ({ cell, workbook: { runs, words } }: CellBar): TemplateResult | typeof nothing =>
  cell.reactive === undefined || !runs.reacts
    ? nothing
    : html`<span class="cell-reacts" title=${words.runs.reactsWhy}>${words.runs.reacts}</span>`;

/** How a run is ended: what waits is taken out of the queue, what runs is interrupted. */
const ending = ({ state, workbook }: CellBar): TemplateResult => {
  const { words, client } = workbook;
  const { run } = state;
  return html`${
    state.state === 'queued' && run !== undefined
      ? html`<button type="button" class="button quiet dequeue" @click=${() => client.cancel(run)}
          >${words.runs.dequeue}</button>`
      : nothing
  }<button type="button" class="button quiet interrupt" ?hidden=${state.state !== 'running'}
      title="Ctrl+." aria-keyshortcuts="Control+." @click=${() => workbook.interrupt()}>${words.interrupt}</button>`;
};

/** Why what a cell shows is out of date, in words. */
export const staleWords = (workbook: PageWorkbook, name: string): string | undefined => {
  const stale = workbook.runs.staleness(name);
  return stale === undefined ? undefined : because(stale, workbook.words);
};

const because = (
  stale: NonNullable<ReturnType<PageWorkbook['runs']['staleness']>>,
  { runs }: Words,
): string => {
  switch (stale.because) {
    case 'edited':
      return runs.staleEdited;
    case 'kernel':
      return runs.staleKernel;
    case 'changed':
      return runs.staleChanged(stale.name, stale.cell);
    case 'input-edited':
      return runs.staleInputEdited(stale.name, stale.cell);
    case 'input-stale':
      return runs.staleInputStale(stale.name, stale.cell);
  }
};

/** What stands between backticks is code. */
const marked = (text: string): TemplateResult =>
  html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;

const staleness = ({ cell, workbook }: CellBar): TemplateResult | typeof nothing => {
  const why = staleWords(workbook, cell.name);
  if (why === undefined) return nothing;
  return html`<span class="cell-stale"><strong>${workbook.words.runs.stale}</strong>: ${marked(why)}</span>`;
};

const clashes = ({ cell, workbook }: CellBar): TemplateResult | typeof nothing => {
  const found = workbook.runs.clashesOf(cell.name);
  if (found.length === 0) return nothing;
  return html`<span class="cell-clash">${found.map(({ name, cells }) => marked(`${workbook.words.runs.clash(name, cells)} `))}</span>`;
};
