import { wordsIn } from '../words/words.ts';
import { DebuggerPanel } from './debugger-panel.ts';
import { commandOf, debuggerKeys } from './key-table.ts';
import { lessonDock } from './lesson-dock.ts';
import { pageWorkbook } from './page-workbook.ts';

let panel: DebuggerPanel | undefined;

const dock = lessonDock();
dock?.add({
  name: 'debugger',
  label: wordsIn(document.documentElement.lang).debugger.tab,
  open: (place) => {
    panel = new DebuggerPanel();
    place.append(panel);
  },
  focus: () => panel?.focus(),
});

/** Only while a run is paused: at all other times these keys are the editor's and the browser's. */
const press = (event: KeyboardEvent): void => {
  const command = commandOf<(typeof debuggerKeys)[number]['command']>(debuggerKeys, event);
  if (command === undefined || pageWorkbook().debugger.paused === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  pageWorkbook().debugger.step(command);
};

// Before an editor takes the key for something of its own.
if (dock !== undefined) document.addEventListener('keydown', press, { capture: true });
