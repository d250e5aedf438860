import { type TransformFailure, transform } from 'esbuild';
import MagicString from 'magic-string';
import type { Position } from '../protocol/events.ts';
import { ModuleSyntaxError } from './diagnostics.ts';
import { parsers } from './parsers.ts';
import { mapOf, type SourceMap } from './source-map.ts';

/** JavaScript, and the maps that lead from it to the author's text, the last one first. */
export interface Lowered {
  code: string;
  maps: SourceMap[];
}

/**
 * Makes JavaScript of TypeScript that has more in it than types: enums, namespaces, parameter properties,
 * decorators, which V8 does not have either.
 * @throws ModuleSyntaxError for what is not TypeScript
 */
export async function lowerTypeScript(code: string): Promise<Lowered> {
  const kept = await keepResult(code);
  try {
    const plain = await transform(kept?.toString() ?? code, {
      loader: 'ts',
      // V8 has the language of today but for decorators.
      target: 'esnext',
      supported: { decorators: false },
      sourcemap: 'external',
      sourcesContent: false,
      sourcefile: 'cell.ts',
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } },
    });
    return { code: plain.code, maps: kept ? [plain.map, mapOf(kept)] : [plain.map] };
  } catch (error) {
    if (!isTransformFailure(error)) throw error;
    const { message, position } = faultOf(error);
    throw new ModuleSyntaxError(message, position, { cause: error });
  }
}

/**
 * esbuild computes an expression of literals (`"a" + "b"`, a member of an enum) and then drops it as
 * useless; in a cell, the last one is the result. As a part of a larger expression it stays.
 */
async function keepResult(code: string): Promise<MagicString | undefined> {
  const place = await parsers.result(code);
  if (!place) return undefined;
  // The statement before may have left its semicolon to the end of its line.
  return new MagicString(code).appendLeft(place.start, ';(0, ').appendRight(place.end, ')');
}

function isTransformFailure(error: unknown): error is TransformFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function faultOf(failure: TransformFailure): { message: string; position: Position | undefined } {
  const [first] = failure.errors;
  const message = first?.text.replace(/:$/, '') ?? failure.message;
  if (first?.location == null) return { message, position: undefined };
  const { line, column, lineText } = first.location;
  // esbuild counts bytes, editors count UTF-16 units.
  const before = Buffer.from(lineText).subarray(0, column).toString();
  return { message, position: { line, column: before.length + 1 } };
}
