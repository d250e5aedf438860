import remapping, { type DecodedSourceMap, type SourceMapInput } from '@jridgewell/remapping';
import type MagicString from 'magic-string';
import type { Position } from '../protocol/events.ts';

/** For each line of the script, its pieces: `[column, source, line, column]` of a source map, all from 0. */
export type Segments = DecodedSourceMap['mappings'];

/** A map from one form of a text to the one before. */
export type SourceMap = SourceMapInput;

/** The map of what was done to `text`. */
export function mapOf(text: MagicString): SourceMap {
  const { sources, names, mappings } = text.generateDecodedMap({ hires: 'boundary', source: 'cell.ts' });
  return { version: 3, sources, names, mappings };
}

/** One map of several, each of which leads to what the next one starts from. */
export function joinMaps(maps: SourceMap[]): Segments {
  const { mappings } = remapping(maps, () => null, { decodedMappings: true });
  return typeof mappings === 'string' ? [] : mappings;
}

/** Where `line`, `column` of the script (from 1) come from (from 1), as near as the map knows. */
export function originalPosition(segments: Segments, line: number, column: number): Position | undefined {
  const pieces = segments[line - 1] ?? [];
  const before = pieces.findLast(([start, , sourceLine]) => sourceLine !== undefined && start < column);
  const [, , sourceLine, sourceColumn] = before ?? pieces[0] ?? [];
  if (sourceLine === undefined || sourceColumn === undefined) return undefined;
  return { line: sourceLine + 1, column: sourceColumn + 1 };
}

/**
 * Where in the script (from 1) the author's `line` begins, or the next line of which there is something in it;
 * undefined after the last.
 */
export function scriptPosition(segments: Segments, line: number): Position | undefined {
  let found: { place: Position; line: number } | undefined;
  for (const [row, pieces] of segments.entries()) {
    for (const [column, , sourceLine] of pieces) {
      if (sourceLine === undefined || sourceLine + 1 < line || sourceLine + 1 >= (found?.line ?? Infinity))
        continue;
      found = { place: { line: row + 1, column: column + 1 }, line: sourceLine + 1 };
    }
  }
  return found?.place;
}
