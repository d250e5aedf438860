import { describe, expect, test } from 'vitest';
import { inside, membersOf, toJson } from '../../../sandbox-server/library/inside.ts';

/** Opens stretch after stretch by their names. */
const open = (value: object, ...names: string[]): object =>
  names.reduce(
    (whole, name) => {
      const next: unknown = Reflect.get(whole, name);
      if (typeof next !== 'object' || next === null)
        throw new Error(`There is no ${name} in ${Object.keys(whole)}.`);
      return inside(next, 10);
    },
    inside(value, 10),
  );

describe('a long value is folded into stretches', () => {
  test('a short one is itself', () => {
    const list = [1, 2];
    expect(inside(list, 10)).toBe(list);
  });

  test('an array and a typed array, whose items keep their numbers', () => {
    const list = Array.from({ length: 95 }, (_, index) => index);
    expect(Object.keys(open(list)).slice(0, 2)).toEqual(['0 … 9', '10 … 19']);
    expect(Object.entries(open(list, '90 … 94'))[0]).toEqual(['90', 90]);
    expect(Object.keys(open(new Uint8Array(101), '100 … 100'))).toEqual(['100']);
  });

  test('of stretches of stretches, when there are many', () => {
    const list = Array.from({ length: 950 }, (_, index) => index);
    expect(Object.keys(open(list))).toHaveLength(10);
    expect(Object.values(open(list, '900 … 949', '940 … 949'))).toEqual(list.slice(940));
  });

  test('a map, a set and an object by their entries', () => {
    const pairs = Array.from({ length: 25 }, (_, index): [string, number] => [`k${index}`, index]);
    expect(open(new Map(pairs), '20 … 24')).toMatchObject({ start: 20, part: new Map(pairs.slice(20)) });
    expect(open(new Set(pairs.map(([key]) => key)), '10 … 19')).toMatchObject({ start: 10 });
    expect(open(Object.fromEntries(pairs), '20 … 24')).toEqual(Object.fromEntries(pairs.slice(20)));
  });

  test('getters are not called', () => {
    const object = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, index]));
    Object.defineProperty(object, 'k3', { get: () => expect.fail('called'), enumerable: true });
    expect(Object.keys(open(object, '0 … 9'))).toContain('k3');
  });
});

test('a class has the members that its objects share', () => {
  class Shape {
    get area() {
      return 1;
    }
    draw() {
      return this.area;
    }
  }
  expect(Object.keys(membersOf(Shape))).toEqual(['area', 'draw']);
  expect(Object.keys(membersOf({}))).toEqual([]);
});

describe('a value as JSON', () => {
  test('has maps, sets, typed arrays, errors and bigints in it', () => {
    const value = {
      map: new Map([['a', 1]]),
      pairs: new Map([[1, 2]]),
      set: new Set([1]),
      bytes: new Uint8Array(2),
    };
    expect(JSON.parse(toJson({ ...value, big: 10n, error: new TypeError('no') }))).toEqual({
      map: { a: 1 },
      pairs: [[1, 2]],
      set: [1],
      bytes: [0, 0],
      big: '10',
      error: { name: 'TypeError', message: 'no' },
    });
  });

  test('is refused when it is too large', () => {
    expect(() => toJson('x'.repeat(5_000_000))).toThrow('too large');
  });
});
