import { type ExportDefaultDeclaration, type Program, parse } from 'acorn';
import MagicString from 'magic-string';
import { z } from 'zod';
import { ModuleSyntaxError } from './diagnostics.ts';
import { rewriteImport } from './imports.ts';
import { joinMaps, mapOf, originalPosition, type Segments, type SourceMap } from './source-map.ts';

/** A module made into a script, and the way back to the author's text. */
export interface Rewritten {
  source: string;
  /** Where each piece of it comes from; made when it is first asked for, which most cells never are. */
  segments: () => Segments;
}

/**
 * Makes a module's text into a script's: `import` declarations become `await import()`, `export` goes.
 * @param code JavaScript
 * @param maps lead from `code` to the author's text, one after another; none when it stands where it stood
 * @param opening lines to put in front
 * @throws ModuleSyntaxError for what the parser refuses
 */
export function rewriteModule(code: string, maps: SourceMap[], opening: string): Rewritten {
  const { body } = parseModule(code, maps);
  const text = new MagicString(code);
  for (const statement of body) rewrite(statement, text);
  text.prepend(opening);
  let segments: Segments | undefined;
  return {
    source: text.toString(),
    segments() {
      segments ??= joinMaps([mapOf(text), ...maps]);
      return segments;
    },
  };
}

function parseModule(code: string, maps: SourceMap[]): Program {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  } catch (cause) {
    const tooDeep = cause instanceof RangeError || (cause instanceof SyntaxError && !('loc' in cause));
    if (tooDeep) throw new ModuleSyntaxError('This cell is nested too deeply.', undefined, { cause });
    if (!(cause instanceof SyntaxError) || !('loc' in cause)) throw cause;
    const { line, column } = acornPlace.parse(cause.loc);
    const place = { line, column: column + 1 };
    const position = maps.length === 0 ? place : originalPosition(joinMaps(maps), place.line, place.column);
    throw new ModuleSyntaxError(cause.message.replace(/ \(\d+:\d+\)$/, ''), position, { cause });
  }
}

const acornPlace = z.object({ line: z.number(), column: z.number() });

type TopLevel = Program['body'][number];

function rewrite(statement: TopLevel, text: MagicString): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      rewriteImport(statement, text);
      return;
    case 'ExportNamedDeclaration':
      // What a cell declares is there for all later cells, exported or not.
      if (statement.declaration) text.remove(statement.start, statement.declaration.start);
      else text.remove(statement.start, statement.end);
      return;
    case 'ExportDefaultDeclaration':
      exportDefault(statement, text);
      return;
    case 'ExportAllDeclaration':
      text.remove(statement.start, statement.end);
      return;
    default:
      return;
  }
}

function exportDefault({ start, end, declaration }: ExportDefaultDeclaration, text: MagicString): void {
  text.remove(start, declaration.start);
  const nameless = 'id' in declaration && declaration.id === null;
  if (nameless) text.appendLeft(declaration.start, '(').appendRight(end, ')');
}
