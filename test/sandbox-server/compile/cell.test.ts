import { describe, expect, test } from 'vitest';
import { compileCell, type Script } from '../../../sandbox-server/compile/cell.ts';
import type { CellError } from '../../../sandbox-server/protocol/events.ts';

const run = '11111111-2222-4333-8444-555555555555';

async function script(code: string): Promise<Script> {
  const compiled = await compileCell({ run, cell: 'first', code });
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.script;
}

async function refusal(code: string): Promise<CellError> {
  const compiled = await compileCell({ run, cell: 'first', code });
  if (compiled.ok) throw new Error('it was compiled');
  return compiled.error;
}

/** The script without what the server puts around the cell. */
async function body(code: string): Promise<string> {
  return (await script(code)).source.split('\n').slice(1, -1).join('\n').trim();
}

describe('a cell becomes a script', () => {
  test.each([
    ['import { a, b as c } from "x";', 'const { a, b: c } = await import("x");'],
    ['import d from "x";', 'const { default: d } = await import("x");'],
    ['import d, { a } from "x";', 'const { default: d, a } = await import("x");'],
    ['import * as all from "x";', 'const all = await import("x");'],
    ['import d, * as all from "x";', 'const all = await import("x"), { default: d } = all;'],
    ['import "x";', 'await import("x");'],
    [
      'import j from "./j.json" with { type: "json" };',
      'const { default: j } = await import("./j.json", { with: { type: "json" } });',
    ],
    ['import type { A } from "x";', ''],
    ['import { type A, b } from "x";', 'const { b } = await import("x");'],
    ['export const a = 1;', 'const a = 1;'],
    ['export default class {}', '(class {\n})'],
    ['export default 7', '7;'],
    ['const a = 1; export { a };', 'const a = 1;'],
  ])('%s', async (code, expected) => {
    expect(await body(code)).toBe(expected);
  });

  test('types go, and an import that only another cell uses stays', async () => {
    expect(await body('import { late } from "x";\nconst a: number = 1 as number;')).toBe(
      'const { late } = await import("x");\nconst a = 1;',
    );
  });

  test('the last statement stays the last, so that its value is the result', async () => {
    expect(await body('const a = [1, 2];\na.length')).toBe('const a = [1, 2];\na.length;');
  });

  test('it yields a task first, says whose it is, and is named after cell and run', async () => {
    const { source } = await script('1');
    expect(source.split('\n')[0]).toBe(`await this.__workbook__.tick(); this.__workbook__.enter("${run}");`);
    expect(source.split('\n').at(-1)).toBe(`//# sourceURL=cell:first/${run}`);
  });

  test('enums, decorators and `using` of today work', async () => {
    const code =
      'enum Size { small, large }\nfunction twice(_: unknown, __: unknown) {}\nclass A { @twice b = 1 }';
    expect(await body(code)).not.toMatch(/enum Size|@twice/);
    expect(await body('using file = open();')).toBe('using file = open();');
  });
});

describe('places', () => {
  test('of the script lead to the line and column that the author wrote', async () => {
    const code = 'interface A {\n  b: string;\n}\n\nconst z: A = { b: "x" };\nz.b.c.d;';
    const { source, locate } = await script(code);
    const line = source.split('\n').findIndex((text) => text.startsWith('z.b.c.d')) + 1;
    expect(locate(line, 1)).toEqual({ line: 6, column: 1 });
    expect(locate(line, 7)).toEqual({ line: 6, column: 7 });
  });

  test('of what the server put before the cell lead nowhere', async () => {
    expect((await script('1')).locate(1, 1)).toBeUndefined();
  });
});

describe('a cell that is not TypeScript is refused', () => {
  test('with line and column, counted in characters', async () => {
    expect(await refusal('const a = 1;\nlet é = "ü"; let = ;')).toEqual({
      name: 'SyntaxError',
      message: 'Unexpected ";"',
      position: { line: 2, column: 20 },
      stack: ['cell first, line 2'],
    });
  });

  test('when it declares a name twice', async () => {
    const { message, position } = await refusal('const a = 1;\nconst a = 2;');
    expect(message).toContain('"a" has already been declared');
    expect(position).toEqual({ line: 2, column: 7 });
  });

  test('when it returns, though esbuild would let it', async () => {
    const { message, position } = await refusal('type A = 1;\n\nreturn 5;');
    expect(message).toBe("'return' outside of function");
    expect(position).toEqual({ line: 3, column: 1 });
  });
});
