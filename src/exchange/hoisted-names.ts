import type { ImportDeclaration, Program, Statement } from '@babel/types';
import { bindingsOf } from '../bindings/bindings.ts';
import { importedName } from '../bindings/nodes.ts';

/** A name that a cell imports: `from` and `name` say what it is. */
export type ImportedName = { from: string; name: string; local: string; isType: boolean };

/** The names that an import declares. */
export const namesOf = (declaration: ImportDeclaration): ImportedName[] =>
  declaration.specifiers.map((specifier) => ({
    from: declaration.source.value,
    name: importedName(specifier),
    local: specifier.local.name,
    isType:
      declaration.importKind === 'type' ||
      (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type'),
  }));

const importsOf = ({ body }: Program): ImportedName[] =>
  body.flatMap((statement) => (statement.type === 'ImportDeclaration' ? namesOf(statement) : []));

/** The variables of a declaration, or the names of a function or a class. */
export const declaredBy = (statement: Statement, code: string): readonly string[] => {
  const { start, end } = statement;
  return start == null || end == null ? [] : (bindingsOf(code.slice(start, end))?.declares ?? []);
};

/**
 * The names that several cells of a program give different values: in one program each can be declared once
 * only. A name that shares its declaration with one of those is among them.
 */
export const hoistedNames = (cells: readonly { code: string; program: Program }[]): Set<string> => {
  const meanings = new Map<string, Set<string>>();
  const mean = (name: string, meaning: string): void => {
    meanings.set(name, (meanings.get(name) ?? new Set()).add(meaning));
  };
  for (const [index, { code, program }] of cells.entries()) {
    const imported = importsOf(program).filter(({ isType }) => !isType);
    for (const { local, from, name } of imported) mean(local, `${from}#${name}`);
    const own = new Set(bindingsOf(code)?.declares);
    for (const { local } of imported) own.delete(local);
    for (const name of own) mean(name, `cell ${index}`);
  }
  const hoisted = new Set([...meanings].filter(([, { size }]) => size > 1).map(([name]) => name));
  const together = cells.flatMap(({ code, program }) => program.body.map((each) => declaredBy(each, code)));
  for (let before = -1; before !== hoisted.size; ) {
    before = hoisted.size;
    for (const names of together)
      if (names.some((name) => hoisted.has(name))) for (const name of names) hoisted.add(name);
  }
  return hoisted;
};
