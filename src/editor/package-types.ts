import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const mapName = 'virtual:package-types';
/** The name under which the types of Node's own modules are kept. */
const nodeTypes = 'node';
const manifest = z.object({
  types: z.string().optional(),
  exports: z
    .object({ '.': z.object({ types: z.string().optional() }) })
    .optional()
    .catch(undefined),
});

/** The declarations of one package with all that they rest on, by path under `node_modules`. */
export type PackageTypes = Record<string, string>;

const inModules = (file: string): string =>
  file.slice(file.lastIndexOf('/node_modules/') + '/node_modules/'.length);

/** The declaration files that an import of `name` brings in, as the compiler of the project finds them. */
const filesOf = async (name: string, root: string): Promise<string[]> => {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'lib',
    'tsc.js',
  );
  // Beside the project's node_modules, where an import in a cell would look.
  const folder = await mkdtemp(join(root, 'node_modules', '.package-types-'));
  const file = join(folder, 'import.ts');
  const options = ['--ignoreConfig', '--noEmit', '--skipLibCheck', '--listFilesOnly', '--target', 'esnext'];
  const from = name === nodeTypes ? ['--types', 'node'] : ['--types', ''];
  try {
    await writeFile(
      file,
      name === nodeTypes ? 'export {};' : `import * as all from '${name}';\nexport { all };`,
    );
    const { stdout } = await run(
      process.execPath,
      [compiler, ...options, '--module', 'preserve', ...from, file],
      { maxBuffer: 1 << 24 },
    );
    return stdout.split('\n').filter((line) => line.includes('/node_modules/') && /\.d\.[cm]?ts$/.test(line));
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** The package that a path under `node_modules` belongs to. */
const packageOf = (path: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;

const isCompilers = (path: string): boolean => /^(typescript|@typescript)\//.test(path);
/** Node's own, which are kept once; of fetch the editor has the browser's declarations already. */
const isNodes = (path: string): boolean => /^(@types\/node|undici-types|buffer)\//.test(path);

/** Where the declarations of a package begin. */
const entryOf = async (name: string, root: string, paths: readonly string[]): Promise<string | undefined> => {
  const file = join(root, 'node_modules', name, 'package.json');
  const { types, exports } = manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  const candidates = [exports?.['.'].types, types, 'index.d.ts'].filter((each) => each !== undefined);
  return candidates
    .map((each) => plainPath(`${name}/${each.replace(/^\.\//, '')}`))
    .find((each) => paths.includes(each));
};

/** The declarations of an npm package (or of `node`), read where npm put them under the folder `root`. */
export const readPackageTypes = async (name: string, root: string): Promise<PackageTypes> => {
  const files = (await filesOf(name, root)).filter((file) => !isCompilers(inModules(file)));
  const own = files.filter((file) =>
    name === nodeTypes ? inModules(file).startsWith('@types/node/') : !isNodes(inModules(file)),
  );
  if (own.length === 0) throw new Error(`The package ${name} has no declarations for the editor.`);
  const texts = own.map(
    async (file) => [plainPath(inModules(file)), plainText(await readFile(file, 'utf8'))] as const,
  );
  const types = Object.fromEntries(await Promise.all(texts));
  const packages = new Set(
    Object.keys(types)
      .map(packageOf)
      .filter((each) => !each.startsWith('@types/')),
  );
  for (const each of packages) {
    const entry = await entryOf(each, root, Object.keys(types));
    const index = `${each}/index.d.ts`;
    if (entry !== undefined && entry !== index) types[index] = reexport(each, entry, types);
  }
  return types;
};

/** The editor's TypeScript looks for `.d.ts` alone: what is declared for CommonJS is declared the same. */
const plainPath = (path: string): string => path.replace(/\.d\.[cm]ts$/, '.d.ts');
const plainText = (text: string): string => text.replace(/\.[cm]js(?=['"])/g, '.js');

const reexport = (name: string, entry: string, types: PackageTypes): string => {
  const from = `'.${entry.slice(name.length).replace(/\.d\.ts$/, '')}'`;
  const whole = /\bexport default\b|\bas default\b/.test(types[entry] ?? '')
    ? `export { default } from ${from};`
    : '';
  return `export * from ${from};${whole}`;
};

/** A Vite plugin: `virtual:package-types` leads from the name of a package to its declarations, each a part of its own. */
export const packageTypes = (names: readonly string[], root: string) => {
  const all = [...names, nodeTypes];
  return {
    name: 'package-types',
    resolveId: (id: string): string | undefined => (id.startsWith(mapName) ? `\0${id}` : undefined),
    load: async (id: string): Promise<string | undefined> => {
      if (id === `\0${mapName}`) {
        const parts = all.map(
          (name) => `${JSON.stringify(name)}: () => import(${JSON.stringify(`${mapName}/${name}`)})`,
        );
        return `export default { ${parts.join(', ')} };`;
      }
      if (!id.startsWith(`\0${mapName}/`)) return undefined;
      const types = await readPackageTypes(id.slice(mapName.length + 2), root);
      return `export default ${JSON.stringify(types)};`;
    },
  };
};
