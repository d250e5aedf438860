import remapping, { type SourceMapInput } from '@jridgewell/remapping';
import { type ExportDefaultDeclaration, type ImportDeclaration, type Program, parse } from 'acorn';
import MagicString from 'magic-string';
import { z } from 'zod';
import { ModuleSyntaxError } from './diagnostics.ts';
import { originalPosition, type Segments } from './source-map.ts';

export interface Rewritten {
  source: string;
  /** Where each piece of it comes from; made when it is first asked for, which most cells never are. */
  segments: () => Segments;
}

/**
 * Makes a module's text into a script's: `import` declarations become `await import()`, `export` goes.
 * @param code JavaScript
 * @param map the source map that leads from `code` to the author's text, as JSON
 * @param opening lines to put in front
 * @throws ModuleSyntaxError for what the parser refuses
 */
export function rewriteModule(code: string, map: string, opening: string): Rewritten {
  const text = new MagicString(code);
  for (const statement of parseModule(code, map).body) rewrite(statement, text);
  text.prepend(opening);
  let segments: Segments | undefined;
  return {
    source: text.toString(),
    segments() {
      segments ??= join([ownMap(text), map]);
      return segments;
    },
  };
}

function ownMap(text: MagicString): SourceMapInput {
  const { sources, names, mappings } = text.generateDecodedMap({ hires: 'boundary', source: 'plain.js' });
  return { version: 3, sources, names, mappings };
}

function join(maps: SourceMapInput[]): Segments {
  const { mappings } = remapping(maps, () => null, { decodedMappings: true });
  return typeof mappings === 'string' ? [] : mappings;
}

function parseModule(code: string, map: string): Program {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  } catch (cause) {
    if (!(cause instanceof SyntaxError) || !('loc' in cause)) throw cause;
    const { line, column } = acornPlace.parse(cause.loc);
    const position = originalPosition(join([map]), line, column + 1);
    throw new ModuleSyntaxError(cause.message.replace(/ \(\d+:\d+\)$/, ''), position, { cause });
  }
}

const acornPlace = z.object({ line: z.number(), column: z.number() });

type TopLevel = Program['body'][number];

function rewrite(statement: TopLevel, text: MagicString): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      text.overwrite(statement.start, statement.end, importExpression(statement));
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

function importExpression(declaration: ImportDeclaration): string {
  const loading = `await import(${[String(declaration.source.raw), ...importOptions(declaration)].join(', ')})`;
  const names: string[] = [];
  let whole: string | undefined;
  for (const specifier of declaration.specifiers) {
    const local = specifier.local.name;
    if (specifier.type === 'ImportNamespaceSpecifier') whole = local;
    else if (specifier.type === 'ImportDefaultSpecifier') names.push(`default: ${local}`);
    else names.push(keyOf(specifier.imported) === local ? local : `${keyOf(specifier.imported)}: ${local}`);
  }
  if (whole !== undefined && names.length > 0)
    return `const ${whole} = ${loading}, { ${names.join(', ')} } = ${whole};`;
  if (whole !== undefined) return `const ${whole} = ${loading};`;
  return names.length > 0 ? `const { ${names.join(', ')} } = ${loading};` : `${loading};`;
}

type Imported = Extract<ImportDeclaration['specifiers'][number], { type: 'ImportSpecifier' }>['imported'];

function keyOf(imported: Imported): string {
  return imported.type === 'Identifier' ? imported.name : String(imported.raw);
}

function importOptions({ attributes }: ImportDeclaration): string[] {
  if (attributes.length === 0) return [];
  const pairs = attributes.map(({ key, value }) => `${keyOf(key)}: ${value.raw}`);
  return [`{ with: { ${pairs.join(', ')} } }`];
}
