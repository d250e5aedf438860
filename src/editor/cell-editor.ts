import type { Position } from '../../sandbox-server/protocol/events.ts';
import type { TextHistory } from '../workbook/text-history.ts';

/** A line and a column of a cell at which a run failed, and what to say there. */
export type Mark = { position: Position; message: string };

/** An open editor in place of a cell's code. */
export interface CellEditor {
  /** Puts another text in: the lesson's own, or what was typed in another window. */
  write(text: string): void;
  /** Shows where the last run failed; no mark takes the one before away. */
  mark(mark: Mark | undefined): void;
  /** Shows at which lines a run pauses, and the one at which it is paused now. */
  showBreakpoints(lines: readonly number[], paused: number | undefined): void;
  /** The line of the cursor. */
  readonly line: number;
  /** Puts the cursor there, or where it was. */
  focus(position?: Position): void;
}

/** What an editor is told about its cell. */
export type EditorOptions = {
  name: string;
  label: string;
  /** How to indent and how to leave, for who cannot see it. */
  help: string;
  /** The names of the keys below an editor for fingers. */
  keys: { undo: string; redo: string; indent: string };
  text: string;
  /** The steps that led to the text, where they are known: undo goes back through them. */
  history: TextHistory;
  /** Every cell of the lesson in order, with its text now: an editor knows what earlier cells declare. */
  program: () => readonly { name: string; text: string }[];
  changed: (text: string) => void;
  /** The learner has set breakpoints or taken some away, or has moved them by what they typed. */
  breakpoints: (lines: readonly number[]) => void;
  /** What a breakpoint, and the line at which a run is paused, say to who points at them. */
  titles: { breakpoint: string; paused: string };
  /** By Ctrl+Enter or Cmd+Enter. */
  run: () => void;
  /** By Shift+Enter: the cursor goes on to the next cell. */
  runAndGoOn: () => void;
  /** The learner leaves the editor by Escape, because Tab indents in it. */
  leave: () => void;
};

/** What the light editor is told: where there is no debugger, nothing of breakpoints. */
export type LightEditorOptions = Omit<EditorOptions, 'breakpoints' | 'titles'> &
  Partial<Pick<EditorOptions, 'breakpoints'>>;
