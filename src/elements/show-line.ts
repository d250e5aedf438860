import { ShowPosition } from './show-position.ts';

/** Takes the reader to a line of a cell's code. */
export const showLine = (cell: string, line: number): void => {
  const element = document.querySelector(`run-cell[name="${CSS.escape(cell)}"]`);
  element?.dispatchEvent(new ShowPosition({ line, column: 1 }));
};
