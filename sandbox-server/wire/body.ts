import { setImmediate } from 'node:timers/promises';
import type { CallBody } from '../protocol/wire.ts';
import { maskJson, maskText } from './mask.ts';
import { type Passed, tap } from './tap.ts';

/** A text is kept up to so many characters, after masking. */
export const MOST_TEXT = 16 * 1024;
/** What is longer than this is not even read as JSON, whose secrets could then not be told: bytes. */
const MOST_READ = 512 * 1024;

/** A body on its way, and what can be kept of it when it has passed. */
export interface WatchedBody {
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  kept: Promise<CallBody | undefined>;
}

function sizeOf(headers: Headers): { size?: number } {
  const length = headers.get('content-length');
  return length === null || !/^\d+$/.test(length) ? {} : { size: Number(length) };
}

function textOf(type: string, start: Uint8Array): string {
  const text = new TextDecoder().decode(start);
  return /json/.test(type) || /^\s*[[{]/.test(text) ? maskJson(text) : maskText(text);
}

/** What is kept of a text that has passed. */
export function keep(type: string, { start, size }: Passed): CallBody | undefined {
  if (size === 0) return undefined;
  if (size > start.length) return { type, size, missing: 'rest' };
  const text = textOf(type, start);
  if (text.length <= MOST_TEXT) return { type, size, text };
  return { type, size, text: text.slice(0, MOST_TEXT), missing: 'rest' };
}

/**
 * Lets a body through as it comes and keeps its text. Whatever is no text (an image's data) passes untouched
 * and is kept by its type and size.
 */
export function watchBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  headers: Headers,
): WatchedBody {
  if (body === null) return { body, kept: Promise.resolve(undefined) };
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  if (type !== '' && !/json|^text\/|xml|yaml|urlencoded/.test(type)) {
    return { body, kept: Promise.resolve({ type, ...sizeOf(headers) }) };
  }
  const { promise, resolve } = Promise.withResolvers<Passed>();
  const kept = promise.then((passed) => later(type, passed));
  return { body: tap(body, MOST_READ, resolve), kept };
}

/** Whoever waits for the answer has it before it is looked through. */
async function later(type: string, passed: Passed): Promise<CallBody | undefined> {
  await setImmediate();
  return keep(type, passed);
}

/**
 * An answer that is handed on in place of `response`, and what can be kept of its body. JSON is in memory already,
 * and whole it goes out in one piece; whatever else there is streams.
 */
export async function watchAnswer(
  response: Response,
): Promise<{ response: Response; kept: WatchedBody['kept'] }> {
  const { headers, status, statusText } = response;
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  if (response.body !== null && type === 'application/json') {
    const bytes = await response.bytes();
    const passed = { start: bytes.subarray(0, MOST_READ), size: bytes.length };
    return { response: new Response(bytes, { status, statusText, headers }), kept: later(type, passed) };
  }
  const { body, kept } = watchBody(response.body, headers);
  return { response: body === response.body ? response : new Response(body, response), kept };
}
