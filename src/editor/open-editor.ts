import type { CellEditor, EditorOptions } from './cell-editor.ts';

/** True where fingers type: there the keyboard of the system writes better into a light editor. */
const isTouched = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches;

/** Opens an editor in `place`. What it needs is fetched now: a page that is only read never loads an editor. */
export const openEditor = async (place: HTMLElement, options: EditorOptions): Promise<CellEditor> => {
  if (isTouched()) {
    const { openTouchEditor } = await import('./touch-editor.ts');
    return openTouchEditor(place, options);
  }
  const { openMonacoEditor } = await import('./monaco-editor.ts');
  return await openMonacoEditor(place, options);
};
