import type { Position } from '../../sandbox-server/protocol/events.ts';
import type { CellEditor } from '../editor/cell-editor.ts';
import editorSheet from '../editor/touch-editor.css';
import { openTouchEditor } from '../editor/touch-editor.ts';
import controlsSheet from '../styles/controls.css';
import { wordsIn } from '../words/words.ts';
import codeSheet from './code.css';
import type { EmbeddedCell } from './embed.ts';

const style = new CSSStyleSheet();
style.replaceSync([controlsSheet, editorSheet, codeSheet].join('\n'));

/** Where the cursor of a field is. */
const cursorOf = ({ value, selectionStart }: HTMLTextAreaElement): Position => {
  const before = value.slice(0, selectionStart);
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
};

/**
 * Puts the editor that lessons have on phones in the place of a cell's field. The field stays what holds the text:
 * each change of the editor is told by it.
 * @param before its text when the editor was asked for: undo leads back there
 */
export const openEmbeddedEditor = (cell: EmbeddedCell, before: string): CellEditor => {
  const { name, field, root } = cell;
  const words = wordsIn(cell.language);
  const place = document.createElement('div');
  place.className = 'editor';
  root.adoptedStyleSheets = [style, ...root.adoptedStyleSheets];
  const hadFocus = root.activeElement === field;
  field.before(place);
  const editor = openTouchEditor(place, {
    name,
    label: field.getAttribute('aria-label') ?? '',
    help: words.lightEditorHelp,
    keys: { undo: words.undo, redo: words.redo, indent: words.indent },
    text: field.value,
    history: { texts: [before], at: 0 },
    program: () => cell.program(),
    changed: (text) => {
      field.value = text;
      field.dispatchEvent(new Event('input'));
    },
    run: () => cell.run(),
    runAndGoOn: () => cell.run(),
    leave: () => cell.button.focus(),
  });
  if (hadFocus) editor.focus(cursorOf(field));
  field.remove();
  return editor;
};
