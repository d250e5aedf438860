import { type CellText, type Compiled, compileCell } from './cell.ts';

/** The cell of an exercise as it was last run, for its check to look at. */
export interface CheckedCell {
  code: string;
  output: string;
  ok: boolean;
}

/**
 * Makes the check of an exercise into a script that leaves no name behind: everything in it is inside a
 * function. It ends when the last of its findings has been told.
 */
export async function compileCheck(text: CellText, cell: CheckedCell): Promise<Compiled> {
  const compiled = await compileCell(text);
  if (!compiled.ok) return compiled;
  const { script } = compiled;
  const begin = `(await import('check')).begin(${JSON.stringify(text.run)}, ${JSON.stringify(cell)});`;
  // On the script's own lines, so that each line of the check stays where it is.
  const source = `await (async () => { ${begin} ${script.source}\nawait (await import('check')).settled(); })()`;
  return { ok: true, script: { ...script, source } };
}
