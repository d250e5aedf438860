/** Bundles what cells import of ours, for those who run them elsewhere: `library/` → `dist/library/*.js`. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

await build({
  absWorkingDir: root,
  entryPoints: {
    workbook: 'sandbox-server/library/workbook.ts',
    openstack: 'sandbox-server/library/openstack/index.ts',
    faafo: 'sandbox-server/library/faafo.ts',
    outside: 'sandbox-server/outside/outside.ts',
  },
  outdir: 'dist/library',
  bundle: true,
  splitting: true,
  chunkNames: 'shared-[hash]',
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  external: ['node:*'],
  target: 'esnext',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
});
