import type { ImportDeclaration, Node } from '@babel/types';

/** Whether a part of a node is a node itself. */
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** `declare …`: said to the compiler, and not there when it runs. */
export const isAmbient = (node: Node): boolean => 'declare' in node && node.declare === true;

/** What an import calls a name in its module: `*` for all of it. */
export const importedName = (specifier: ImportDeclaration['specifiers'][number]): string => {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  return specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value;
};
