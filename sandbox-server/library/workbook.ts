import type { PlotOptions } from '@observablehq/plot';
import { runSignal } from './channel.ts';
import { Display, type Named } from './display.ts';
import { holdTable } from './held-table.ts';
import { PixelPicture } from './pixels.ts';
import { encodePng, type Pixels } from './png.ts';
import { isPixels, picture } from './present.ts';
import { Progress } from './progress.ts';
import { columnsOf } from './records.ts';
import { wait } from './wait.ts';

export { type Terminal, terminal } from './terminal.ts';

/** What a cell can show, ask and wait for, beside what JavaScript itself offers. */

export { button, checkbox, number, select, slider, textInput } from './fields.ts';

/**
 * Shows a value as the cell's result would be shown: text as text, a list of records as a table, a picture as a
 * picture, any other object so that it unfolds.
 * @returns by its `update(value)`, what is shown is replaced
 */
export function display(value: unknown, { id }: Named = {}): Display {
  const shown = new Display(id);
  shown.update(value);
  return shown;
}

/** Shows a line or a page of text. With an `id` it can be rewritten, as a progress line is. */
export function text(content: string, { id }: Named = {}): Display {
  return put({ kind: 'text', text: String(content) }, id);
}

/**
 * Shows an image: PNG, JPEG, GIF, WebP or SVG, recognised by its first bytes; or raw pixels, as `ImageData` has them.
 * @param content its bytes, the same in base64, or `{ width, height, data }` with four bytes a pixel
 * @param alt what is to be seen in it, for those who cannot see it
 */
export function image(
  content: Uint8Array | ArrayBuffer | string | Pixels,
  { alt = '', id }: Named & { alt?: string } = {},
): Display {
  return put(picture(fileOf(content), alt), id);
}

/**
 * Shows rows under each other: objects (their keys become the columns) or arrays. A long table is turned over page
 * by page and sorted by its columns.
 * @param columns which keys, in which order; all of them when left out
 */
export function table(
  rows: Iterable<object>,
  { columns, id }: Named & { columns?: readonly string[] } = {},
): Display {
  const list = [...rows];
  return put({ kind: 'table', ...holdTable(list, columns ?? columnsOf(list)) }, id);
}

/**
 * Shows HTML, without whatever in it could act: scripts, forms, frames, styles that reach out of it. As a
 * template's tag, it takes what is put in for text.
 */
export function html(source: string | TemplateStringsArray, ...values: unknown[]): Display {
  return put({ kind: 'markup', format: 'html', source: fill(source, values) });
}

/** Shows Markdown, with the same care as `html`. */
export function markdown(source: string | TemplateStringsArray, ...values: unknown[]): Display {
  return put({ kind: 'markup', format: 'markdown', source: fill(source, values) });
}

/**
 * Draws a plot of Observable Plot (https://observablehq.com/plot): `await plot({ marks: [Plot.dot(…)] })`.
 * @param options as `Plot.plot()` takes them
 */
export async function plot(options: PlotOptions): Promise<Display> {
  const { plot: draw } = await import('@observablehq/plot');
  return display(draw(options));
}

/**
 * Shows a bar that fills as its `value` nears `total`, or that moves until `finish()` when no total is known.
 */
export function progress(label: string, total?: number, named: Named = {}): Progress {
  return new Progress(label, total, named);
}

/**
 * Shows a picture that is painted pixel by pixel, while it is painted.
 * @param alt what is to be seen in it, for those who cannot see it
 */
export function pixels(width: number, height: number, named: Named & { alt?: string } = {}): PixelPicture {
  return new PixelPicture(width, height, named);
}

/**
 * Waits.
 * @param milliseconds how long
 * @throws Interrupted when the reader interrupts the cell meanwhile
 */
export function sleep(milliseconds: number): Promise<void> {
  return wait(milliseconds, runSignal());
}

function put(presented: object, id?: string): Display {
  const shown = new Display(id);
  shown.put(presented);
  return shown;
}

function fileOf(content: Uint8Array | ArrayBuffer | string | Pixels): Uint8Array | string {
  if (typeof content === 'string') return content;
  if (content instanceof Uint8Array) return content;
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (isPixels(content)) return encodePng(content);
  throw new TypeError(
    'image() takes the bytes of an image, or { width, height, data } with four bytes a pixel.',
  );
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A template's text with its values in their places; what stands in a value is text and no markup. */
function fill(source: string | TemplateStringsArray, values: unknown[]): string {
  if (typeof source === 'string') return source;
  const safe = values.map((value) => String(value).replace(/[&<>"']/g, (mark) => marks[mark] ?? mark));
  return source.map((piece, index) => piece + (safe[index] ?? '')).join('');
}
