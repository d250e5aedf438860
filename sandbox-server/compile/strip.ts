import { transformSync } from 'amaro';

/**
 * Leaves the types out of TypeScript, and blanks in their place: everything else stays at its line and
 * column. Undefined when that is not enough (an enum, a namespace, a parameter property) or the text is faulty.
 */
export function stripTypes(code: string): string | undefined {
  try {
    return transformSync(code, { mode: 'strip-only' }).code;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

const refusals: unknown[] = ['UnsupportedSyntax', 'InvalidSyntax'];

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && refusals.includes(error.code);
}
