/** Bundles `<run-cell>` for other sites' pages: `dist/embed.js`, and in `dist/embed/` what it loads when a cell is touched or run. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { catalog } from '../../sandbox-server/packages/catalog.mjs';
import { readExportedNames } from '../editor/exported-names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The elements of outputs ask for the workbook of their page: here it is another one. */
const otherWorkbook = {
  name: 'other-workbook',
  setup({ onResolve }) {
    const path = fileURLToPath(new URL('embed-workbook.ts', import.meta.url));
    onResolve({ filter: /\/page-workbook\.ts$/ }, () => ({ path }));
  },
};

/** What modules export, for the completion of names, as in a lesson. */
const exportedNames = {
  name: 'exported-names',
  setup({ onResolve, onLoad }) {
    const library = fileURLToPath(new URL('../../sandbox-server/library', import.meta.url));
    onResolve({ filter: /^virtual:exported-names$/ }, ({ path }) => ({ path, namespace: 'exported-names' }));
    onLoad({ filter: /./, namespace: 'exported-names' }, async () => ({
      contents: JSON.stringify(await readExportedNames(library, catalog)),
      loader: 'json',
    }));
  },
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: 'es2022',
  loader: { '.css': 'text' },
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [otherWorkbook, exportedNames],
};

await build({ ...shared, entryPoints: ['src/embed/embed.ts'], outfile: 'dist/embed.js', format: 'iife' });
await build({
  ...shared,
  entryPoints: ['src/embed/live.ts', 'src/embed/editor.ts', 'src/embed/cell.ts'],
  outdir: 'dist/embed',
  format: 'esm',
  splitting: true,
  chunkNames: 'shared-[hash]',
});
