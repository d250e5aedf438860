import { expect, test } from 'vitest';
import { importedNames } from '../../../src/editor/imported-names.ts';

test.each([
  ["import { z } from 'zod';", ['zod']],
  ['import Docker, {\n  type Container,\n} from "dockerode";', ['dockerode']],
  ["import 'workbook'; await import('node:fs')", ['workbook', 'node:fs']],
  ["import { z } from 'zod", []],
  ["const from = 'zod';", []],
])('%s imports %j', (text, names) => {
  expect(importedNames(text)).toEqual(names);
});
