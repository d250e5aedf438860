import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap } from '@codemirror/view';
import type { EditorOptions } from './cell-editor.ts';

type Lines = { breakpoints: readonly number[]; paused: number | undefined };

const showLines = StateEffect.define<Lines>();
const dot = Decoration.line({ class: 'cm-breakpoint' });
const here = Decoration.line({ class: 'cm-paused' });

const decorate = ({ doc }: EditorState, { breakpoints, paused }: Lines): DecorationSet => {
  const at = (line: number, mark: Decoration) => (line <= doc.lines ? [mark.range(doc.line(line).from)] : []);
  const pausedMark = paused === undefined ? [] : at(paused, here);
  return Decoration.set([...breakpoints.flatMap((line) => at(line, dot)), ...pausedMark], true);
};

/** Dots before the lines, which move with the text. */
const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    const shown = transaction.effects.findLast((effect) => effect.is(showLines));
    return shown === undefined ? marks.map(transaction.changes) : decorate(transaction.state, shown.value);
  },
  provide: (marks) => EditorView.decorations.from(marks),
});

const linesOf = (state: EditorState): number[] => {
  const lines: number[] = [];
  state.field(field).between(0, state.doc.length, (from, _to, mark) => {
    const { number } = state.doc.lineAt(from);
    if (mark === dot && !lines.includes(number)) lines.push(number);
  });
  return lines;
};

/** The line of the cursor. */
export const cursorLine = ({ doc, selection }: EditorState): number => doc.lineAt(selection.main.head).number;

/** Breakpoints in the light editor: F9 sets them, and so does the cell's menu. */
export const touchBreakpoints = (breakpoints: EditorOptions['breakpoints']): Extension => [
  field,
  keymap.of([
    {
      key: 'F9',
      run: ({ state }) => {
        const [line, lines] = [cursorLine(state), linesOf(state)];
        const others = lines.filter((each) => each !== line);
        breakpoints(
          others.length < lines.length ? others : [...others, line].sort((one, other) => one - other),
        );
        return true;
      },
    },
  ]),
  EditorView.updateListener.of(({ docChanged, startState, state }) => {
    if (docChanged && String(linesOf(startState)) !== String(linesOf(state))) breakpoints(linesOf(state));
  }),
];

export const showBreakpoints = (view: EditorView, lines: Lines): void =>
  view.dispatch({ effects: showLines.of(lines) });
