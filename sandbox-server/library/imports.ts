const { keys } = Object;

/**
 * Stands for a name that a cell imports from `specifier` and that is undefined: when the module has no such
 * name, it throws an error which says what there is.
 */
export function absent(module: object, name: string, specifier: string): undefined {
  if (name in module) return undefined;
  const offered = keys(module).filter((each) => each !== 'default');
  const has = offered.length === 0 ? 'It has no names.' : `It has: ${offered.join(', ')}.`;
  if (name === 'default') {
    throw new SyntaxError(`“${specifier}” has no default import; its names stand in braces. ${has}`);
  }
  const type = `If it is a type, write “type ${name}”.`;
  throw new SyntaxError(`“${specifier}” has no “${name}” to import. ${has} ${type}`);
}
