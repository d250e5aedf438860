import { parse } from '@babel/parser';

/** Where a piece of a text begins and ends, in UTF-16 units. */
export interface Place {
  start: number;
  end: number;
}

/** The expression that is the last statement of a TypeScript cell, its result; undefined when there is none. */
export function resultPlace(code: string): Place | undefined {
  const last = lastStatement(code);
  if (last?.type !== 'ExpressionStatement') return undefined;
  const { start, end } = last.expression.extra?.parenthesized ? last : last.expression;
  return start == null || end == null ? undefined : { start, end };
}

function lastStatement(code: string) {
  try {
    const { program } = parse(code, {
      sourceType: 'module',
      plugins: ['typescript', 'decorators', 'decoratorAutoAccessors', 'explicitResourceManagement'],
    });
    return program.body.at(-1);
  } catch {
    // Faulty: esbuild says what it is, in the text as it was written.
    return undefined;
  }
}
