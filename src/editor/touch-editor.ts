import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  isolateHistory,
  redo,
  undo,
} from '@codemirror/commands';
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, type KeyBinding, keymap } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import type { Position } from '../../sandbox-server/protocol/events.ts';
import type { TextHistory } from '../workbook/text-history.ts';
import type { CellEditor, LightEditorOptions, Mark } from './cell-editor.ts';
import { nameCompletion } from './name-completion.ts';
import { changeBetween } from './text-change.ts';
import { cursorLine, showBreakpoints, touchBreakpoints } from './touch-breakpoints.ts';
import { touchKeys } from './touch-keys.ts';
import './touch-editor.css';

/** Makes `text` of the editor's by one change of its own, which can be undone. */
const put = (view: EditorView, text: string): void => {
  const before = view.state.doc.toString();
  if (before === text) return;
  view.dispatch({ changes: changeBetween(before, text), annotations: isolateHistory.of('full') });
};

/** Goes through the steps that led to the text, so that undo leads back through them, and redo to those undone. */
const replay = (view: EditorView, { texts, at }: TextHistory): void => {
  for (const text of texts.slice(1)) put(view, text);
  for (let step = texts.length - 1; step > at; step -= 1) undo(view);
};

const offsetOf = (view: EditorView, { line, column }: Position): number => {
  const { doc } = view.state;
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(found.from + column - 1, found.to);
};

const showMark = (view: EditorView, mark: Mark | undefined): void => {
  if (mark === undefined) {
    view.dispatch(setDiagnostics(view.state, []));
    return;
  }
  const from = offsetOf(view, mark.position);
  const to = view.state.wordAt(from)?.to ?? Math.min(from + 1, view.state.doc.length);
  view.dispatch(setDiagnostics(view.state, [{ from, to, severity: 'error', message: mark.message }]));
};

/** The keys that run a cell, as in every notebook, and the one that leaves it when nothing is open. */
const cellKeys = ({ run, runAndGoOn, leave }: LightEditorOptions): KeyBinding[] => {
  const does = (act: () => void) => (): boolean => {
    act();
    return true;
  };
  const leaves = (view: EditorView): boolean => {
    if (completionStatus(view.state) !== null) return false;
    leave();
    return true;
  };
  return [
    { key: 'Shift-Enter', run: does(runAndGoOn) },
    { key: 'Mod-Enter', run: does(run) },
    { key: 'Escape', run: leaves },
    { key: 'Tab', run: indentMore, shift: indentLess },
  ];
};

/** What the device's keyboard must not do to code: capital letters, corrections, marks under every word. */
const fieldAttributes = ({ label }: LightEditorOptions, helpId: string): Record<string, string> => ({
  'aria-label': label,
  'aria-describedby': helpId,
  // Focusable it is anyway; this says so, to those who look for the way into its scrolling box.
  tabindex: '0',
  autocapitalize: 'off',
  autocorrect: 'off',
  autocomplete: 'off',
  spellcheck: 'false',
  inputmode: 'text',
  enterkeyhint: 'enter',
  translate: 'no',
});

const earlierTexts = ({ program, name }: LightEditorOptions): string[] => {
  const cells = program();
  const own = cells.findIndex((cell) => cell.name === name);
  return cells.slice(0, Math.max(own, 0)).map(({ text }) => text);
};

const extensionsOf = (options: LightEditorOptions, helpId: string, heard: () => boolean): Extension[] => [
  keymap.of(cellKeys(options)),
  options.breakpoints === undefined ? [] : touchBreakpoints(options.breakpoints),
  history(),
  drawSelection(),
  typescriptLanguage,
  syntaxHighlighting(classHighlighter),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion({
    override: [nameCompletion(() => earlierTexts(options))],
    icons: false,
    maxRenderedOptions: 40,
  }),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
  EditorView.contentAttributes.of(fieldAttributes(options, helpId)),
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged && heard()) options.changed(state.doc.toString());
  }),
];

/** A light editor for fingers, as high as its text, with the keys that a device's keyboard lacks below it. */
export const openTouchEditor = (place: HTMLElement, options: LightEditorOptions): CellEditor => {
  const help = document.createElement('span');
  help.id = `help-${options.name}`;
  help.className = 'sr-only';
  help.textContent = options.help;
  let isWriting = true;
  const state = EditorState.create({
    doc: options.history.texts[0] ?? options.text,
    extensions: extensionsOf(options, help.id, () => !isWriting),
  });
  place.replaceChildren();
  const view = new EditorView({ state, parent: place });
  const keys = touchKeys(options.keys, {
    undo: () => undo(view),
    redo: () => redo(view),
    indent: () => indentMore(view),
  });
  place.append(keys, help);
  const write = (change: () => void): void => {
    isWriting = true;
    change();
    isWriting = false;
  };
  write(() => {
    replay(view, options.history);
    put(view, options.text);
  });
  return {
    write: (text) => write(() => put(view, text)),
    mark: (mark) => showMark(view, mark),
    showBreakpoints: (breakpoints, paused) => showBreakpoints(view, { breakpoints, paused }),
    get line() {
      return cursorLine(view.state);
    },
    focus: (position) => {
      view.focus();
      if (position === undefined) return;
      view.dispatch({ selection: { anchor: offsetOf(view, position) }, scrollIntoView: true });
    },
  };
};
