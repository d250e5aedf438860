import type { Position } from '../protocol/events.ts';

/** What the kernel knows of a script that it has run. */
export interface KnownScript {
  cell: string;
  locate(line: number, column: number): Position | undefined;
}

/** Finds a script by its run. */
export type FindScript = (run: string) => KnownScript | undefined;

const cellPlace = /cell:([a-z0-9-]+)\/([0-9a-f-]{36}):(\d+):(\d+)/;
const everyCellPlace = new RegExp(cellPlace, 'g');
const frame = /^ {4}at (.*)$/;
const libraryPlace = /file:\/\/\S*\/library\/([a-z0-9-]+)[^\s)]*/;
/** Parts of the library that are machinery, of no interest to a learner. */
const machinery = new Set(['kernel', 'channel', 'fetch', 'imports']);

/** A place in a stack: the run whose script it is in, and where in the author's text. */
export interface Place {
  run: string;
  position: Position;
}

/**
 * Splits what V8 writes of an error (message, then frames) and makes the frames speak of cells and their
 * own lines; frames of the runtime itself go.
 */
export function readStack(
  text: string,
  find: FindScript,
): { message: string; stack: string[]; places: Place[] } {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => frame.test(line));
  if (first < 0) return { message: text, stack: [], places: [] };
  const frames = lines.slice(first).map((line) => frame.exec(line)?.[1] ?? '');
  return {
    message: lines.slice(0, first).join('\n'),
    stack: frames.map((line) => readFrame(line, find)).filter((line) => line !== undefined),
    places: frames.map((line) => placeOf(line, find)).filter((place) => place !== undefined),
  };
}

/** Rewrites the places of cells, and drops the runtime's frames, wherever they stand in printed text. */
export function speakOfCells(text: string, find: FindScript): string {
  if (!text.includes('    at ') && !text.includes('cell:')) return text;
  return text
    .split('\n')
    .map((line) => {
      const inner = frame.exec(line)?.[1];
      if (inner === undefined) return replacePlaces(line, find);
      const shown = readFrame(inner, find);
      return shown === undefined ? undefined : `    at ${shown}`;
    })
    .filter((line) => line !== undefined)
    .join('\n');
}

function readFrame(line: string, find: FindScript): string | undefined {
  if (cellPlace.test(line)) {
    const shown = replacePlaces(line, find).replace(/^async (?=cell )/, '');
    // Without a place of the author's, it is what the server put before the cell.
    return /, line \d+/.test(shown) ? shown : undefined;
  }
  const library = libraryPlace.exec(line);
  if (library?.[1] === undefined || machinery.has(library[1])) return undefined;
  return line.replace(library[0], `library ${library[1]}`);
}

function placeOf(line: string, find: FindScript): Place | undefined {
  const [, , run, row, column] = cellPlace.exec(line) ?? [];
  if (run === undefined) return undefined;
  const position = find(run)?.locate(Number(row), Number(column));
  return position && { run, position };
}

function replacePlaces(text: string, find: FindScript): string {
  return text.replace(everyCellPlace, (_all, cell: string, run: string, row: string, column: string) => {
    const position = find(run)?.locate(Number(row), Number(column));
    return position ? `cell ${cell}, line ${position.line}` : `cell ${cell}`;
  });
}
