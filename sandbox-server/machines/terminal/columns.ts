/**
 * Names in columns, as `ls` and a shell's list of completions show them.
 * @param shown how a name is drawn, such as with its colour: it takes no more room than the name
 */
export function inColumns(
  names: readonly string[],
  columns: number,
  shown: (name: string) => string = (name) => name,
): string {
  const width = Math.max(0, ...names.map((name) => name.length)) + 2;
  const across = Math.max(1, Math.floor(columns / width));
  const down = Math.ceil(names.length / across);
  return Array.from({ length: down }, (_, row) =>
    Array.from({ length: across }, (_, column) => names[column * down + row])
      .filter((name) => name !== undefined)
      .map((name, at, all) => shown(name) + ' '.repeat(at === all.length - 1 ? 0 : width - name.length))
      .join(''),
  ).join('\n');
}
