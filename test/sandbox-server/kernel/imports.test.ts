import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RealKernel } from './real-kernel.ts';

let shared: RealKernel;
beforeAll(async () => {
  shared = await RealKernel.start();
});
afterAll(async () => {
  await shared.kernel.stop();
});

describe('a name that the module does not have', () => {
  test('is an error that names it, says what there is, and where it stands', async () => {
    const { outcome, error } = await shared.run("import {\n  sleep,\n  nope as other,\n} from 'workbook';");
    expect(outcome).toBe('error');
    expect(error).toMatchObject({ name: 'SyntaxError', position: { line: 3, column: 3 } });
    expect(error?.message).toMatch(/^“workbook” has no “nope” to import\. It has: .*\bdisplay, .*\bsleep\b/);
    expect(error?.message).toContain('“type nope”');
    expect(error?.stack).toEqual(['cell cell, line 3']);
  });

  test('is one also in a cell that esbuild must lower', async () => {
    const { error } = await shared.run("enum A { b }\nimport { sleep, nope } from 'workbook';\nA.b");
    expect(error).toMatchObject({ name: 'SyntaxError', position: { line: 2, column: 17 } });
  });

  test('is one when it is the default', async () => {
    const { error } = await shared.run("import workbook from 'workbook';");
    expect(error?.message).toMatch(/^“workbook” has no default import; its names stand in braces\. It has: /);
    expect(error?.position).toEqual({ line: 1, column: 8 });
  });
});

describe('a name that the module has', () => {
  test('is there by itself, under another name, and in the namespace', async () => {
    const code = `import * as all from 'workbook';
      import { sleep, table as rows } from 'workbook';
      [all.sleep === sleep, all.table === rows]`;
    expect(await shared.output(code)).toBe('[true, true]');
  });

  test('may be undefined', async () => {
    expect(
      await shared.output("import { nothing } from 'data:text/javascript,export let nothing';\nnothing"),
    ).toBe('');
    expect(shared.events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'ok' });
  });
});
