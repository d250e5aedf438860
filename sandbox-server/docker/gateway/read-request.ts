import type { IncomingMessage } from 'node:http';
import { readBounded } from './bounded.ts';
import { badRequest, Refusal } from './refusal.ts';
import type { Asked } from './route.ts';
import { withoutVersion } from './versions.ts';

/** One segment of a path, decoded once; what could be read as another path by somebody else is none. */
function segment(text: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    throw badRequest('The path cannot be read.');
  }
  const isPlain = decoded !== '' && decoded !== '.' && decoded !== '..' && /^[\w.:@+~-]+$/.test(decoded);
  if (!isPlain)
    throw badRequest('The path cannot be read: names hold letters, digits and _ . : @ + ~ - only.');
  return decoded;
}

/** The path and the query of an address of the Engine API. @throws Refusal */
export function readAddress(address: string): { segments: readonly string[]; query: URLSearchParams } {
  const [path = '', ...rest] = address.split('?');
  const [first, ...parts] = path.split('/');
  if (first !== '') throw badRequest('The path begins with a slash.');
  return { segments: withoutVersion(parts.map(segment)), query: new URLSearchParams(rest.join('?')) };
}

/** The body as JSON, if it is no longer than the bound. @throws Refusal */
async function readJson(request: IncomingMessage, most: number): Promise<unknown> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > most) throw new Refusal(413, `A request holds at most ${most >> 10} KiB here.`);
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const bytes = await readBounded(request, most);
  if (bytes.length === 0) return {};
  if (type !== undefined && type !== 'application/json' && type !== 'text/plain')
    throw badRequest(`Content-Type specified (${type.slice(0, 60)}) must be 'application/json'`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) ?? {};
  } catch (cause) {
    throw new Refusal(400, 'The body is not JSON.', { cause });
  }
}

/** A request of HTTP as a call that is not understood yet. `address` is what follows the learner's own part. */
export function readRequest(
  request: IncomingMessage,
  address: string,
  signal: AbortSignal,
  most: number,
): Asked {
  const { segments, query } = readAddress(address);
  return {
    method: request.method ?? '',
    segments,
    query,
    headers: request.headers,
    signal,
    body: request,
    json: () => readJson(request, most),
  };
}
