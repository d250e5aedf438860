import type { ImportDeclaration } from 'acorn';
import type MagicString from 'magic-string';

type Specifier = ImportDeclaration['specifiers'][number];
type Named = Exclude<Specifier, { type: 'ImportNamespaceSpecifier' }>;
type Imported = Extract<Specifier, { type: 'ImportSpecifier' }>['imported'];

/**
 * Makes `import` of `await import()`. A name that the module does not have is asked for where it stands,
 * by the kernel's `absent()`, which throws.
 */
export function rewriteImport(declaration: ImportDeclaration, text: MagicString): void {
  const { start, end, specifiers } = declaration;
  const loading = loadingOf(declaration);
  const named = specifiers.filter((each) => each.type !== 'ImportNamespaceSpecifier');
  const whole = specifiers.find((each) => each.type === 'ImportNamespaceSpecifier')?.local.name;
  const [first] = named;
  if (whole !== undefined) {
    const beside = first && `, { ${bindingOf(first, declaration, whole)} } = ${whole}`;
    text.overwrite(start, end, `const ${whole} = ${loading}${beside ?? ''};`);
  } else if (first === undefined) text.overwrite(start, end, `${loading};`);
  else rewriteNamed(declaration, [first, ...named.slice(1)], text);
}

/** Piece by piece, so that each name keeps its place in the author's text. */
function rewriteNamed(declaration: ImportDeclaration, named: [Named, ...Named[]], text: MagicString): void {
  const loading = loadingOf(declaration);
  text.overwrite(declaration.start, named[0].start, 'const { ');
  let before: Named | undefined;
  for (const each of named) {
    text.overwrite(each.start, each.end, bindingOf(each, declaration, loading));
    if (before?.type === 'ImportDefaultSpecifier') text.overwrite(before.end, each.start, ', ');
    before = each;
  }
  text.overwrite(before?.end ?? declaration.start, declaration.end, ` } = ${loading};`);
}

function bindingOf(specifier: Named, { source }: ImportDeclaration, module: string): string {
  const local = specifier.local.name;
  const key = specifier.type === 'ImportDefaultSpecifier' ? 'default' : keyOf(specifier.imported);
  const name = key.startsWith('"') || key.startsWith("'") ? key : JSON.stringify(key);
  const absent = `this.__workbook__.absent(${module}, ${name}, ${JSON.stringify(source.value)})`;
  return `${key === local ? local : `${key}: ${local}`} = ${absent}`;
}

function loadingOf({ source, attributes }: ImportDeclaration): string {
  if (attributes.length === 0) return `await import(${source.raw})`;
  const pairs = attributes.map(({ key, value }) => `${keyOf(key)}: ${value.raw}`);
  return `await import(${source.raw}, { with: { ${pairs.join(', ')} } })`;
}

/** A name as it stands in the text, quotes included. */
function keyOf(imported: Imported): string {
  return imported.type === 'Identifier' ? imported.name : String(imported.raw);
}
