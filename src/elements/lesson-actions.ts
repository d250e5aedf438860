import type { Action } from './action.ts';
import { toggleFocusMode } from './focus-mode.ts';
import { downloadNotebook, downloadProgram, openNotebook } from './lesson-files.ts';
import { present, showKeys } from './lesson-reading.ts';
import type { PageWorkbook } from './page-workbook.ts';

/** Something that can be done with the whole lesson. */
export type LessonAction = Action<PageWorkbook>;

/** Every action of a lesson, in the order of its toolbar's menu. */
export const lessonActions: readonly LessonAction[] = [
  { id: 'focus-mode', label: (words) => words.focusMode, keys: 'F', run: toggleFocusMode },
  { id: 'presenter-mode', label: (words) => words.presenterMode, keys: 'P', run: () => void present() },
  { id: 'keys', label: (words) => words.keyboardShortcuts, keys: '?', run: () => void showKeys() },
  {
    id: 'run-stale',
    label: (words) => words.runs.runStale,
    applies: ({ connection, runs }) => connection === 'open' && runs.anyStale,
    run: ({ runs }) => runs.runStale(),
  },
  {
    id: 'restart-and-run-all',
    label: (words) => words.runs.restartAndRunAll,
    applies: ({ connection }) => connection === 'open',
    warning: (words) => words.confirmRestart,
    run: ({ runs }) => runs.restartAndRunAll(),
  },
  {
    id: 'react',
    label: ({ runs: words }, { runs }) => (runs.reacts ? words.reactOff : words.reactOn),
    applies: ({ runs }) => runs.anyReactive,
    run: (workbook) => workbook.react(!workbook.runs.reacts),
  },
  {
    id: 'rerun-on-input',
    label: ({ runs: words }, { inputs }) => (inputs.on ? words.inputsOff : words.inputsOn),
    applies: ({ hasWidgets }) => hasWidgets,
    run: ({ inputs }) => {
      inputs.on = !inputs.on;
    },
  },
  {
    id: 'download-notebook',
    label: (words) => words.downloadNotebook,
    run: downloadNotebook,
  },
  {
    id: 'download-program',
    label: (words) => words.downloadProgram,
    run: downloadProgram,
  },
  {
    id: 'open-notebook',
    label: (words) => words.openNotebook,
    run: openNotebook,
  },
  {
    id: 'print',
    label: (words) => words.print,
    run: () => print(),
  },
  {
    id: 'reset-lesson',
    label: (words) => words.resetLesson,
    applies: ({ connection }) => connection === 'open',
    warning: (words) => words.confirmLesson,
    run: (workbook) => workbook.resetLesson(),
  },
];
