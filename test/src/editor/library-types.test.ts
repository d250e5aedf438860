import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLibraryTypes } from '../../../src/editor/library-types.ts';

test('the editor knows what cells may import, from the library itself', async () => {
  const types = await readLibraryTypes(
    fileURLToPath(new URL('../../../sandbox-server/library', import.meta.url)),
  );
  expect(types['openstack/index.d.ts']).toMatch(/connect/);
  expect(types['workbook.d.ts']).toMatch(/\btable\b/);
  // A question without `await` is a promise to the compiler, too.
  expect(types['questions.d.ts']).toMatch(/function prompt\(.*\): Promise<string \| null>/);
  expect(types['questions.d.ts']).toMatch(/function confirm\(.*\): Promise<boolean>/);
  expect(types['faafo.d.ts']).toMatch(/\bconnectFaafo\b/);
});

test('a library that is not there is an error that says so', async () => {
  await expect(readLibraryTypes('/nowhere/library')).rejects.toThrow('no declarations for /nowhere/library');
});
