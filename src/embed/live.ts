import { RunOutput } from '../elements/run-output.ts';
import { ShowPosition } from '../elements/show-position.ts';
import ansiSheet from '../styles/ansi.css';
import controlsSheet from '../styles/controls.css';
import inputsSheet from '../styles/inputs.css';
import markupSheet from '../styles/markup.css';
import menuSheet from '../styles/menu.css';
import outputSheet from '../styles/output.css';
import tableSheet from '../styles/table.css';
import { type CellState, isBusy } from '../workbook/workbook-state.ts';
import codeSheet from './code.css';
import type { EmbeddedCell } from './embed.ts';
import { type EmbedWorkbook, openEmbedWorkbook } from './embed-workbook.ts';

const style = new CSSStyleSheet();
style.replaceSync(
  [codeSheet, controlsSheet, menuSheet, outputSheet, ansiSheet, tableSheet, markupSheet, inputsSheet].join(
    '\n',
  ),
);

const adopted = new WeakSet<EmbeddedCell>();

/** Marks the place at which the last run failed, while the text is still the one that ran. */
const mark = ({ editor, field }: EmbeddedCell, { error, ran }: CellState): void => {
  const position = ran === field.value ? error?.position : undefined;
  editor?.mark(position && error && { position, message: error.message });
};

/** Whoever asks for a place in a cell's code is taken there: from its own output, or from another cell's. */
const leadTo = (cell: EmbeddedCell, workbook: EmbedWorkbook): void => {
  const show = async (event: Event): Promise<void> => {
    if (!(event instanceof ShowPosition)) return;
    const editor = await cell.edit();
    mark(cell, workbook.cell(cell.name));
    editor?.focus(event.position);
  };
  for (const place of [cell, cell.root])
    place.addEventListener(ShowPosition.type, (event) => void show(event));
  cell.field.addEventListener('input', () => mark(cell, workbook.cell(cell.name)));
};

/** Makes a cell follow the log from now on. */
const adopt = (cell: EmbeddedCell, workbook: EmbedWorkbook): void => {
  if (adopted.has(cell)) return;
  adopted.add(cell);
  cell.root.adoptedStyleSheets = [style, ...cell.root.adoptedStyleSheets];
  // By it, the place of an error in this cell is found from the output of another one.
  cell.setAttribute('name', cell.name);
  leadTo(cell, workbook);
  const output = new RunOutput();
  output.setAttribute('cell', cell.name);
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
    mark(cell, state);
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
