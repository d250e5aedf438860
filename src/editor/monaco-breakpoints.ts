import type { editor } from 'monaco-editor/editor/editor.api.js';
import type { EditorOptions } from './cell-editor.ts';
import { monaco } from './monaco-setup.ts';

/** The breakpoints of an open editor: dots left of its lines, which move with the text. */
export class MonacoBreakpoints {
  readonly #editor: editor.IStandaloneCodeEditor;
  readonly #options: Pick<EditorOptions, 'breakpoints' | 'titles'>;
  readonly #dots: editor.IEditorDecorationsCollection;
  readonly #paused: editor.IEditorDecorationsCollection;
  #shown: readonly number[] = [];
  /** Where a click would set one. */
  readonly #hint: editor.IEditorDecorationsCollection;

  constructor(open: editor.IStandaloneCodeEditor, options: Pick<EditorOptions, 'breakpoints' | 'titles'>) {
    this.#editor = open;
    this.#options = options;
    this.#dots = open.createDecorationsCollection();
    this.#paused = open.createDecorationsCollection();
    this.#hint = open.createDecorationsCollection();
    open.onMouseDown((event) => {
      const line = lineBeside(event);
      if (line !== undefined) this.#toggle(line);
    });
    open.onMouseMove((event) => this.#hintAt(lineBeside(event)));
    open.onMouseLeave(() => this.#hintAt(undefined));
    open.addAction({
      id: 'toggle-breakpoint',
      label: 'Breakpoint',
      keybindings: [monaco.KeyCode.F9],
      run: () => this.#toggle(this.line),
    });
    // When Monaco has moved them with what was typed.
    open.onDidChangeModelContent(() => {
      if (String(this.#lines) === String(this.#shown)) return;
      this.#shown = this.#lines;
      options.breakpoints(this.#shown);
    });
  }

  get line(): number {
    return this.#editor.getPosition()?.lineNumber ?? 1;
  }

  show(lines: readonly number[], paused: number | undefined): void {
    const last = this.#editor.getModel()?.getLineCount() ?? 1;
    const there = lines.filter((line) => line <= last);
    if (String(there) !== String(this.#lines))
      this.#dots.set(there.map((line) => decoration(line, 'breakpoint', this.#options.titles.breakpoint)));
    this.#shown = there;
    const here = paused !== undefined && paused <= last ? [paused] : [];
    if (String(here) === String(linesOf(this.#paused))) return;
    this.#paused.set(here.map((line) => decoration(line, 'paused', this.#options.titles.paused)));
    for (const line of here) this.#editor.revealLineInCenterIfOutsideViewport(line);
  }

  get #lines(): number[] {
    return linesOf(this.#dots);
  }

  #toggle(line: number): void {
    const others = this.#lines.filter((each) => each !== line);
    this.#options.breakpoints(others.length < this.#lines.length ? others : inOrder([...others, line]));
  }

  #hintAt(line: number | undefined): void {
    const hinted = line === undefined || this.#lines.includes(line) ? [] : [decoration(line, 'hint', '')];
    if (hinted.length > 0 || this.#hint.length > 0) this.#hint.set(hinted);
  }
}

const inOrder = (lines: readonly number[]): number[] => [...new Set(lines)].sort((one, other) => one - other);

const linesOf = (decorations: editor.IEditorDecorationsCollection): number[] =>
  inOrder(decorations.getRanges().map(({ startLineNumber }) => startLineNumber));

const lineBeside = ({
  target,
}: editor.IEditorMouseEvent | editor.IPartialEditorMouseEvent): number | undefined =>
  target?.type === monaco.editor.MouseTargetType.GUTTER_LINE_DECORATIONS
    ? target.position.lineNumber
    : undefined;

const decoration = (
  line: number,
  kind: 'breakpoint' | 'paused' | 'hint',
  title: string,
): editor.IModelDeltaDecoration => ({
  range: new monaco.Range(line, 1, line, 1),
  options: {
    isWholeLine: true,
    stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
    linesDecorationsClassName: `line-dot ${kind}-dot`,
    ...(title === '' ? {} : { linesDecorationsTooltip: title }),
    ...(kind === 'paused' ? { className: 'paused-line' } : {}),
  },
});
