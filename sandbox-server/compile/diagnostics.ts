import type { CellError, Position } from '../protocol/events.ts';
import type { CellText } from './cell.ts';

/** What is wrong with a cell's text, and where in it. */
export class ModuleSyntaxError extends Error {
  readonly position: Position | undefined;
  constructor(message: string, position: Position | undefined, options?: ErrorOptions) {
    super(message, options);
    this.position = position;
  }
}

/** What a parser found wrong with a cell's text, for the learner. */
export function syntaxError({ message, position }: ModuleSyntaxError, text: CellText): CellError {
  const where = position ? [`cell ${text.cell}, line ${position.line}`] : [];
  return { name: 'SyntaxError', message, ...(position && { position }), stack: where };
}
