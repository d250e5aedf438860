import { describe, expect, test } from 'vitest';
import { type Bindings, bindingsOf } from '../../../src/bindings/bindings.ts';

const nothing: Bindings = { declares: [], assigns: [], uses: [], imports: {} };
const read = (code: string): Bindings => {
  const bindings = bindingsOf(code);
  if (bindings === undefined) throw new Error(`not TypeScript: ${code}`);
  return bindings;
};
const names = (text: string): string[] => text.split(' ').filter((name) => name !== '');

describe('a cell declares', () => {
  test.each([
    ['const a = 1; let b = 2; var c;', 'a b c'],
    ['const { a, b: c, d: { e = 1 }, ...rest } = {};', 'a c e rest'],
    ['const [a, , [b], ...c] = [];', 'a b c'],
    ['function f() {} async function* g() {} class C {}', 'C f g'],
    ['enum Size { small = 1 } const enum Other { one }', 'Other Size'],
    ['namespace Shapes { export const round = 1; }', 'Shapes'],
    ['export const a = 1; export function f() {} export default class D {}', 'D a f'],
    ['using file = open(); await using line = dial();', 'file line'],
    ['if (1) { var risen = 1; let kept = 2; } for (var i = 0; i < 1; i++) {}', 'i risen'],
    ['for (const x of []) { var inLoop; }', 'inLoop'],
    ['try {} catch (error) { const inner = 1; }', ''],
    ['(function named() { var own; })(); (class Named {});', ''],
    ['const f = (a, { b }, c = 1) => { const d = 2; };', 'f'],
    ['a: for (;;) { break a; }', ''],
  ])('%s', (code, declared) => {
    expect(read(code).declares).toEqual(names(declared));
  });

  test('what it imports, and knows the same thing under the same name for the same', () => {
    expect(read(`import d, { a, b as c } from 'x'; import * as all from 'y'; import 'z';`)).toEqual({
      ...nothing,
      declares: ['a', 'all', 'c', 'd'],
      imports: { a: 'x#a', c: 'x#b', d: 'x#default', all: 'y#*' },
    });
  });

  test.each([
    ['interface A { b: string } type C = A;'],
    [`import type { A } from 'x'; import { type B } from 'x';`],
    ['declare const a: number; declare function f(): void; declare class C {} declare namespace N {}'],
    ['function f(a: string): void;'],
  ])('nothing of what is there for the compiler alone: %s', (code) => {
    expect(read(code)).toEqual(nothing);
  });
});

describe('a cell uses', () => {
  test.each([
    ['servers.length', 'servers'],
    ['servers[index]', 'index servers'],
    ['({ a, b: c, [d]: 1, e() { return f; } })', 'a c d f'],
    ['const own = 1; own + other', 'other'],
    ['function f(a) { return a + b; } const g = (c) => c + d;', 'b d'],
    ['later(); function later() {} const after = 1;', ''],
    ['{ const a = 1; a } a', 'a'],
    ['const f = () => hidden; { const hidden = 1; }', 'hidden'],
    ['function f() { return a; var a; }', ''],
    ['const { a = b, [c]: d } = e;', 'b c e'],
    ['for (const x of list) x; for (const i in things) i;', 'list things'],
    ['for await (const line of lines()) line;', 'lines'],
    ['try { a } catch (error) { error; b }', 'a b'],
    ['class A extends B { c = d; static { e; } [f]() { return this.g; } @h i = 1; }', 'B d e f h'],
    ['@mark class A {}', 'mark'],
    ['enum A { one = start, two = one }', 'start'],
    ['namespace A { const inner = outer; inner; }', 'outer'],
    ['class A { constructor(private b = c) {} }', 'c'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a cell's
    ['`a ${b} c`; tag`${d}`;', 'b d tag'],
    ['a?.b?.[c]; new D(); e as F; g!; h satisfies I; <J>k; l<M>();', 'D a c e g h k l'],
    ['const a: Type<Other> = b; function f<T extends U>(c: V): W { return c; }', 'b'],
    ['typeof a; void b; delete c.d; new.target', 'a b c'],
    ['const a = 1; export { a }', ''],
    ['export default a', 'a'],
    ['loop: for (;;) { break loop; }', ''],
    ['import { a } from "x"; a(b)', 'b'],
    ['switch (a) { case b: let c = 1; c; }', 'a b'],
  ])('%s', (code, used) => {
    const wrapped = code.includes('new.target') ? `function f() { ${code} }` : code;
    expect(read(wrapped).uses).toEqual(names(used));
  });
});

describe('a cell gives another cell’s variable a new value', () => {
  test.each([
    ['x = 1', 'x', ''],
    ['x = x + 1', 'x', 'x'],
    ['x += 1; y ??= 2; z++;', 'x y z', 'x y z'],
    ['({ a, b: c.d, ...e } = f)', 'a e', 'c f'],
    ['[a, b = g] = f', 'a b', 'f g'],
    ['for (x of list) {} for (y in list) {}', 'x y', 'list'],
    ['function f() { x = 1; }', 'x', ''],
    ['(x as any) = 1; y! += 1', 'x y', 'y'],
    ['let x; x = 1;', '', ''],
    ['function f(x) { x = 1; }', '', ''],
    ['x.y = 1; x[0]++; delete x.z', '', 'x'],
  ])('%s', (code, assigned, used) => {
    expect(read(code)).toMatchObject({ assigns: names(assigned), uses: names(used) });
  });
});

test('of a text that is not TypeScript, or is nested too deeply, nothing is known', () => {
  expect(bindingsOf('const = 1')).toBeUndefined();
  expect(bindingsOf('['.repeat(100_000))).toBeUndefined();
  expect(bindingsOf(`1${'+1'.repeat(60_000)}`)).toBeUndefined();
});
