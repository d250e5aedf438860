import type { editor } from 'monaco-editor/editor/editor.api.js';
import type { Position } from '../../sandbox-server/protocol/events.ts';
import type { CellEditor, EditorOptions, Mark } from './cell-editor.ts';
import { cellFile } from './earlier-cells.ts';
import { monaco } from './monaco-setup.ts';

const markOwner = 'run';

const newModel = (text: string, uri: ReturnType<typeof monaco.Uri.parse>): editor.ITextModel => {
  const model = monaco.editor.createModel(text, 'typescript', uri);
  model.updateOptions({
    tabSize: 2,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return model;
};

/** A model for each cell of the lesson, open or not, so that TypeScript reads them as one program. */
const writeModels = (program: EditorOptions['program']): void => {
  for (const [index, { name, text }] of program().entries()) {
    const uri = monaco.Uri.parse(cellFile(index, name));
    const model = monaco.editor.getModel(uri);
    if (model === null) newModel(text, uri);
    else if (model.getValue() !== text) model.setValue(text);
  }
};

const modelOf = ({ program, name, text }: EditorOptions): editor.ITextModel => {
  writeModels(program);
  const index = program().findIndex((cell) => cell.name === name);
  const uri = monaco.Uri.parse(cellFile(index, name));
  return monaco.editor.getModel(uri) ?? newModel(text, uri);
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
    accessibilitySupport: 'auto',
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

/** What Escape closes before it leaves the editor. */
const nothingOpen = [
  'suggestWidgetVisible',
  'parameterHintsVisible',
  'findWidgetVisible',
  'editorHasSelection',
]
  .map((widget) => `!${widget}`)
  .join(' && ');

/** The keys that run a cell, as in every notebook, and the one that leaves it. */
const bindKeys = (open: editor.IStandaloneCodeEditor, { run, leave }: EditorOptions): void => {
  const { KeyMod, KeyCode } = monaco;
  for (const key of [KeyMod.Shift | KeyCode.Enter, KeyMod.CtrlCmd | KeyCode.Enter]) {
    open.addAction({ id: `run-${key}`, label: 'Run', keybindings: [key], run });
  }
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
  const settings = look(place);
  place.replaceChildren();
  const open = monaco.editor.create(place, { ...settings, model, ariaLabel: options.label });
  const grow = (): void => {
    place.style.height = `${open.getContentHeight()}px`;
  };
  open.onDidContentSizeChange(grow);
  grow();
  bindKeys(open, options);
  open.onDidFocusEditorText(() => writeModels(options.program));
  model.onDidChangeContent(() => options.changed(model.getValue()));
  return {
    write: (text) => {
      if (model.getValue() === text) return;
      open.executeEdits('workbook', [{ range: model.getFullModelRange(), text }]);
    },
    mark: (mark) => showMark(model, mark),
    focus: (position?: Position) => {
      open.focus();
      if (position === undefined) return;
      open.setPosition({ lineNumber: position.line, column: position.column });
      open.revealPositionInCenterIfOutsideViewport(open.getPosition() ?? model.getPositionAt(0));
    },
  };
};
