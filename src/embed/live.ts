import { RunOutput } from '../elements/run-output.ts';
import ansiSheet from '../styles/ansi.css';
import controlsSheet from '../styles/controls.css';
import inputsSheet from '../styles/inputs.css';
import markupSheet from '../styles/markup.css';
import menuSheet from '../styles/menu.css';
import outputSheet from '../styles/output.css';
import tableSheet from '../styles/table.css';
import { isBusy } from '../workbook/workbook-state.ts';
import type { EmbeddedCell } from './embed.ts';
import { type EmbedWorkbook, openEmbedWorkbook } from './embed-workbook.ts';

const style = new CSSStyleSheet();
style.replaceSync(
  [controlsSheet, menuSheet, outputSheet, ansiSheet, tableSheet, markupSheet, inputsSheet].join('\n'),
);

const adopted = new WeakSet<EmbeddedCell>();

/** Makes a cell follow the log from now on. */
const adopt = (cell: EmbeddedCell, workbook: EmbedWorkbook): void => {
  if (adopted.has(cell)) return;
  adopted.add(cell);
  cell.root.adoptedStyleSheets = [style, ...cell.root.adoptedStyleSheets];
  const output = new RunOutput();
  cell.output.append(output);
  let shown: unknown;
  const draw = (): void => {
    const state = workbook.cell(cell.name);
    const busy = isBusy(state);
    cell.button.setAttribute('aria-disabled', String(busy));
    cell.stop.hidden = !busy;
    cell.status.textContent = workbook.notice ?? workbook.words[state.state];
    if (state === shown) return;
    shown = state;
    cell.setAttribute('state', state.state);
    if (state.run !== undefined) cell.setAttribute('run', state.run);
    output.cell = state;
  };
  workbook.subscribe(draw);
  draw();
};

/** Runs a cell's text at the server. */
export const runEmbedded = (cell: EmbeddedCell, server: string): void => {
  const workbook = openEmbedWorkbook(server, cell.language);
  adopt(cell, workbook);
  void workbook.run(cell.name, cell.field.value);
};

/** Interrupts what runs. */
export const interruptEmbedded = (server: string): void => openEmbedWorkbook(server, 'en').client.interrupt();
