import { expect, test } from 'vitest';
import { KeyReader } from '../../../../sandbox-server/machines/terminal/keys.ts';
import { LineEditor } from '../../../../sandbox-server/machines/terminal/line-editor.ts';
import {
  type DrawnLine,
  draw,
  placeAfter,
  redraw,
  toEndOf,
} from '../../../../sandbox-server/machines/terminal/prompt-line.ts';
import { Screen } from './screen.ts';

const COLUMNS = 10;
const prompt = '\u001b[32mme\u001b[0m$ ';

/** The whole text as a terminal of that width breaks it. */
function broken(text: string): string[] {
  const screen = new Screen(COLUMNS);
  screen.write(text.replaceAll('\n', '\r\n'));
  return screen.lines;
}

function drawAll(input: string): { screen: Screen; drawn: DrawnLine } {
  const screen = new Screen(COLUMNS);
  const editor = new LineEditor(['echo a long line of old', 'short']);
  const reader = new KeyReader();
  const line = (): DrawnLine => ({ prompt, text: editor.text, cursor: editor.cursor });
  let drawn = line();
  screen.write(draw(drawn, COLUMNS));
  reader.add(input);
  for (let key = reader.next(); key; key = reader.next()) {
    editor.apply(key);
    screen.write(redraw(drawn, line(), COLUMNS));
    drawn = line();
  }
  return { screen, drawn };
}

test.each([
  ['a short line', 'ls'],
  ['a line up to the edge', '123456'],
  ['a line over the edge', '1234567'],
  [
    'a line of three rows, and back to its middle',
    '12345678901234567890\u001b[D\u001b[D\u001b[D\u001b[D\u001b[D\u001b[D\u001b[D',
  ],
  ['an insertion that pushes over the edge', '12345\u0001abc'],
  ['a deletion that takes a row away', `1234567\u007f\u007f`],
  ['a long line of the history, and a short one after it', '\u001b[A\u001b[A\u001b[B'],
  ['pasted lines', '\u001b[200~for i in 1\ndo echo $i\ndone\u001b[201~\u001b[D\u001b[H'],
  ['a paste that ends with a new line', '\u001b[200~ls\n\u001b[201~'],
])('after every key the screen shows the line: %s', (_name, input) => {
  const { screen, drawn } = drawAll(input);
  const shown = broken(`me$ ${drawn.text}`);
  expect(screen.lines.join('\n').trimEnd()).toBe(shown.join('\n').trimEnd());
  const place = placeAfter(`me$ ${drawn.text.slice(0, drawn.cursor)}`, COLUMNS);
  expect(screen.cursor).toEqual([place.row, place.column]);
});

test.each([['ls'], ['123456'], ['1234567\u0001'], ['\u001b[200~a\nb\u001b[201~\u001b[H']])(
  'what comes after the line %j begins on a row of its own',
  (input) => {
    const { screen, drawn } = drawAll(input);
    screen.write(`${toEndOf(drawn, COLUMNS)}out`);
    expect(screen.lines.at(-1)).toBe('out');
  },
);

test.each([
  ['abc', { row: 0, column: 3 }],
  ['\u001b[1;32mabc\u001b[0m', { row: 0, column: 3 }],
  ['日本', { row: 0, column: 4 }],
  ['e\u0301', { row: 0, column: 1 }],
  ['123456789日', { row: 1, column: 2 }],
  ['1234567890', { row: 1, column: 0 }],
])('after %j the cursor is at %o', (text, place) => {
  expect(placeAfter(text, COLUMNS)).toEqual(place);
});
