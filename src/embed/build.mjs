/** Bundles `<run-cell>` for other sites' pages: `dist/embed.js`, and in `dist/embed/` what it loads when a cell is run. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The elements of outputs ask for the workbook of their page: here it is another one. */
const otherWorkbook = {
  name: 'other-workbook',
  setup({ onResolve }) {
    const path = fileURLToPath(new URL('embed-workbook.ts', import.meta.url));
    onResolve({ filter: /\/page-workbook\.ts$/ }, () => ({ path }));
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
  plugins: [otherWorkbook],
};

await build({ ...shared, entryPoints: ['src/embed/embed.ts'], outfile: 'dist/embed.js', format: 'iife' });
await build({
  ...shared,
  entryPoints: ['src/embed/live.ts', 'src/embed/cell.ts'],
  outdir: 'dist/embed',
  format: 'esm',
  splitting: true,
  chunkNames: 'shared-[hash]',
});
