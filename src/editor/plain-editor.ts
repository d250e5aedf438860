import type { CellEditor, EditorOptions } from './cell-editor.ts';

/** A text field that grows with its text, for phones. */
export const openPlainEditor = (place: HTMLElement, options: EditorOptions): CellEditor => {
  const field = document.createElement('textarea');
  field.className = 'plain-editor';
  field.setAttribute('aria-label', options.label);
  field.spellcheck = false;
  field.autocapitalize = 'off';
  field.setAttribute('autocorrect', 'off');
  const grow = (): void => {
    field.rows = field.value.split('\n').length;
  };
  const write = (text: string): void => {
    if (field.value !== text) field.value = text;
    grow();
  };
  field.addEventListener('input', () => {
    grow();
    options.changed(field.value);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    options.run();
  });
  write(options.text);
  // At its beginning: a field scrolls to its cursor, and the end of a long line is no place to begin reading.
  field.setSelectionRange(0, 0);
  place.replaceChildren(field);
  return {
    write,
    mark: (mark) => field.setAttribute('aria-invalid', String(mark !== undefined)),
    focus: (position) => {
      field.focus();
      if (position === undefined) return;
      const before = field.value.split('\n').slice(0, position.line - 1);
      const at = before.reduce((sum, line) => sum + line.length + 1, position.column - 1);
      field.setSelectionRange(at, at);
    },
  };
};
