import * as monaco from 'monaco-editor/editor/editor.api.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import library from 'virtual:library-types';
import {
  ModuleKind,
  ModuleResolutionKind,
  ScriptTarget,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register.js';
import CellWorker from './cell-worker.ts?worker';
import { followTheme } from './monaco-theme.ts';

/** What a cell may import, and where its declarations are in the library. */
const packages = { openstack: 'openstack/index', faafo: 'faafo', workbook: 'workbook' };

/**
 * The language and what a cell finds there without importing it: console, fetch, URL, crypto, timers, but no page.
 * Whole names of files: by a short one the compiler finds the text, and takes it for a module of its own.
 */
const globals = ['esnext', 'webworker', 'webworker.iterable', 'webworker.asynciterable'];

/** TypeScript's own number for “every file is a module”: a cell may wait at its top without an import. */
const everyFileIsModule = 3;

const configureTypeScript = (): void => {
  typescriptDefaults.setCompilerOptions({
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.NodeJs,
    moduleDetection: everyFileIsModule,
    allowImportingTsExtensions: true,
    allowNonTsExtensions: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    lib: globals.map((name) => `lib.${name}.d.ts`),
  });
  typescriptDefaults.setModeConfiguration({
    completionItems: true,
    hovers: true,
    signatureHelp: true,
    diagnostics: true,
    documentHighlights: true,
  });
  typescriptDefaults.setDiagnosticsOptions({ noSuggestionDiagnostics: true });
  typescriptDefaults.setEagerModelSync(true);
  typescriptDefaults.setExtraLibs([
    ...Object.entries(library).map(([path, content]) => ({ content, filePath: `file:///library/${path}` })),
    ...Object.entries(packages).map(([name, path]) => ({
      content: `export * from '../../library/${path}';`,
      filePath: `file:///node_modules/${name}/index.d.ts`,
    })),
  ]);
};

self.MonacoEnvironment = {
  getWorker: (_module, label) => (label === 'typescript' ? new CellWorker() : new EditorWorker()),
};
configureTypeScript();
followTheme(monaco);

export { monaco };
