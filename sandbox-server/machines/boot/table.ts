/** A table as cloud-init draws it, each line marked as its own. */
export function informationTable(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: readonly string[]): string =>
    `|${cells.map((cell, column) => ` ${center(cell, widths[column] ?? 0)} `).join('|')}|`;
  const heading = title.padStart(Math.floor((rule.length + title.length) / 2), '+').padEnd(rule.length, '+');
  return [heading, rule, line(heads), rule, ...rows.map(line), rule]
    .map((text) => `ci-info: ${text}\n`)
    .join('');
}

function center(text: string, width: number): string {
  return text.padStart(Math.floor((width + text.length) / 2)).padEnd(width);
}
