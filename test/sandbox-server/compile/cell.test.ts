import { runInNewContext } from 'node:vm';
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

/** What the script yields as V8 runs it, without what the server puts before it. */
async function result(code: string): Promise<unknown> {
  return runInNewContext(await body(code));
}

/** The script without what the server puts around the cell. */
async function body(code: string): Promise<string> {
  return (await script(code)).source.split('\n').slice(1, -1).join('\n').trim();
}

/** The same without what stands in the place of types, and without what asks for absent names. */
async function plainBody(code: string): Promise<string> {
  const asking = / = this\.__workbook__\.absent\((?:all|await import\([^)]*\)), "[^"]*", "[^"]*"\)/g;
  return (await body(code)).replace(asking, '').replace(/\s+/g, ' ').replace(/ ;/g, ';');
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
    ['export default class {}', '(class {})'],
    ['export default 7', '7'],
    ['import {\n  a,\n  b,\n} from "x"', 'const { a, b } = await import("x");'],
    ['const a = 1; export { a };', 'const a = 1;'],
  ])('%s', async (code, expected) => {
    expect(await plainBody(code)).toBe(expected);
  });

  test('an import asks for the name that is not there', async () => {
    expect(await body('import { a } from "x";')).toBe(
      'const { a = this.__workbook__.absent(await import("x"), "a", "x") } = await import("x");',
    );
  });

  test('types go, and an import that only another cell uses stays', async () => {
    expect(await plainBody('import { late } from "x";\nconst a: number = 1 as number;')).toBe(
      'const { late } = await import("x"); const a = 1;',
    );
  });

  test('the last statement stays the last, so that its value is the result', async () => {
    expect(await body('const a = [1, 2];\na.length')).toBe('const a = [1, 2];\na.length');
  });

  test.each([
    ['"a" + "b"', 'ab'],
    ['-1', -1],
    ['undefined', undefined],
    ['void 0', undefined],
    ['1 // one', 1],
    ['-1 as number', -1],
  ])('a last line that is made of literals is the result: %s', async (last, expected) => {
    expect(await result(`const a: number = 1;\na;\n${last}`)).toBe(expected);
  });

  test.each([
    ['enum Size { small = 3 }\nSize.small', 3],
    ['enum Size { small }\nconst size = Size.small\n"a" + "b"', 'ab'],
    ['enum Size { small }; -1', -1],
    ['namespace Two { export const half = 1 }\n"a" + "b"', 'ab'],
    ['class A { constructor(public b = 7) {} }\nnew A().b', 7],
    [
      'const twice = (_: unknown, __: unknown) => (value: number) => value * 2;\nclass A { @twice b = 4 }\nnew A().b',
      8,
    ],
    ['const twice = (_: unknown, __: unknown) => undefined;\nclass A { @twice b = 4 }\n-1', -1],
  ])('what takes more than leaving types out works: %s', async (code, expected) => {
    expect(await result(code)).toBe(expected);
  });

  test('it yields a task first, says whose it is, and is named after cell and run', async () => {
    const { source } = await script('1');
    expect(source.split('\n')[0]).toBe(
      `await this.__workbook__.tick(); this.__workbook__.enter("${run}", "first");`,
    );
    expect(source.split('\n').at(-1)).toBe(`//# sourceURL=cell:first/${run}`);
  });

  test('`using` stays as it is', async () => {
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

  test('are the author’s own columns where types were left out', async () => {
    const { source, locate } = await script('const a: { b: string } = JSON.parse("1"); a.b.c;');
    const column = (source.split('\n')[1] ?? '').indexOf('.b.c') + 1;
    expect(locate(2, column + 1)).toEqual({ line: 1, column: 45 });
  });

  test.each([
    ['import { a, nope } from "x";', { line: 1, column: 13 }],
    ['import {\n  a,\n  nope as b,\n} from "x";', { line: 3, column: 3 }],
    ['enum A {}\nimport { a, nope } from "x";', { line: 2, column: 13 }],
  ])('of an absent name lead to it: %s', async (code, position) => {
    const { source, locate } = await script(code);
    const lines = source.split('\n');
    const line = lines.findIndex((text) => text.includes('"nope"'));
    const before = (lines[line] ?? '').indexOf('"nope"');
    expect(locate(line + 1, (lines[line] ?? '').lastIndexOf('this.', before) + 1)).toEqual(position);
  });

  test('of a last line lead to it also behind an enum on the same line', async () => {
    const { source, locate } = await script('enum A { b }; const c = A.b; c.d.e');
    const lines = source.split('\n');
    const line = lines.findIndex((text) => text.includes('c.d.e'));
    expect(locate(line + 1, (lines[line] ?? '').indexOf('c.d.e') + 5)).toEqual({ line: 1, column: 34 });
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

describe('a cell that would keep a parser busy for years, or spoil it, is refused, and others are not', () => {
  test.each([
    ['arrows that are none', `x = ${'<T>('.repeat(40)}${')'.repeat(40)} => 1`],
    ['brackets', '['.repeat(60_000)],
    ['brackets that are closed', `${'['.repeat(60_000)}${']'.repeat(60_000)}`],
    ['a sum', `1${'+1'.repeat(60_000)}`],
    ['branches', `${'if (a); else '.repeat(15_000)};`],
  ])('%s', async (_, code) => {
    const compiled = await compileCell({ run: 'r', cell: 'first', code });
    expect(compiled).toMatchObject({ ok: false, error: { name: 'SyntaxError' } });
    expect(await compileCell({ run: 's', cell: 'next', code: 'const a: number = 1;' })).toMatchObject({
      ok: true,
    });
  });

  test('types, which esbuild understands all the same', async () => {
    const code = `let a: ${'A<'.repeat(20_000)}B${'>'.repeat(20_000)}`;
    expect(await compileCell({ run: 'r', cell: 'first', code })).toMatchObject({ ok: true });
    expect(await compileCell({ run: 's', cell: 'next', code: 'const a: number = 1;' })).toMatchObject({
      ok: true,
    });
  });
});

describe('a line of the author’s is found in the script', () => {
  const found = async (code: string, line: number) => {
    const { place, source } = await script(code);
    const at = place(line);
    return (
      at &&
      source
        .split('\n')
        [at.line - 1]?.slice(at.column - 1)
        .trim()
    );
  };

  test('where it stands, or where the next one does that is more than a type', async () => {
    expect(await found('let a = 1;\nlet b = 2;', 2)).toBe('let b = 2;');
    expect(await found('let a: number = 1;\n\nlet b = 2;', 2)).toBe('let b = 2;');
    expect(await found('let a = 1;', 2)).toBeUndefined();
  });

  test('where it came to, in a cell that is written anew', async () => {
    expect(await found('enum A { B,\n C }\n\n\nlet b: A = A.B;\nlet c = 1;', 4)).toBe('let b = 0 /* B */;');
    expect(await found('enum A { B,\n C }\n\n\nlet b: A = A.B;\nlet c = 1;', 6)).toBe('let c = 1;');
  });
});
