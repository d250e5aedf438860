import type { CellError, Position } from '../protocol/events.ts';
import { ModuleSyntaxError, syntaxError } from './diagnostics.ts';
import { type Rewritten, rewriteModule } from './module.ts';
import { parsers } from './parsers.ts';
import { originalPosition, type Segments, scriptPosition } from './source-map.ts';

/** A cell as its author wrote it, to be run once. */
export interface CellText {
  run: string;
  cell: string;
  code: string;
}

/** A cell as V8 takes it. */
export interface Script {
  run: string;
  cell: string;
  source: string;
  /** Where in the author's text something of `source` is; both count from 1. */
  locate(line: number, column: number): Position | undefined;
  /** Where in `source` a line of the author's text begins, or the next that it has something of; all count from 1. */
  place(line: number): Position | undefined;
}

/** The script of a cell; or the first fault in it, at its place in the author's text. */
export type Compiled = { ok: true; script: Script } | { ok: false; error: CellError };

/** How V8 calls the script of a run, in stacks among others: `cell:<name>/<run>`. */
export function scriptName({ run, cell }: Pick<CellText, 'run' | 'cell'>): string {
  return `cell:${cell}/${run}`;
}

/**
 * Makes a TypeScript cell into a script for the inspector's REPL mode: types go, imports become
 * `await import()`, what the last statement yields stays the script's value.
 */
export async function compileCell(text: CellText): Promise<Compiled> {
  try {
    const { source, segments } = await makeScript(text.code, opening(text));
    return { ok: true, script: finish(text, source, segments) };
  } catch (error) {
    if (!(error instanceof ModuleSyntaxError)) throw error;
    return { ok: false, error: syntaxError(error, text) };
  }
}

/** Most cells are JavaScript once their types are left out, and stay where they stand. */
async function makeScript(code: string, before: string): Promise<Rewritten> {
  const plain = rewritePlain(code, before) ?? (await rewriteStripped(code, before));
  if (plain !== undefined) return plain;
  // Loaded when a cell first needs it: it is a program of its own, and slower.
  const { lowerTypeScript } = await import('./lower.ts');
  const lowered = await lowerTypeScript(code);
  return rewriteModule(lowered.code, lowered.maps, before);
}

/** What no JavaScript has outside of texts and comments: to read it as such would be in vain. */
const typed = /\b(?:const|let)\s+[\w$]+\s*:|\(\s*[\w$]+\s*:/;

/**
 * A cell that is JavaScript as it stands needs no other parser. With a `<` it may mean something else in
 * TypeScript: `f<T>(x)` is a call there, and two comparisons here.
 */
function rewritePlain(code: string, before: string): Rewritten | undefined {
  if (code.includes('<') || typed.test(code)) return undefined;
  try {
    return rewriteModule(code, [], before);
  } catch {
    // TypeScript, or a fault: the parsers that know TypeScript say which.
    return undefined;
  }
}

async function rewriteStripped(code: string, before: string): Promise<Rewritten | undefined> {
  const stripped = await parsers.strip(code);
  if (stripped === undefined) return undefined;
  try {
    return rewriteModule(stripped, [], before);
  } catch (error) {
    // A decorator, or a fault.
    if (error instanceof ModuleSyntaxError) return undefined;
    throw error;
  }
}

/** A task of its own, so that the cell can be interrupted; then all that it does is known as this run's. */
function opening({ run, cell }: CellText): string {
  const names = `${JSON.stringify(run)}, ${JSON.stringify(cell)}`;
  return `await this.__workbook__.tick(); this.__workbook__.enter(${names});\n`;
}

function finish(text: CellText, source: string, segments: () => Segments): Script {
  return {
    run: text.run,
    cell: text.cell,
    source: `${source}\n//# sourceURL=${scriptName(text)}`,
    locate: (line, column) => originalPosition(segments(), line, column),
    place: (line) => scriptPosition(segments(), line),
  };
}
