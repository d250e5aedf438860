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
  /** By Ctrl+Enter or Cmd+Enter. */
  run: () => void;
  /** By Shift+Enter: the cursor goes on to the next cell. */
  runAndGoOn: () => void;
  /** The learner leaves the editor by Escape, because Tab indents in it. */
  leave: () => void;
};
