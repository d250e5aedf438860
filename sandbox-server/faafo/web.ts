import { BodyTooLarge, readText } from './body.ts';
import { type Fault, isFault, readFields, taskFault } from './fields.ts';
import type { ApiParts } from './json-api.ts';
import { PAGE_SIZE, type PageView, renderPage } from './page.ts';
import { randomTask, taskFields } from './random-task.ts';
import { html, htmlError, json } from './respond.ts';
import type { FractalStore, Values } from './store.ts';

const FORM_LIMIT = 16 * 1024;
/** How many fractals one form may ask for. */
const MOST_TASKS = 100;

/** What a proxy in front has cut off the path; anything but a plain path is not believed. */
function forwardedPrefix(request: Request): string {
  const given = (request.headers.get('x-forwarded-prefix') ?? '').replace(/\/+$/, '');
  return /^(\/[\w.~-]+)*$/.test(given) ? given : '';
}

async function viewOf(store: FractalStore, request: Request, page: number): Promise<PageView> {
  const offset = (page - 1) * PAGE_SIZE;
  const { count, pending, rows } = await store.finished({ limit: PAGE_SIZE, offset });
  const pages = Math.ceil(count / PAGE_SIZE);
  return { prefix: forwardedPrefix(request), page, pages, fractals: rows, pending };
}

/** `GET /`, `/index`, `/index/N`; page 0 is page 1. */
export async function showPage(store: FractalStore, request: Request, page: number): Promise<Response> {
  const view = await viewOf(store, request, Math.max(1, page));
  return html(200, renderPage(view), { 'Cache-Control': 'no-store' });
}

function faultWords(fault: Fault): string {
  if (fault.kind !== 'invalid') return 'Something is missing.';
  const parts = new Map<string, string[]>();
  for (const [field, words] of Object.entries(fault.fields)) {
    parts.set(words, [...(parts.get(words) ?? []), field]);
  }
  return `${[...parts].map(([words, fields]) => `${fields.join(', ')}: ${words}`).join('. ')}.`;
}

function readForm(form: URLSearchParams): { tasks: number; given: Values } | string {
  const entries = taskFields
    .map((field): [string, string] => [field, form.get(field)?.trim() ?? ''])
    .filter(([, text]) => text !== '');
  const given = readFields(Object.fromEntries(entries));
  if (isFault(given)) return faultWords(given);
  const tasks = Number(form.get('tasks')?.trim() || 1);
  if (!Number.isInteger(tasks) || tasks < 1 || tasks > MOST_TASKS) {
    return `How many: must be a whole number from 1 to ${MOST_TASKS}.`;
  }
  return { tasks, given };
}

/** The rows that a form asks for, or what is wrong with it, in words. */
function tasksOf(form: URLSearchParams, random: () => number, id: () => string): Values[] | string {
  const read = readForm(form);
  if (typeof read === 'string') return read;
  const numbers = Object.fromEntries(
    Object.entries(read.given).map(([field, value]): [string, number] => [field, Number(value)]),
  );
  const tasks = Array.from({ length: read.tasks }, () => readFields(randomTask(id(), random, numbers)));
  const rows: Values[] = [];
  for (const values of tasks) {
    const fault = isFault(values) ? values : taskFault(values, random);
    if (fault) return faultWords(fault);
    if (!isFault(values)) rows.push(values);
  }
  return rows;
}

/** `POST /` with the page's form: creates the fractals and shows the page again. */
export async function createFromForm(
  { store, random, added }: ApiParts,
  request: Request,
  id: () => string,
): Promise<Response> {
  let form: URLSearchParams;
  try {
    form = new URLSearchParams(await readText(request, FORM_LIMIT));
  } catch (error) {
    if (error instanceof BodyTooLarge) return htmlError(413);
    throw error;
  }
  const rows = tasksOf(form, random, id);
  if (typeof rows === 'string') {
    const view = await viewOf(store, request, 1);
    return html(400, renderPage({ ...view, form: { fault: rows, values: new Map(form) } }));
  }
  for (const row of rows) await store.add(row);
  added();
  return new Response(null, { status: 303, headers: { Location: `${forwardedPrefix(request)}/` } });
}

const isPng = (bytes: Uint8Array): boolean => bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e;

/** `GET /fractal/U`: the picture. One that is not drawn yet is 404, where the original broke. */
export async function showPicture(store: FractalStore, request: Request, uuid: string): Promise<Response> {
  const picture = await store.picture(uuid);
  // The word is the original's.
  if (picture === undefined) return json(404, { code: 404, message: 'Fracal not found' });
  const file = Uint8Array.from(Buffer.from(picture?.image ?? '', 'base64'));
  if (!picture || !isPng(file)) {
    return json(404, { code: 404, message: 'Fractal not drawn yet' }, { 'Retry-After': '3' });
  }
  const headers = new Headers({ 'Content-Type': 'image/png', 'Cache-Control': 'no-cache' });
  if (picture.c) headers.set('X-Julia-Constant', picture.c);
  if (picture.checksum && /^[0-9a-f]+$/.test(picture.checksum)) headers.set('ETag', `"${picture.checksum}"`);
  const etag = headers.get('ETag');
  if (etag && request.headers.get('if-none-match') === etag)
    return new Response(null, { status: 304, headers });
  headers.set('Content-Length', String(file.length));
  return new Response(file, { headers });
}
