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
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes by itself, later on a busy computer.
    expect: { poll: { timeout: 50_000 } },
    // A busy computer may make a browser late once; what fails twice fails.
    retry: process.env.CI === undefined ? 0 : 1,
    reporters: ['default'],
    // Two at a time, but for those with a browser, which has the computer for itself.
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
