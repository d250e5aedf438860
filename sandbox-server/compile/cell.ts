import { type TransformFailure, transform } from 'esbuild';
import type { CellError, Position } from '../protocol/events.ts';
import { ModuleSyntaxError, syntaxError } from './diagnostics.ts';
import { rewriteModule } from './module.ts';
import { originalPosition, type Segments } from './source-map.ts';

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
}

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
    const plain = await transform(text.code, {
      loader: 'ts',
      // V8 has the language of today but for decorators.
      target: 'esnext',
      supported: { decorators: false },
      sourcemap: 'external',
      sourcesContent: false,
      sourcefile: 'cell.ts',
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } },
    });
    const { source, segments } = rewriteModule(plain.code, plain.map, opening(text.run));
    return { ok: true, script: finish(text, source, segments) };
  } catch (error) {
    if (!isTransformFailure(error) && !(error instanceof ModuleSyntaxError)) throw error;
    return { ok: false, error: syntaxError(error, text) };
  }
}

/** A task of its own, so that the cell can be interrupted; then all that it does is known as this run's. */
function opening(run: string): string {
  return `await this.__workbook__.tick(); this.__workbook__.enter(${JSON.stringify(run)});\n`;
}

function finish(text: CellText, source: string, segments: () => Segments): Script {
  return {
    run: text.run,
    cell: text.cell,
    source: `${source}\n//# sourceURL=${scriptName(text)}`,
    locate: (line, column) => originalPosition(segments(), line, column),
  };
}

function isTransformFailure(error: unknown): error is TransformFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
