import { isIPv4 } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { RequestHandler } from 'express';

/** How a connection into the virtual network came to nothing; `code` is the system's own word for it. */
export type NetworkErrorCode = 'ETIMEDOUT' | 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH';

/** Opens HTTP exchanges with addresses of the virtual network, as a host outside of it would. */
export interface OutsideNetwork {
  /** Rejects with an error that has a {@link NetworkErrorCode} as its `code` when there is no connection. */
  fetch(address: string, port: number, request: Request): Promise<Response>;
}

/** The header by which a cell learns that there was no HTTP answer at all, and why. */
const NETWORK_ERROR_HEADER = 'x-workbook-network-error';

const PATH = /^\/at\/([^/]+)\/(\d{1,5})(\/[^?]*)?(\?.*)?$/;

const LARGEST_BODY = 16 << 20;

/** A request that cannot be passed on, and why. */
class Refusal extends Error {
  override name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The methods that a `Request` of the Fetch standard cannot have. */
const FORBIDDEN_METHODS = new Set(['TRACE', 'TRACK', 'CONNECT']);

/** What a machine may not say: it would speak for the whole server, cookies and storage of the book included. */
const NOT_FOR_A_MACHINE = [
  'set-cookie',
  'clear-site-data',
  'service-worker-allowed',
  'strict-transport-security',
  'alt-svc',
  'nel',
  'report-to',
  'reporting-endpoints',
  NETWORK_ERROR_HEADER,
];

/** A page from a machine is a stranger: it may run, but as an origin of its own that owns nothing here. */
const CONFINEMENT = {
  'content-security-policy': 'sandbox allow-scripts allow-forms allow-popups allow-downloads',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const WORDS: Record<NetworkErrorCode, string> = {
  ETIMEDOUT: 'took too long to respond. Nothing came back: no answer, and no refusal either.',
  ECONNREFUSED: 'refused to connect. The machine is there, but nothing listens on that port.',
  EHOSTUNREACH: 'cannot be reached. Nobody on the last network has that address.',
  ENETUNREACH: 'cannot be reached. No route leads to that address.',
};

function codeOf(error: unknown): NetworkErrorCode | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && isNetworkErrorCode(code) ? code : undefined;
}

function isNetworkErrorCode(code: string): code is NetworkErrorCode {
  return Object.hasOwn(WORDS, code);
}

function errorPage(address: string, port: number, code: NetworkErrorCode): Response {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${address}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem}code{font-size:.85em;opacity:.75}</style>
<h1>This site can’t be reached</h1><p><strong>${address}${port === 80 ? '' : `:${port}`}</strong> ${WORDS[code]}</p><code>${code}</code></html>`;
  return new Response(page, {
    status: code === 'ETIMEDOUT' ? 504 : 502,
    headers: { ...CONFINEMENT, 'content-type': 'text/html; charset=utf-8', [NETWORK_ERROR_HEADER]: code },
  });
}

function confine(answer: Response, prefix: string): Response {
  const headers = new Headers(answer.headers);
  for (const name of NOT_FOR_A_MACHINE) headers.delete(name);
  for (const [name, value] of Object.entries(CONFINEMENT)) headers.set(name, value);
  const location = headers.get('location');
  if (location?.startsWith('/') && !location.startsWith(`${prefix}/`)) {
    headers.set('location', `${prefix}${location}`);
  }
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}

async function readAtMost(body: ReadableStream<Uint8Array>, limit: number): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > limit) break;
      chunks.push(new Uint8Array(chunk));
    }
  } catch (cause) {
    throw new Refusal(400, 'The request ended before its body did.', { cause });
  }
  if (size > limit) {
    throw new Refusal(413, `A request into the virtual network holds at most ${limit >> 20} MiB.`);
  }
  return new Blob(chunks);
}

async function inward(
  request: Request,
  address: string,
  port: number,
  rest: string,
  prefix: string,
): Promise<Request> {
  const headers = new Headers(request.headers);
  for (const name of ['cookie', 'authorization', 'host', 'connection']) headers.delete(name);
  headers.set('x-forwarded-prefix', prefix);
  const url = `http://${address}${port === 80 ? '' : `:${port}`}${rest}`;
  const { method, signal } = request;
  if (FORBIDDEN_METHODS.has(method)) throw new Refusal(405, `${method} does not pass through here.`);
  const body = request.body === null ? null : await readAtMost(request.body, LARGEST_BODY);
  return new Request(url, { method, headers, signal, body });
}

/**
 * `/at/<address>/<port>/…` leads into the virtual network, from outside: open to whoever can reach the
 * server, as a floating IP is, and guarded by the security groups behind it. Cookies pass in neither
 * direction, and what is served is confined to an origin of its own.
 */
export function proxyRoutes(
  network: OutsideNetwork,
  errorHandler: (error: unknown) => Response,
): RequestHandler {
  const answer = getRequestListener(
    async (request) => {
      const url = new URL(request.url);
      const [, address = '', portText = '', path = '/', query = ''] =
        PATH.exec(url.pathname + url.search) ?? [];
      const port = Number(portText);
      if (!isIPv4(address) || port < 1 || port > 65_535) {
        return Response.json(
          { error: { message: 'The form is /at/<IPv4 address>/<port>/<path>.' } },
          { status: 400 },
        );
      }
      const prefix = `/at/${address}/${port}`;
      try {
        const reply = await network.fetch(
          address,
          port,
          await inward(request, address, port, path + query, prefix),
        );
        return confine(reply, prefix);
      } catch (error) {
        if (error instanceof Refusal)
          return Response.json({ error: { message: error.message } }, { status: error.status });
        const code = codeOf(error);
        if (code) return errorPage(address, port, code);
        // Whoever asked has gone away in the meantime, and what was under way for them was ended.
        if (request.signal.aborted) return new Response(null, { status: 499 });
        throw error;
      }
    },
    { overrideGlobalObjects: false, errorHandler },
  );
  return async function networkDoor(request, response, next) {
    if (!request.url.startsWith('/at/')) return next();
    await answer(request, response);
  };
}
