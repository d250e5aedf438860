import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, test, vi } from 'vitest';

vi.mock('virtual:exported-names', () => ({
  default: { workbook: ['display', 'table'], 'node:path': ['join', 'posix'] },
}));
const { declaredNames, nameCompletion } = await import('../../../src/editor/name-completion.ts');

/** What is offered where `|` stands in a text. */
function offered(marked: string, ...earlier: string[]): string[] | undefined {
  const position = marked.indexOf('|');
  const state = EditorState.create({ doc: marked.replace('|', '') });
  const found = nameCompletion(() => earlier)(new CompletionContext(state, position, false));
  return found?.options.map(({ label }) => label);
}

describe('the names of a cell', () => {
  test('are those that it declares or imports at its top, patterns included', () => {
    const text = `import Docker, { type A as B, c } from 'x'; import * as all from 'y';
      const { d, e: [f] } = g; let h = (i) => { const j = 1; }; function k(l) { var m; } class N { o() {} }
      interface P { q: string }`;
    expect(declaredNames(text).toSorted()).toEqual(
      ['B', 'Docker', 'N', 'P', 'all', 'c', 'd', 'f', 'h', 'k'].toSorted(),
    );
  });
});

describe('completion on a phone offers', () => {
  test('what this cell and those before it declare', () => {
    expect(offered('const one = 1;\no|', 'const other = 2;')).toEqual(
      expect.arrayContaining(['one', 'other']),
    );
  });

  test('a module’s names in the braces of its import', () => {
    expect(offered("import { d| } from 'workbook';")).toEqual(['display', 'table']);
    expect(offered("import { display,\n  | } from 'workbook';")).toEqual(['display', 'table']);
  });

  test('modules in the quotes of an import', () => {
    expect(offered("import { join } from 'node:|")).toEqual(['workbook', 'node:path']);
  });

  test('the names of a whole module after its dot, also of one that an earlier cell imported', () => {
    expect(offered('path.jo|', "import * as path from 'node:path';")).toEqual(['join', 'posix']);
  });

  test('nothing after the dot of something else, nor where no name has begun', () => {
    expect(offered('server.na|')).toBeUndefined();
    expect(offered('const a = |')).toBeUndefined();
  });
});
