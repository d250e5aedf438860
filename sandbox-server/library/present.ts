import { holdTable } from './held-table.ts';
import { base64, encodePng, type Pixels } from './png.ts';
import { columnsOf, isRecords } from './records.ts';

/** A display as the channel carries it. */
export type Presented = { kind: string } & Record<string, unknown>;

/** By it, an object says how it wants to be shown in a notebook (https://docs.deno.com/runtime/reference/cli/jupyter/). */
const showsItself = Symbol.for('Jupyter.display');

/** Objects that have shown themselves when they were made: as a cell's result they are nothing more. */
const shownAlready = new WeakSet<object>();

export function markShown<Shown extends object>(shown: Shown): Shown {
  shownAlready.add(shown);
  return shown;
}

/**
 * How a value is shown when it is more than a value: a list of records as a table, an element as what it draws,
 * pixels as a picture. Undefined when it is best unfolded as it is, `nothing` when it was shown before.
 */
export function present(value: unknown): Presented | 'nothing' | undefined | Promise<Presented | undefined> {
  if (typeof value !== 'object' || value === null) return undefined;
  if (shownAlready.has(value)) return 'nothing';
  if (isRecords(value)) return { kind: 'table', ...holdTable([...value], columnsOf(value)) };
  if (isElement(value)) return presentElement(value);
  if (isPixels(value)) return picture(encodePng(value));
  if (value instanceof Blob && value.type.startsWith('image/')) return presentBlob(value);
  return presentItself(value);
}

interface ElementLike {
  outerHTML: string;
  nodeName: string;
}

function isElement(value: object): value is ElementLike {
  return (
    'outerHTML' in value &&
    typeof value.outerHTML === 'string' &&
    'nodeName' in value &&
    typeof value.nodeName === 'string'
  );
}

function presentElement({ outerHTML, nodeName }: ElementLike): Presented {
  const format = nodeName.toLowerCase() === 'svg' ? 'svg' : 'html';
  return { kind: 'markup', format, source: outerHTML };
}

/** Whether it is `ImageData`, or as good as that. */
export function isPixels(value: object): value is Pixels {
  if (!('width' in value && 'height' in value && 'data' in value)) return false;
  const { width, height, data } = value;
  const bytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  return isSize(width) && isSize(height) && bytes && data.length === width * height * 4;
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
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
 * An image file, known by its first bytes.
 * @throws TypeError when it is none that a page can show
 */
export function picture(file: Uint8Array | string, alt = ''): Presented {
  const data = typeof file === 'string' ? file : base64(file);
  const mime = signatures.find(([start]) => data.startsWith(start))?.[1];
  if (mime === undefined) throw new TypeError('image() takes the bytes of a PNG, JPEG, GIF, WebP or SVG.');
  return { kind: 'image', mime, data, alt };
}

async function presentBlob(blob: Blob): Promise<Presented> {
  return picture(new Uint8Array(await blob.arrayBuffer()));
}

function presentItself(value: object): Promise<Presented | undefined> | undefined {
  const ask: unknown = Reflect.get(value, showsItself);
  if (typeof ask !== 'function') return undefined;
  return Promise.resolve(Reflect.apply(ask, value, [])).then(fromBundle);
}

/** The richest form of a bundle of MIME types that a page can show. */
function fromBundle(bundle: unknown): Presented | undefined {
  if (typeof bundle !== 'object' || bundle === null) return undefined;
  const forms = new Map<string, unknown>(Object.entries(bundle));
  for (const [mime, format] of [
    ['image/svg+xml', 'svg'],
    ['text/html', 'html'],
    ['text/markdown', 'markdown'],
  ]) {
    const source = forms.get(mime ?? '');
    if (typeof source === 'string') return { kind: 'markup', format, source };
  }
  for (const mime of ['image/png', 'image/jpeg', 'image/gif']) {
    const data = forms.get(mime);
    if (typeof data === 'string') return picture(data);
  }
  const text = forms.get('text/plain');
  return typeof text === 'string' ? { kind: 'text', text } : undefined;
}
