import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../../sandbox-server/packages/catalog.mjs';
import { readPackageTypes } from '../../../src/editor/package-types.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Where the editor's TypeScript looks for the declarations of a package. */
const places = (name: string) => [`${name}/index.d.ts`, `@types/${name}/index.d.ts`];

describe('the declarations of a package', () => {
  test.each(catalog)('%s begin where the editor looks for them', async (name) => {
    const types = await readPackageTypes(name, root);
    expect(Object.keys(types).some((path) => places(name).includes(path))).toBe(true);
    expect(Object.keys(types).filter((path) => path.startsWith('@types/node/'))).toEqual([]);
  });

  test('hold the comments that the editor shows', async () => {
    const types = await readPackageTypes('@observablehq/plot', root);
    expect(types['@observablehq/plot/index.d.ts']).toBe("export * from './src/index';");
    expect(types['@observablehq/plot/src/marks/bar.d.ts']).toContain('Returns a new vertical bar mark');
  });

  test('of Node hold its modules', async () => {
    const types = await readPackageTypes('node', root);
    expect(types['@types/node/path.d.ts']).toMatch(/declare module ['"]node:path['"]/);
  });

  test('that do not exist are an error which names the package', async () => {
    await expect(readPackageTypes('no-such-package', root)).rejects.toThrow(
      'no-such-package has no declarations',
    );
  });
});
