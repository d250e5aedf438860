import { z } from 'zod';

/** A text as one string, or as its lines with their ends. */
const multiline = z.union([z.string(), z.array(z.string())]);
const metadata = z.record(z.string(), z.unknown());

/** A cell of a notebook, as far as it is read here. */
const notebookCell = z.object({
  cell_type: z.string(),
  source: multiline,
  metadata: metadata.default({}),
});

/** A notebook of Jupyter, as far as it is read here (https://nbformat.readthedocs.io/en/latest/format_description.html). */
export const notebookFile = z.object({
  nbformat: z.literal(4),
  metadata,
  cells: z.array(notebookCell).max(5_000),
});

/** What we write into the metadata of a notebook, to know it again. */
export const notebookMark = z.object({ lesson: z.string().max(200), language: z.string().max(20) });
/** What we write into the metadata of a lesson's cell. */
export const cellMark = z.object({ cell: z.string().max(200) });

export type MimeData = Record<string, string | string[]>;
export type NotebookOutput =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string[] }
  | { output_type: 'execute_result'; execution_count: number; data: MimeData; metadata: object }
  | { output_type: 'display_data'; data: MimeData; metadata: object }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

/** A cell as it is written: format 4.5, in which each has an id. */
export type WrittenCell =
  | { cell_type: 'markdown'; id: string; metadata: object; source: string[] }
  | {
      cell_type: 'code';
      id: string;
      metadata: object;
      source: string[];
      execution_count: number | null;
      outputs: NotebookOutput[];
    };

/** The lines of a text, each with its end, as notebooks keep them. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/));
