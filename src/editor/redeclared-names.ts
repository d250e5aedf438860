import {
  type Node,
  typescript as ts,
} from 'monaco-editor/languages/features/typescript/lib/typescriptServices.js';

/** A cell's text, and the names that it declares or imports at its top. */
export type ReadCell = { text: string; source: Node; names: ReadonlySet<string> };

const kinds = ts.SyntaxKind;

const bindings = (node: Node, found: Set<string>): void => {
  if (node.kind === kinds.Identifier) found.add(node.getText());
  else if (node.kind === kinds.BindingElement && node.name) bindings(node.name, found);
  else if (node.kind === kinds.ObjectBindingPattern || node.kind === kinds.ArrayBindingPattern) {
    node.forEachChild((child) => bindings(child, found));
  }
};

const imported = ({ name, namedBindings }: Node, found: Set<string>): void => {
  if (name) found.add(name.getText());
  if (namedBindings?.name) found.add(namedBindings.name.getText());
  for (const each of namedBindings?.elements ?? []) if (each.name) found.add(each.name.getText());
};

const declared = (statement: Node, found: Set<string>): void => {
  switch (statement.kind) {
    case kinds.ImportDeclaration:
      if (statement.importClause) imported(statement.importClause, found);
      return;
    case kinds.VariableStatement:
      for (const { name } of statement.declarationList?.declarations ?? []) if (name) bindings(name, found);
      return;
    case kinds.FunctionDeclaration:
    case kinds.ClassDeclaration:
    case kinds.EnumDeclaration:
    case kinds.InterfaceDeclaration:
    case kinds.TypeAliasDeclaration:
      if (statement.name) found.add(statement.name.getText());
  }
};

/** Reads what a cell declares and imports at its top. */
export const readCell = (text: string): ReadCell => {
  const source = ts.createSourceFile('cell.ts', text, ts.ScriptTarget.ESNext, true);
  const names = new Set<string>();
  for (const statement of source.statements ?? []) declared(statement, names);
  return { text, source, names };
};

/** Whether the identifier is the name of a member, which has nothing to do with the names at the top. */
const isMember = (node: Node): boolean => {
  const { parent } = node;
  if (parent === undefined) return false;
  if (parent.kind === kinds.BindingElement || parent.kind === kinds.ImportSpecifier) {
    return parent.propertyName === node;
  }
  const members = [
    kinds.PropertyAccessExpression,
    kinds.PropertyAssignment,
    kinds.PropertyDeclaration,
    kinds.PropertySignature,
    kinds.MethodDeclaration,
    kinds.MethodSignature,
    kinds.GetAccessor,
    kinds.SetAccessor,
    kinds.EnumMember,
    kinds.QualifiedName,
  ];
  return members.includes(parent.kind) && (parent.name === node || parent.right === node);
};

/** What stands in place of the identifier when it is called otherwise: where the name is also a member's, both. */
const renamed = (node: Node, name: string): string => {
  const { parent } = node;
  const short =
    parent?.kind === kinds.ShorthandPropertyAssignment ||
    (parent?.kind === kinds.BindingElement &&
      parent.propertyName === undefined &&
      parent.parent?.kind === kinds.ObjectBindingPattern);
  if (short) return `${node.getText()}: ${name}`;
  const isImported = parent?.kind === kinds.ImportSpecifier && parent.propertyName === undefined;
  return isImported ? `${node.getText()} as ${name}` : name;
};

/** The text with other names in place of some. */
const renameIn = ({ text, source }: ReadCell, others: ReadonlyMap<string, string>): string => {
  let result = '';
  let end = 0;
  const visit = (node: Node): void => {
    const other = node.kind === kinds.Identifier ? others.get(node.getText()) : undefined;
    if (other !== undefined && !isMember(node)) {
      result += text.slice(end, node.getStart()) + renamed(node, other);
      end = node.getEnd();
    }
    node.forEachChild(visit);
  };
  visit(source);
  return result + text.slice(end);
};

/**
 * The texts of the cells before a cell, in which a name that a later one of them (or the cell itself) declares
 * anew is called otherwise: a notebook may declare a name in every cell, a program once.
 */
export const withoutRedeclared = (earlier: readonly ReadCell[], own: ReadCell): string[] =>
  earlier.map((cell, index) => {
    const others = new Map<string, string>();
    for (const name of [...earlier.slice(index + 1), own].flatMap(({ names }) => [...names])) {
      const declarer = earlier.slice(0, index + 1).findLastIndex(({ names }) => names.has(name));
      if (declarer >= 0) others.set(name, `${name}_of_${declarer + 1}`);
    }
    return others.size === 0 ? cell.text : renameIn(cell, others);
  });
