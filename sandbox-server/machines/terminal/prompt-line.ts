import { withoutEscapes } from './escapes.ts';

const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** East Asian wide and full-width characters, and the emoji that are drawn as wide as those. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** A place on the screen, counted from where the prompt begins. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Tabs take four columns wherever they are: their places are then the same in every row. */
const shown = (text: string): string => text.replaceAll('\t', '    ');

/** How many columns a character takes. */
function widthOf(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Where the cursor stands after `text` was printed from column 0; at the right edge, on the next row. */
export function placeAfter(text: string, columns: number): Place {
  let row = 0;
  let column = 0;
  for (const character of withoutEscapes(shown(text))) {
    if (character === '\n') {
      row += 1;
      column = 0;
      continue;
    }
    const width = widthOf(character);
    if (column + width > columns) {
      row += 1;
      column = 0;
    }
    column += width;
  }
  return column >= columns ? { row: row + 1, column: 0 } : { row, column };
}

/** A prompt and what is typed behind it, as it is on the screen. */
export interface DrawnLine {
  readonly prompt: string;
  readonly text: string;
  readonly cursor: number;
}

const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : '');

/** From the cursor of a drawn line to the place where its prompt begins. */
export function toStartOf({ prompt, text, cursor }: DrawnLine, columns: number): string {
  return `${up(placeAfter(prompt + text.slice(0, cursor), columns).row)}\r`;
}

/** From the cursor of a drawn line to the row behind it. */
export function toEndOf({ prompt, text, cursor }: DrawnLine, columns: number): string {
  const end = placeAfter(prompt + text, columns);
  const rows = end.row - placeAfter(prompt + text.slice(0, cursor), columns).row;
  return `${rows > 0 ? `\u001b[${rows}B` : ''}${end.column > 0 ? '\r\n' : '\r'}`;
}

/** Draws a line from where its prompt begins, and puts the cursor in its place. */
export function draw({ prompt, text, cursor }: DrawnLine, columns: number): string {
  const end = placeAfter(prompt + text, columns);
  const place = placeAfter(prompt + text.slice(0, cursor), columns);
  // A terminal waits at the right edge for one character more before it goes on to the next row.
  const wrap = end.column === 0 && end.row > 0 && !text.endsWith('\n') ? '\r\n' : '';
  const right = place.column > 0 ? `\u001b[${place.column}C` : '';
  return `\u001b[J${prompt}${shown(text).replaceAll('\n', '\r\n')}${wrap}${up(end.row - place.row)}\r${right}`;
}

/** What turns the one drawn line into the other: a character at the end is simply printed. */
export function redraw(before: DrawnLine, after: DrawnLine, columns: number): string {
  const isSame =
    before.prompt === after.prompt && before.text === after.text && before.cursor === after.cursor;
  if (isSame) return '';
  const added = after.text.slice(before.text.length);
  const isTyped =
    before.prompt === after.prompt &&
    before.cursor === before.text.length &&
    after.cursor === after.text.length &&
    after.text.startsWith(before.text) &&
    !/[\n\t]/.test(added);
  if (isTyped && placeAfter(after.prompt + after.text, columns).column !== 0) return added;
  return toStartOf(before, columns) + draw(after, columns);
}
