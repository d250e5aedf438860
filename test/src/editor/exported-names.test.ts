import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { catalog } from '../../../sandbox-server/packages/catalog.mjs';
import { readExportedNames } from '../../../src/editor/exported-names.ts';

const library = fileURLToPath(new URL('../../../sandbox-server/library', import.meta.url));

test('the light editor knows what every module exports, and of Node those that are of use', async () => {
  const names = await readExportedNames(library, catalog);
  expect(names.openstack).toContain('connect');
  expect(names['@observablehq/plot']).toEqual(expect.arrayContaining(['plot', 'barY']));
  expect(names.zod).toContain('z');
  expect(names.dockerode).toEqual([]);
  expect(names['node:path']).toContain('join');
  expect(names['node:child_process']).toBeUndefined();
});
