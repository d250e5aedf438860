import library from 'virtual:library-types';
import packages from 'virtual:package-types';
import {
  ModuleKind,
  ModuleResolutionKind,
  ScriptTarget,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register.js';
import { importedNames } from './imported-names.ts';

/** What a cell may import of the course itself, and where its declarations are in the library. */
const ownModules = { openstack: 'openstack/index', faafo: 'faafo', workbook: 'workbook' };

/**
 * The language and what a cell finds there without importing it: console, fetch, URL, crypto, timers, but no page.
 * Whole names of files: by a short one the compiler finds the text, and takes it for a module of its own.
 */
const globals = ['esnext', 'webworker', 'webworker.iterable', 'webworker.asynciterable'];

/** What a cell asks its reader with: the browser's names, for answers that come later. */
const questions = ['alert', 'confirm', 'prompt']
  .map((name) => `declare const ${name}: typeof import('./questions').${name};`)
  .join('\n');

/** TypeScript's own number for “every file is a module”: a cell may wait at its top without an import. */
const everyFileIsModule = 3;

/** Tells TypeScript what a cell is, and what the course's own modules declare. */
export const configureTypeScript = (): void => {
  typescriptDefaults.setCompilerOptions({
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.NodeJs,
    moduleDetection: everyFileIsModule,
    allowImportingTsExtensions: true,
    allowNonTsExtensions: true,
    allowSyntheticDefaultImports: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    lib: globals.map((name) => `lib.${name}.d.ts`),
  });
  // Diagnostics are asked for by `cell-diagnostics.ts`: a change in one cell concerns those after it.
  typescriptDefaults.setModeConfiguration({
    completionItems: true,
    hovers: true,
    signatureHelp: true,
    documentHighlights: true,
  });
  typescriptDefaults.setEagerModelSync(true);
  typescriptDefaults.setExtraLibs([
    { content: questions, filePath: 'file:///library/cell-questions.d.ts' },
    ...Object.entries(library).map(([path, content]) => ({ content, filePath: `file:///library/${path}` })),
    ...Object.entries(ownModules).map(([name, path]) => ({
      content: `export * from '../../library/${path}';`,
      filePath: `file:///node_modules/${name}/index.d.ts`,
    })),
  ]);
};

const asked = new Set<string>();

/** The types that an import needs: a package's own, and Node's where it speaks of Node's streams and buffers. */
const needed = (name: string): readonly string[] => {
  if (name.startsWith('node:')) return ['node'];
  return name === 'dockerode' ? ['dockerode', 'node'] : [name];
};

/** Fetches the declarations of the packages that these texts import, each once: they are large, and most cells need none. */
export const loadTypes = async (texts: readonly string[]): Promise<void> => {
  const names = texts.flatMap(importedNames).flatMap(needed);
  const fresh = [...new Set(names)].filter((name) => name in packages && !asked.has(name));
  for (const name of fresh) asked.add(name);
  await Promise.all(fresh.map(loadPackage));
};

const loadPackage = async (name: string): Promise<void> => {
  try {
    const types = await packages[name]?.();
    for (const [path, text] of Object.entries(types?.default ?? {})) {
      typescriptDefaults.addExtraLib(text, `file:///node_modules/${path}`);
    }
  } catch {
    // Without a line to the server: they are asked for again with the next key.
    asked.delete(name);
  }
};
