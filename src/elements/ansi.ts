import Anser from 'anser';
import { html, nothing, type TemplateResult } from 'lit-html';
import { classMap } from 'lit-html/directives/class-map.js';

/** The 216 colours of the cube have these steps of each of red, green and blue. */
const steps = [0, 95, 135, 175, 215, 255];

/** The colour of a palette's number from 16 on: a cube of colours, then shades of grey (ECMA-48 as xterm has it). */
const paletteColour = (number: number): string => {
  if (number >= 232) {
    const grey = 8 + (number - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const place = number - 16;
  const [red, green, blue] = [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6];
  return `rgb(${steps[red]}, ${steps[green]}, ${steps[blue]})`;
};

/** A colour that is no name of the sixteen, as CSS has it. */
const colourOf = (name: string | null, trueColour: string | null): string | undefined => {
  if (name === 'ansi-truecolor') return trueColour === null ? undefined : `rgb(${trueColour})`;
  const palette = /^ansi-palette-(\d+)$/.exec(name ?? '')?.[1];
  return palette === undefined ? undefined : paletteColour(Number(palette));
};

const styleOf = (piece: Anser.AnserJsonEntry): string | typeof nothing => {
  const ink = colourOf(piece.fg, piece.fg_truecolor);
  const paper = colourOf(piece.bg, piece.bg_truecolor);
  const rules = [...(ink ? [`color: ${ink}`] : []), ...(paper ? [`background-color: ${paper}`] : [])];
  return rules.length === 0 ? nothing : rules.join('; ');
};

/** As on a terminal, what follows a carriage return is written over what stood before it in the line. */
const overwrite = (text: string): string =>
  text.includes('\r') ? text.replace(/\r+\n/g, '\n').replace(/[^\n]*\r(?=[^\n])/g, '') : text;

const begin = '\u001b';
const sequence = new RegExp(`${begin}\\[[\\d;]*m`, 'g');
const anySequence = new RegExp(`${begin}\\[[\\d;?]*[A-Za-z]`, 'g');
const resets = [`${begin}[0m`, `${begin}[m`];
/** So many sequences that were not reset are carried on. */
const mostCarried = 16;

/**
 * The sequences that still hold at the end of a text, to be put before the one that follows it.
 * @param before those that held at its start
 */
export const carriedAnsi = (text: string, before = ''): string => {
  const reset = Math.max(...resets.map((each) => text.lastIndexOf(each)));
  const open = reset === -1 ? before + text : text.slice(reset);
  if (!open.includes(begin)) return '';
  return (open.match(sequence) ?? [])
    .filter((each) => !resets.includes(each))
    .slice(-mostCarried)
    .join('');
};

/** The text alone. */
export const withoutAnsi = (text: string): string => text.replace(anySequence, '');

/** The text with the colours that its ANSI sequences ask for, as spans; the text itself is escaped by lit. */
export const ansi = (text: string): (TemplateResult | string)[] => {
  const plain = overwrite(text);
  if (!plain.includes(begin)) return [plain];
  return Anser.ansiToJson(plain, { use_classes: true, remove_empty: true }).map(
    (piece) =>
      html`<span class=${classMap({
        ...(piece.fg ? { [`${piece.fg}-fg`]: true } : {}),
        ...(piece.bg ? { [`${piece.bg}-bg`]: true } : {}),
        ...Object.fromEntries(piece.decorations.map((name) => [`ansi-${name}`, true])),
      })} style=${styleOf(piece)}>${piece.content}</span>`,
  );
};
