import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const moduleName = 'virtual:exported-names';
/** What cells may import of the course itself, as files of the library. */
const own = { openstack: 'openstack/index.ts', faafo: 'faafo.ts', workbook: 'workbook.ts' };
/** Modules of Node that are of no use in a cell: they reach for the computer itself, or are out of date. */
const useless =
  /^(_|child_process|cluster|constants|dgram|domain|fs|inspector|module|punycode|repl|sea|sys|test|trace_events|tty|wasi)/;

const isOffered = (name: string): boolean => name !== 'default' && !name.startsWith('_');

const nodeNames = async (): Promise<[string, string[]][]> => {
  const modules = builtinModules.filter((name) => !useless.test(name) && !name.includes(':'));
  return await Promise.all(
    modules.map(async (name): Promise<[string, string[]]> => {
      const exported: object = await import(`node:${name}`);
      return [`node:${name}`, Object.keys(exported).filter(isOffered)];
    }),
  );
};

/** The names that each module which a cell may import exports, by module: the packages are bundled to find out. */
export const readExportedNames = async (
  library: string,
  packages: readonly string[],
): Promise<Record<string, string[]>> => {
  const entries = [
    ...Object.entries(own).map(([name, file]) => [name, join(library, file)] as const),
    ...packages.map((name) => [name, name] as const),
  ];
  const { metafile } = await build({
    entryPoints: entries.map(([, entry], index) => ({ in: entry, out: `module-${index}` })),
    absWorkingDir: library,
    outdir: library,
    write: false,
    bundle: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['ssh2', '@grpc/*', 'protobufjs'],
    logLevel: 'silent',
  });
  const names = entries.map(([name], index): [string, string[]] => [
    name,
    metafile.outputs[`module-${index}.js`]?.exports.filter(isOffered) ?? [],
  ]);
  return Object.fromEntries([...names, ...(await nodeNames())]);
};

/** A Vite plugin that gives the light editor those names as the module `virtual:exported-names`. */
export const exportedNames = (library: string, packages: readonly string[]) => ({
  name: 'exported-names',
  resolveId: (id: string): string | undefined => (id === moduleName ? `\0${moduleName}` : undefined),
  load: async (id: string): Promise<string | undefined> =>
    id === `\0${moduleName}`
      ? `export default ${JSON.stringify(await readExportedNames(library, packages))};`
      : undefined,
});
