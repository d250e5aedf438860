import type { OfferedCell } from './cell-link.ts';
import { leadInside } from './module-places.ts';
import { cellMark, notebookFile, notebookMark } from './notebook.ts';

/** The largest notebook that is opened, in bytes: one with many pictures in it. */
export const largestNotebook = 32 * 1024 * 1024;
/** The longest text that a cell may have. */
const longestText = 200_000;

/** What a notebook has for the cells of a lesson, or why it has nothing. */
export type ReadNotebook =
  | {
      ok: true;
      offered: OfferedCell[];
      /** Cells with code for which the lesson has no place. */
      leftOut: number;
    }
  | { ok: false; reason: 'no-notebook' | 'foreign' }
  | { ok: false; reason: 'other-lesson'; lesson: string };

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Reads a notebook that came from this very lesson: the texts of its cells, nothing of its outputs.
 * A notebook of somewhere else has no cells that belong here.
 */
export const readNotebook = (text: string, lesson: string, cells: ReadonlySet<string>): ReadNotebook => {
  const read = notebookFile.safeParse(parseJson(text));
  if (!read.success) return { ok: false, reason: 'no-notebook' };
  const mark = notebookMark.safeParse(read.data.metadata.workbook);
  if (!mark.success) return { ok: false, reason: 'foreign' };
  if (mark.data.lesson !== lesson) return { ok: false, reason: 'other-lesson', lesson: mark.data.lesson };
  const offered = new Map<string, string>();
  let leftOut = 0;
  for (const { cell_type, source, metadata } of read.data.cells) {
    if (cell_type !== 'code' || isOurs(metadata)) continue;
    const place = cellMark.safeParse(metadata.workbook).data?.cell;
    const code = Array.isArray(source) ? source.join('') : source;
    if (place === undefined && code.trim() === '') continue;
    const fits = place !== undefined && cells.has(place) && !offered.has(place) && code.length <= longestText;
    if (fits) offered.set(place, leadInside(code.replaceAll('\r\n', '\n')));
    else leftOut += 1;
  }
  return { ok: true, offered: [...offered].map(([cell, code]) => ({ cell, code })), leftOut };
};

/** The cell that prepares the ground outside the workbook; inside there is no need of it. */
const isOurs = ({ tags }: Record<string, unknown>): boolean =>
  Array.isArray(tags) && tags.includes('workbook-outside');
