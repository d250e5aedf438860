import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const library = (path: string): string =>
  fileURLToPath(new URL(`sandbox-server/library/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      openstack: library('openstack/index.ts'),
      faafo: library('faafo.ts'),
      check: library('check.ts'),
      workbook: library('workbook.ts'),
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
