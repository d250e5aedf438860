import type { editor } from 'monaco-editor/editor/editor.api.js';
import type { Position } from '../../sandbox-server/protocol/events.ts';
import type { TextHistory } from '../workbook/text-history.ts';
import type { CellEditor, EditorOptions, Mark } from './cell-editor.ts';
import { cellFile } from './earlier-cells.ts';
import { loadTypes } from './load-types.ts';
import { MonacoBreakpoints } from './monaco-breakpoints.ts';
import { diagnostics, monaco } from './monaco-setup.ts';
import { changeBetween } from './text-change.ts';

const markOwner = 'run';

const newModel = (text: string, uri: ReturnType<typeof monaco.Uri.parse>): editor.ITextModel => {
  const model = monaco.editor.createModel(text, 'typescript', uri);
  model.updateOptions({
    tabSize: 2,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return model;
};

/** Makes `text` of the model by one change of its own, which can be undone. */
const put = (model: editor.ITextModel, text: string): void => {
  const before = model.getValue();
  if (before === text) return;
  const change = changeBetween(before, text);
  const begin = model.getPositionAt(change.from);
  const end = model.getPositionAt(change.to);
  model.pushStackElement();
  model.pushEditOperations(
    null,
    [{ range: monaco.Range.fromPositions(begin, end), text: change.insert }],
    () => null,
  );
  model.pushStackElement();
};

/** A model for each cell of the lesson, open or not, so that TypeScript reads them as one program. */
const writeModels = (program: EditorOptions['program']): void => {
  const cells = program();
  void loadTypes(cells.map(({ text }) => text));
  for (const [index, { name, text }] of cells.entries()) {
    const uri = monaco.Uri.parse(cellFile(index, name));
    const model = monaco.editor.getModel(uri);
    if (model === null) newModel(text, uri);
    else put(model, text);
  }
};

const modelOf = ({ program, name, text }: EditorOptions): editor.ITextModel => {
  writeModels(program);
  const index = program().findIndex((cell) => cell.name === name);
  const uri = monaco.Uri.parse(cellFile(index, name));
  return monaco.editor.getModel(uri) ?? newModel(text, uri);
};

/** Goes through the steps that led to the text, so that undo leads back through them, and redo to those undone. */
const replay = async (model: editor.ITextModel, { texts, at }: TextHistory): Promise<void> => {
  model.setValue(texts[0] ?? '');
  for (const text of texts.slice(1)) put(model, text);
  for (let step = texts.length - 1; step > at; step -= 1) await model.undo();
};

const look = (place: HTMLElement): editor.IStandaloneEditorConstructionOptions => {
  const style = getComputedStyle(place);
  return {
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize),
    lineHeight: Number.parseFloat(style.lineHeight),
    fontLigatures: false,
    automaticLayout: true,
    minimap: { enabled: false },
    lineNumbers: 'off',
    glyphMargin: false,
    folding: false,
    lineDecorationsWidth: Number.parseFloat(style.getPropertyValue('--code-indent')) || 16,
    padding: { top: 12, bottom: 12 },
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: 'none',
    wordWrap: 'off',
    contextmenu: false,
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    scrollbar: {
      vertical: 'hidden',
      horizontalScrollbarSize: 8,
      alwaysConsumeMouseWheel: false,
      handleMouseWheel: false,
    },
    accessibilitySupport: screenReaderMode.isOn() ? 'on' : 'auto',
    cursorBlinking: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'solid' : 'blink',
    guides: { indentation: false },
  };
};

const showMark = (model: editor.ITextModel, mark: Mark | undefined): void => {
  if (mark === undefined) {
    monaco.editor.setModelMarkers(model, markOwner, []);
    return;
  }
  const { line, column } = mark.position;
  const startLineNumber = Math.min(line, model.getLineCount());
  const word = model.getWordAtPosition({ lineNumber: startLineNumber, column });
  monaco.editor.setModelMarkers(model, markOwner, [
    {
      severity: monaco.MarkerSeverity.Error,
      message: mark.message,
      startLineNumber,
      startColumn: column,
      endLineNumber: startLineNumber,
      endColumn: word?.endColumn ?? column + 1,
    },
  ]);
};

/** Whether Monaco writes for a screen reader, which it cannot find out by itself in a browser; it stays as it was left. */
const screenReaderMode = {
  isOn: (): boolean => localStorage.getItem('workbook:screen-reader') === 'on',
  toggle: (): void => {
    const next = screenReaderMode.isOn() ? 'off' : 'on';
    localStorage.setItem('workbook:screen-reader', next);
    for (const open of monaco.editor.getEditors()) {
      open.updateOptions({ accessibilitySupport: next === 'on' ? 'on' : 'auto' });
    }
  },
};

/** Says how the editor is used to those who hear it. */
const describe = (place: HTMLElement, { name, help }: EditorOptions): void => {
  const text = document.createElement('span');
  text.id = `help-${name}`;
  text.className = 'sr-only';
  text.textContent = help;
  place.append(text);
  place.querySelector('[role="textbox"], textarea')?.setAttribute('aria-describedby', text.id);
};

/** What Escape closes before it leaves the editor. */
const nothingOpen = [
  'suggestWidgetVisible',
  'parameterHintsVisible',
  'findWidgetVisible',
  'editorHasSelection',
]
  .map((widget) => `!${widget}`)
  .join(' && ');

const fitType = (open: editor.ICodeEditor): void => {
  const place = open.getContainerDomNode();
  const { fontSize, lineHeight } = getComputedStyle(place);
  open.updateOptions({ fontSize: Number.parseFloat(fontSize), lineHeight: Number.parseFloat(lineHeight) });
};

// The page's type has become larger or smaller: presenter mode began, or ended.
addEventListener('type-size', () => {
  for (const open of monaco.editor.getEditors()) fitType(open);
});

/** The keys that run a cell, as in every notebook, and the one that leaves it. */
const bindKeys = (open: editor.IStandaloneCodeEditor, { run, runAndGoOn, leave }: EditorOptions): void => {
  const { KeyMod, KeyCode } = monaco;
  open.addAction({ id: 'run', label: 'Run', keybindings: [KeyMod.CtrlCmd | KeyCode.Enter], run });
  open.addAction({
    id: 'run-and-go-on',
    label: 'Run and go on',
    keybindings: [KeyMod.Shift | KeyCode.Enter],
    run: runAndGoOn,
  });
  open.addAction({
    id: 'screen-reader',
    label: 'Screen reader mode',
    keybindings: [KeyMod.Shift | KeyMod.Alt | KeyCode.F1],
    run: screenReaderMode.toggle,
  });
  open.addAction({
    id: 'leave',
    label: 'Leave',
    keybindings: [KeyCode.Escape],
    precondition: nothingOpen,
    run: leave,
  });
};

/** Opens Monaco in `place`, as high as its text. */
export const openMonacoEditor = async (place: HTMLElement, options: EditorOptions): Promise<CellEditor> => {
  await document.fonts.ready;
  const model = modelOf(options);
  await replay(model, options.history);
  const settings = look(place);
  place.replaceChildren();
  const open = monaco.editor.create(place, { ...settings, model, ariaLabel: options.label });
  const grow = (): void => {
    place.style.height = `${open.getContentHeight()}px`;
  };
  open.onDidContentSizeChange(grow);
  grow();
  bindKeys(open, options);
  describe(place, options);
  open.onDidFocusEditorText(() => writeModels(options.program));
  let isWriting = false;
  model.onDidChangeContent(() => {
    void loadTypes([model.getValue()]);
    if (!isWriting) options.changed(model.getValue());
  });
  diagnostics.follow(model);
  const breakpoints = new MonacoBreakpoints(open, options);
  return {
    write: (text) => {
      isWriting = true;
      put(model, text);
      isWriting = false;
    },
    mark: (mark) => showMark(model, mark),
    showBreakpoints: (lines, paused) => breakpoints.show(lines, paused),
    get line() {
      return breakpoints.line;
    },
    focus: (position?: Position) => {
      open.focus();
      if (position === undefined) return;
      open.setPosition({ lineNumber: position.line, column: position.column });
      open.revealPositionInCenterIfOutsideViewport(open.getPosition() ?? model.getPositionAt(0));
    },
  };
};
