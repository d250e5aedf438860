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
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A busy computer may make a browser late once; what fails twice fails.
    retry: process.env.CI === undefined ? 0 : 1,
    reporters: ['default'],
  },
});
