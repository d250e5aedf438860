import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const moduleName = 'virtual:library-types';
/** What cells may import, and what they ask their reader with, as files of the library. */
const entries = ['openstack/index.ts', 'faafo.ts', 'workbook.ts', 'questions.ts'];

const compiler = (): string => {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('typescript/package.json')), 'lib', 'tsc.js');
};

const declarationsIn = async (folder: string): Promise<Record<string, string>> => {
  if (!existsSync(folder)) return {};
  const files = await readdir(folder, { recursive: true });
  const texts = files
    .filter((file) => file.endsWith('.d.ts'))
    .map(async (file) => [file.split(sep).join('/'), await readFile(join(folder, file), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
};

/**
 * The declarations of the library that cells import, by path, made by the TypeScript compiler: what the editor
 * completes is what the library is. `library` is the absolute path of the library's folder.
 */
export const readLibraryTypes = async (library: string): Promise<Record<string, string>> => {
  const folder = await mkdtemp(join(tmpdir(), 'library-types-'));
  const files = entries.map((entry) => join(library, entry));
  const options = ['--declaration', '--emitDeclarationOnly', '--ignoreConfig', '--skipLibCheck'];
  const language = ['--target', 'esnext', '--module', 'preserve', '--allowImportingTsExtensions'];
  const place = ['--rootDir', dirname(library), '--outDir', folder];
  try {
    // A complaint of the type checker is the business of its own check: the declarations are written all the same.
    const said = await run(process.execPath, [compiler(), ...options, ...language, ...place, ...files]).catch(
      (failure: unknown) => failure,
    );
    const types = await declarationsIn(join(folder, relative(dirname(library), library)));
    if (Object.keys(types).length === 0) {
      throw new Error(`TypeScript wrote no declarations for ${library}.`, { cause: said });
    }
    return types;
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** A Vite plugin that gives the editor those declarations as the module `virtual:library-types`. */
export const libraryTypes = (
  library: string,
): {
  name: string;
  resolveId(id: string): string | undefined;
  load(id: string): Promise<string | undefined>;
} => {
  const resolved = `\0${moduleName}`;
  let text: Promise<string> | undefined;
  return {
    name: 'library-types',
    resolveId: (id) => (id === moduleName ? resolved : undefined),
    load: async (id) => {
      if (id !== resolved) return undefined;
      text ??= readLibraryTypes(library).then((types) => `export default ${JSON.stringify(types)};`);
      return await text;
    },
  };
};
