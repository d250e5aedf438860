/** A part of a text, as TypeScript's language service names it. */
type Span = { start: number; length: number };

const folder = 'file:///cells/';

/** The file that stands for the cell number `index` (from 0): names in the order of the page. */
export const cellFile = (index: number, name: string): string =>
  `${folder}${String(index).padStart(4, '0')}-${name}.ts`;

/** Whether the file stands for a cell. */
export const isCellFile = (file: string): boolean => file.startsWith(folder);

/** The files of the cells before `file`, in order. */
export const earlierFiles = (file: string, files: readonly string[]): string[] =>
  isCellFile(file) ? files.filter((other) => isCellFile(other) && other < file).sort() : [];

/** What stands before a cell when it and the cells before it are read as one program. */
export const earlierText = (texts: readonly string[]): string => texts.map((text) => `${text}\n;\n`).join('');

/** The diagnostics of the program that concern the cell after `offset` characters, in the cell's own places. */
export const ownDiagnostics = <Diagnostic extends { start?: number | undefined }>(
  diagnostics: readonly Diagnostic[],
  offset: number,
): Diagnostic[] =>
  diagnostics
    .filter(({ start }) => start !== undefined && start >= offset)
    .map((diagnostic) => ({ ...diagnostic, start: (diagnostic.start ?? 0) - offset }));

/** The span in the cell's own places. */
export const ownSpan = <Part extends Span | undefined>(span: Part, offset: number): Part =>
  span === undefined ? span : { ...span, start: span.start - offset };
