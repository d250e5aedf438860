import type { TransformFailure } from 'esbuild';
import type { CellError, Position } from '../protocol/events.ts';
import type { CellText } from './cell.ts';

/** What esbuild lets pass and the next parser does not (a `return` outside of a function, say). */
export class ModuleSyntaxError extends Error {
  readonly position: Position | undefined;
  constructor(message: string, position: Position | undefined, options?: ErrorOptions) {
    super(message, options);
    this.position = position;
  }
}

/** What a parser found wrong with a cell's text, for the learner. */
export function syntaxError(failure: TransformFailure | ModuleSyntaxError, text: CellText): CellError {
  const { message, position } = failure instanceof ModuleSyntaxError ? failure : fromEsbuild(failure);
  const where = position ? [`cell ${text.cell}, line ${position.line}`] : [];
  return { name: 'SyntaxError', message, ...(position && { position }), stack: where };
}

function fromEsbuild(failure: TransformFailure): { message: string; position?: Position } {
  const [first] = failure.errors;
  if (first === undefined) return { message: failure.message };
  if (first.location === null) return { message: first.text };
  const { line, column, lineText } = first.location;
  // esbuild counts bytes, editors count UTF-16 units.
  const before = Buffer.from(lineText).subarray(0, column).toString();
  return { message: first.text.replace(/:$/, ''), position: { line, column: before.length + 1 } };
}
