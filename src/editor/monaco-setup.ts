import * as monaco from 'monaco-editor/editor/editor.api.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import { CellDiagnostics } from './cell-diagnostics.ts';
import CellWorker from './cell-worker.ts?worker';
import { configureTypeScript } from './load-types.ts';
import { followTheme } from './monaco-theme.ts';

self.MonacoEnvironment = {
  getWorker: (_module, label) => (label === 'typescript' ? new CellWorker() : new EditorWorker()),
};
configureTypeScript();
followTheme(monaco);

/** What TypeScript says of the open cells. */
export const diagnostics = new CellDiagnostics(monaco);

export { monaco };
