import names from 'virtual:exported-names';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { importedNames } from './imported-names.ts';

/** What a cell finds without importing it, as far as cells use it. */
const globals = [
  'console',
  'fetch',
  'crypto',
  'URL',
  'Math',
  'JSON',
  'Object',
  'Array',
  'Promise',
  'Map',
  'Set',
];
const keywords =
  'async await break case catch class const continue else export finally for function if import instanceof interface let new of return switch throw try type typeof while yield'.split(
    ' ',
  );

/** Parts of the syntax tree in which a declaration is nobody else's. */
const inner = new Set(['Block', 'ClassBody', 'ArrowFunction', 'ParamList', 'ObjectType', 'TypeParamList']);

/** The names that a text declares or imports at its top. */
export const declaredNames = (text: string): string[] => {
  const found: string[] = [];
  typescriptLanguage.parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'VariableDefinition' || name === 'TypeDefinition') found.push(text.slice(from, to));
      return !inner.has(name);
    },
  });
  return [...new Set(found)];
};

/** The module whose names `import * as name` has made properties of `name`. */
const moduleNamed = (name: string, texts: readonly string[]): string | undefined => {
  const pattern = new RegExp(`\\bimport\\s+\\*\\s+as\\s+${name}\\s+from\\s*['"]([^'"]+)['"]`);
  return texts.map((text) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
};

const options = (labels: readonly string[], type: string): Completion[] =>
  labels.map((label) => ({ label, type }));

/** The module that the braces before the cursor take names from, if it is an import's: also while it is being written. */
const moduleOfBraces = (before: string, after: string): string | undefined => {
  if (!/\bimport\s+(?:type\s+)?(?:\w+\s*,\s*)?\{[^}]*$/.test(before)) return undefined;
  return importedNames(`import {${after.slice(0, 200)}`)[0];
};

/**
 * Completes names: of the module within an import's braces, of modules within its quotes, after `name.` where that
 * is a whole module, and otherwise what this cell and those before it declare.
 */
export const nameCompletion =
  (earlier: () => readonly string[]) =>
  (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const before = text.slice(0, context.pos);
    const quoted = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]*)$/.exec(before);
    if (quoted) {
      const from = context.pos - (quoted[1] ?? '').length;
      return { from, options: options(Object.keys(names), 'namespace'), validFor: /^[^'"]*$/ };
    }
    const word = /(?:([\w$]+)\.)?([\w$]*)$/.exec(before);
    const [, owner, begun = ''] = word ?? [];
    const from = context.pos - begun.length;
    const result = (found: Completion[]): CompletionResult => ({
      from,
      options: found,
      validFor: /^[\w$]*$/,
    });
    if (owner !== undefined) {
      const module = moduleNamed(owner, [text, ...earlier()]);
      return module === undefined ? null : result(options(names[module] ?? [], 'property'));
    }
    if (before.at(from - 1) === '.') return null;
    const braces = moduleOfBraces(before, text.slice(context.pos));
    if (braces !== undefined) return result(options(names[braces] ?? [], 'variable'));
    if (begun === '' && !context.explicit) return null;
    const declared = [text, ...earlier()].flatMap(declaredNames).filter((name) => name !== begun);
    return result([
      ...options([...new Set(declared)], 'variable').map((option) => ({ ...option, boost: 1 })),
      ...options(globals, 'variable'),
      ...options(keywords, 'keyword'),
    ]);
  };
