import type { DecodedSourceMap } from '@jridgewell/remapping';
import type { Position } from '../protocol/events.ts';

/** For each line of the script, its pieces: `[column, source, line, column]` of a source map, all from 0. */
export type Segments = DecodedSourceMap['mappings'];

/** Where `line`, `column` of the script (from 1) come from (from 1), as near as the map knows. */
export function originalPosition(segments: Segments, line: number, column: number): Position | undefined {
  const pieces = segments[line - 1] ?? [];
  const before = pieces.findLast(([start, , sourceLine]) => sourceLine !== undefined && start < column);
  const [, , sourceLine, sourceColumn] = before ?? pieces[0] ?? [];
  if (sourceLine === undefined || sourceColumn === undefined) return undefined;
  return { line: sourceLine + 1, column: sourceColumn + 1 };
}
