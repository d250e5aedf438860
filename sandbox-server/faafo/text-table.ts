/** A column: its heading, and on which side its cells begin. */
export interface TextColumn {
  heading: string;
  align: 'left' | 'centre';
}

/** Pads a text to a width; when an odd space is left over in the middle, it goes where Python's `str.center` puts it. */
function pad(text: string, width: number, align: TextColumn['align']): string {
  const space = width - text.length;
  if (align === 'left') return text + ' '.repeat(space);
  const before = text.length % 2 === 1 ? Math.floor(space / 2) : Math.ceil(space / 2);
  return ' '.repeat(before) + text + ' '.repeat(space - before);
}

/** A table in characters, as OpenStack's command-line clients of 2016 drew theirs. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, k) =>
    Math.max(heading.length, ...rows.map((row) => row[k]?.length ?? 0)),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: readonly string[]): string =>
    `|${columns.map(({ align }, k) => ` ${pad(cells[k] ?? '', widths[k] ?? 0, align)} `).join('|')}|`;
  const body = rows.length > 0 ? [...rows.map(line), rule] : [rule];
  return [rule, line(columns.map(({ heading }) => heading)), rule, ...body].join('\n');
}
