import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RealKernel } from './real-kernel.ts';

/** TypeScript as people write it in a notebook, on a real kernel: cell after cell, in one kernel each. */
let kernel: RealKernel;
beforeAll(async () => {
  kernel = await RealKernel.start();
});
afterAll(async () => {
  await kernel.kernel.stop();
});

describe('cells that run one after the other', () => {
  test.each([
    ['wait at the top level', ['const waited = await Promise.resolve(7);', 'waited'], '7'],
    ['declare a const anew', ['const again = 1;', 'const again = 2;', 'again'], '2'],
    ['declare a let anew', ['let another = 1;', 'let another = "two";', 'another'], '"two"'],
    ['declare a function anew', ['function f() { return 1 }', 'function f() { return 2 }', 'f()'], '2'],
    ['declare a class anew', ['class A { n = 1 }', 'class A { n = 2 }', 'new A().n'], '2'],
    ['see what was assigned to a let', ['let count: number = 1;', 'count += 41;', 'count'], '42'],
    [
      'see what a function of an earlier cell reads later',
      ['let seen = 1; const read = () => seen;', 'seen = 5;', 'read()'],
      '5',
    ],
    [
      'declare an enum, and again',
      ['enum Size { small = 1 }', 'enum Size { small = 3, large }', 'Size.large'],
      '4',
    ],
    ['use a const enum', ['const enum Way { in = 7 }', 'Way.in'], '7'],
    ['declare a namespace', ['namespace Shapes { export const sides = 4 }', 'Shapes.sides'], '4'],
    [
      'take an import from a cell before',
      [`import { table } from 'workbook';`, 'typeof table'],
      '"function"',
    ],
    [
      'import the same again',
      [`import { table } from 'workbook';`, `import { table, sleep } from 'workbook'; typeof sleep`],
      '"function"',
    ],
    [
      'decorate a class and a method',
      [
        'const double = (method: (n: number) => number, _: unknown) => function (this: unknown, n: number) { return 2 * method.call(this, n) };',
        'class Twice { @double of(n: number) { return n } }',
        'new Twice().of(4)',
      ],
      '8',
    ],
    [
      'dispose of what they use when its block ends',
      [
        'const ends: string[] = []; const open = (name: string) => ({ name, [Symbol.dispose]() { ends.push(name) } });',
        '{ using one = open("one"); using two = open("two"); }',
        'ends.join()',
      ],
      '"two,one"',
    ],
    [
      'go through an asynchronous iterable at the top level',
      [
        'async function* numbers() { yield 1; yield 2; yield 3 }',
        'let sum = 0; for await (const n of numbers()) sum += n;',
        'sum',
      ],
      '6',
    ],
    [
      'write generics and assertions',
      ['const first = <T,>(list: T[]) => list[0]!;', 'first<number>([9]) as unknown as string'],
      '9',
    ],
    [
      'have parameter properties',
      ['class Point { constructor(readonly x: number) {} }', 'new Point(3).x'],
      '3',
    ],
    [
      'run although the types are wrong',
      ['const wrong: number = "text" as any as number; const none: string = 5;', 'none'],
      '5',
    ],
  ] satisfies [string, string[], string][])('%s', async (_, cells, shown) => {
    for (const code of cells.slice(0, -1)) expect(await kernel.run(code)).toEqual({ outcome: 'ok' });
    expect(await kernel.output(cells.at(-1) ?? '')).toBe(shown);
  });
});

describe('the place of a fault is that of the text', () => {
  test.each([
    ['after types', 'interface A { b: string }\nconst a = {} as A;\na.b.length;', { line: 3, column: 5 }],
    ['after an enum', 'enum E { one }\nlet e: E = E.one;\n  nowhere;', { line: 3, column: 3 }],
    [
      'after a decorator',
      'const keep = (_: unknown, __: unknown) => {};\n@keep class K {}\nabsent();',
      { line: 3, column: 1 },
    ],
    ['after an await', 'await null;\nconst n: number = 1;\nnull!.x;', { line: 3, column: 7 }],
  ])('%s', async (_, code, position) => {
    expect(await kernel.run(code)).toMatchObject({ outcome: 'error', error: { position } });
  });
});

test.each([
  ['a const', 'const kind = 1;', 'let kind = 2;', 'kind'],
  ['a class', 'class Thing {}', 'function Thing() {}', 'Thing'],
])('%s that is to become something else is told what to do', async (_, before, after, name) => {
  await kernel.run(before);
  const { error } = await kernel.run(after);
  expect(error?.message).toBe(
    `“${name}” is declared in this kernel as another kind of thing: a const cannot become a let, nor a class a function. Give it another name, or restart the kernel.`,
  );
  expect(await kernel.run(before)).toEqual({ outcome: 'ok' });
});
