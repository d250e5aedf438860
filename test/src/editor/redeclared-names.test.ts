import { describe, expect, test } from 'vitest';
import { readCell, withoutRedeclared } from '../../../src/editor/redeclared-names.ts';

/** The texts before the last one, as they stand before it. */
const earlierOf = (...texts: string[]): string[] => {
  const cells = texts.map(readCell);
  const own = cells.pop();
  return own === undefined ? [] : withoutRedeclared(cells, own);
};

describe('a name that is declared in several cells', () => {
  test('belongs to the last of them', () => {
    expect(earlierOf('const rows = [1];', 'rows.at(0);', "const rows = 'a';", 'rows')).toEqual([
      'const rows_of_1 = [1];',
      'rows_of_1.at(0);',
      "const rows = 'a';",
    ]);
  });

  test('belongs to the cell itself when that declares it, too', () => {
    expect(earlierOf('let a = 1;', 'let a = 2; a + 1;', 'let a = 3;')).toEqual([
      'let a_of_1 = 1;',
      'let a_of_2 = 2; a_of_2 + 1;',
    ]);
  });

  test('leaves members of that name alone', () => {
    expect(
      earlierOf(
        'const a = { a: 1, b: a2.a }; const c = { a }; const { d: e } = c;',
        'const a = 1; const d = 2;',
      ),
    ).toEqual(['const a_of_1 = { a: 1, b: a2.a }; const c = { a: a_of_1 }; const { d: e } = c;']);
  });

  test('may be imported again', () => {
    expect(
      earlierOf("import { z, y as x } from 'zod'; z.string();", "import { z, y as x } from 'zod';"),
    ).toEqual(["import { z as z_of_1, y as x_of_1 } from 'zod'; z_of_1.string();"]);
  });

  test('may stand in a pattern, a class, a function, a type', () => {
    expect(
      earlierOf(
        'const { a, b: [c] } = o; class D {} function e() {} type F = D;',
        'let a, c; class D {} function e() {} type F = 1;',
      ),
    ).toEqual([
      'const { a: a_of_1, b: [c_of_1] } = o; class D_of_1 {} function e_of_1() {} type F_of_1 = D_of_1;',
    ]);
  });
});

test('names that are declared once stay as they are, and so does a text that is not finished', () => {
  expect(earlierOf('const a = 1;', 'const b = (a', 'c')).toEqual(['const a = 1;', 'const b = (a']);
});
