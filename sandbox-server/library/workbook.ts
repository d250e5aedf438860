import { runSignal, show } from './channel.ts';
import { wait } from './wait.ts';

export { type Terminal, terminal } from './terminal.ts';

/** What a cell can show and wait for, beside what JavaScript itself offers. */

/** Names a display, so that showing another one with the same `id` replaces it. */
export interface Named {
  id?: string;
}

/** Shows a value as the cell's result would be shown: text as text, an object so that it unfolds. */
export function display(value: unknown, { id }: Named = {}): void {
  if (typeof value === 'string') text(value, { id });
  else console.log(value);
}

/** Shows a line or a page of text. With an `id` it can be rewritten, as a progress line is. */
export function text(content: string, { id }: Named = {}): void {
  show({ kind: 'text', text: String(content), ...named(id) });
}

const signatures: readonly [string, string][] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
  ['PHN2Z', 'image/svg+xml'],
  ['PD94bW', 'image/svg+xml'],
];

/**
 * Shows an image: PNG, JPEG, GIF, WebP or SVG, recognised by its first bytes.
 * @param picture its bytes, or the same in base64
 * @param alt what is to be seen in it, for those who cannot see it
 */
export function image(
  picture: Uint8Array | ArrayBuffer | string,
  { alt = '', id }: Named & { alt?: string } = {},
): void {
  const data = typeof picture === 'string' ? picture : base64(new Uint8Array(picture));
  const mime = signatures.find(([start]) => data.startsWith(start))?.[1];
  if (mime === undefined) throw new TypeError('image() takes the bytes of a PNG, JPEG, GIF, WebP or SVG.');
  show({ kind: 'image', mime, data, alt, ...named(id) });
}

/**
 * Shows rows under each other: objects (their keys become the columns) or arrays.
 * @param columns which keys, in which order; all of them when left out
 */
export function table(
  rows: Iterable<object>,
  { columns, id }: Named & { columns?: readonly string[] } = {},
): void {
  const list = [...rows];
  const names = columns ?? [...new Set(list.flatMap((row) => Object.keys(row)))];
  const lines = list.map((row) => {
    const cells = new Map<string, unknown>(Object.entries(row));
    return names.map((name) => cellText(cells.get(name)));
  });
  show({ kind: 'table', columns: names, rows: lines, ...named(id) });
}

/**
 * Waits.
 * @param milliseconds how long
 * @throws Interrupted when the reader interrupts the cell meanwhile
 */
export function sleep(milliseconds: number): Promise<void> {
  return wait(milliseconds, runSignal());
}

function named(id: string | undefined): Named {
  return id === undefined ? {} : { id };
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value) ?? String(value);
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
}
