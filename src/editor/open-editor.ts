import type { CellEditor, EditorOptions } from './cell-editor.ts';

/** True where a finger types on a small screen: there the keyboard of the system writes better into a plain field. */
const isPhone = (): boolean => matchMedia('(pointer: coarse) and (max-width: 50rem)').matches;

/** Opens an editor in `place`. What it needs is fetched now: a page that is only read never loads an editor. */
export const openEditor = async (place: HTMLElement, options: EditorOptions): Promise<CellEditor> => {
  if (isPhone()) {
    const { openPlainEditor } = await import('./plain-editor.ts');
    return openPlainEditor(place, options);
  }
  const { openMonacoEditor } = await import('./monaco-editor.ts');
  return await openMonacoEditor(place, options);
};
