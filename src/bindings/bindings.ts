import { parse } from '@babel/parser';
import { walkProgram } from './walk-program.ts';

/** What a cell has to do with the names that all cells of a lesson share. */
export type Bindings = {
  /** Names that it declares at its top level: variables, functions, classes, enums, namespaces, imports. */
  declares: readonly string[];
  /** Names that others declare and that it gives another value: `x = 1`, `x += 1`, `for (x of …)`. */
  assigns: readonly string[];
  /** Names whose value it reads and does not declare itself, in nested functions too. */
  uses: readonly string[];
  /** For each name that it imports, what of which module it is: two cells that import the same do not differ. */
  imports: Readonly<Record<string, string>>;
};

/**
 * Reads what a cell of TypeScript declares and uses. Types do not count: nothing of them is there when it runs.
 * Undefined for a text that is not TypeScript. Some short texts would keep it busy for years: whoever reads what
 * others wrote sets it a time (`BindingsReader` does).
 */
export const bindingsOf = (code: string): Bindings | undefined => {
  const program = programOf(code);
  if (program === undefined) return undefined;
  const { declared, imports, read, written } = walkProgram(program);
  const free = (names: ReadonlySet<string>): string[] =>
    [...names].filter((name) => !declared.has(name)).sort();
  return {
    declares: [...declared].sort(),
    assigns: free(written),
    uses: free(read),
    imports: Object.fromEntries(imports),
  };
};

/** A cell of TypeScript, parsed; undefined for a text that is none. */
export const programOf = (code: string): ReturnType<typeof parse>['program'] | undefined => {
  try {
    return parse(code, {
      sourceType: 'module',
      attachComment: false,
      plugins: ['typescript', 'decorators', 'decoratorAutoAccessors', 'explicitResourceManagement'],
    }).program;
  } catch (error) {
    // A fault in the text, or nested deeper than there is stack: the run says so, where there is one.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
};
