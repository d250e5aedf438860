import { describe, expect, test } from 'vitest';
import { bindingsOf } from '../../../src/bindings/bindings.ts';
import {
  clashesOf,
  dependentsOf,
  type KnownCell,
  needsOf,
  orderOf,
} from '../../../src/workbook/dependencies.ts';

/** Cells in the order of a page, each with its code. */
const page = (codes: Record<string, string>): KnownCell[] =>
  Object.entries(codes).map(([name, code]) => ({ name, bindings: bindingsOf(code) }));

const lesson = page({
  connect: `import { connect } from 'openstack'; const cloud = await connect();`,
  list: 'const servers = await cloud.compute.servers();',
  count: 'const count = servers.length;',
  alone: 'const answer = 42;',
  show: 'console.log(count, answer)',
});

describe('a cell needs the cells that give the names that it uses', () => {
  test.each([
    ['connect', []],
    ['list', ['connect']],
    ['count', ['list']],
    ['show', ['alone', 'count']],
  ])('%s', (name, needed) => {
    expect([...(needsOf(lesson).get(name) ?? [])]).toEqual(needed);
  });

  test('of several, the nearest above; where there is none above, the first below', () => {
    const cells = page({ early: 'x', one: 'let x = 1', two: 'x += 1', three: 'let x = 3', late: 'x' });
    const needs = needsOf(cells);
    expect([...(needs.get('late') ?? [])]).toEqual(['three']);
    expect([...(needs.get('two') ?? [])]).toEqual(['one']);
    expect([...(needs.get('early') ?? [])]).toEqual(['one']);
  });

  test('and what a function that it calls uses, by the cell that declares the function', () => {
    const cells = page({ list: 'let list = []', f: 'function f() { return list }', call: 'f()' });
    expect(dependentsOf(cells, ['list'])).toEqual(['f', 'call']);
  });
});

test('what depends on a cell is all that needs it, through others too, in the order of the page', () => {
  expect(dependentsOf(lesson, ['connect'])).toEqual(['list', 'count', 'show']);
  expect(dependentsOf(lesson, ['alone'])).toEqual(['show']);
  expect(dependentsOf(lesson, ['show'])).toEqual([]);
});

describe('cells are run so that each comes after what it needs', () => {
  test('on a page that is in order, as on the page', () => {
    const names = lesson.map(({ name }) => name);
    expect(orderOf(lesson, names)).toEqual({ order: names, circle: undefined });
  });

  test('where a name is declared further down, that cell first', () => {
    const cells = page({ show: 'answer', other: '1', define: 'const answer = 42' });
    expect(orderOf(cells, ['show', 'other', 'define']).order).toEqual(['define', 'show', 'other']);
  });

  test('only those that are asked for, in whatever order they are named', () => {
    expect(orderOf(lesson, ['show', 'list']).order).toEqual(['list', 'show']);
  });

  test('a circle is named, and its cells run as on the page', () => {
    const cells = page({ hen: 'const hen = egg', egg: 'const egg = hen', other: 'hen' });
    expect(orderOf(cells, ['hen', 'egg', 'other'])).toEqual({
      order: ['egg', 'hen', 'other'],
      circle: ['hen', 'egg'],
    });
  });

  test('a text that cannot be read keeps its place', () => {
    const cells = page({ broken: 'const = ', next: '1' });
    expect(orderOf(cells, ['next', 'broken']).order).toEqual(['broken', 'next']);
  });
});

describe('a name that two cells declare', () => {
  test('is told to both', () => {
    const cells = page({ one: 'const x = 1, y = 2', two: 'function x() {}', three: 'class x {}' });
    expect(Object.fromEntries(clashesOf(cells))).toEqual({
      one: [{ name: 'x', cells: ['two', 'three'] }],
      two: [{ name: 'x', cells: ['one', 'three'] }],
      three: [{ name: 'x', cells: ['one', 'two'] }],
    });
  });

  test.each([
    ['the same import', { one: `import { table } from 'workbook'`, two: `import { table } from 'workbook'` }],
    ['another value for it', { one: 'let x = 1', two: 'x = 2' }],
    ['a name of an inner scope', { one: 'const x = 1', two: '{ const x = 2 } (x) => x' }],
    ['a type of that name', { one: 'const x = 1', two: 'interface x {}' }],
  ])('is not %s', (_, codes) => {
    expect(clashesOf(page(codes)).size).toBe(0);
  });

  test('is one when they import it from different places', () => {
    const cells = page({ one: `import { x } from 'a'`, two: `import { x } from 'b'` });
    expect(clashesOf(cells).get('one')).toEqual([{ name: 'x', cells: ['two'] }]);
  });
});
