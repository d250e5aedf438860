import { isIP } from 'node:net';
import type { RequestHandler } from 'express';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True when a server that listens on `host` can be reached from its own machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function nameOf(hostHeader: string): string {
  return hostHeader.replace(/:\d+$/, '').toLowerCase();
}

/**
 * Whether a request's `Host` may be ours. A server on the loopback answers to the loopback's names only,
 * so that a foreign name that resolves to it (DNS rebinding) opens no door.
 */
export function isOurHost(listensOn: string, hostHeader: string | undefined): boolean {
  // Not merely a foreign one: of some, no address can be made at all (`localhost:99999`).
  if (!hostHeader || /[/?#@\\]/.test(hostHeader) || !URL.canParse(`http://${hostHeader}`)) return false;
  if (!isLoopback(listensOn)) return true;
  const name = nameOf(hostHeader);
  return LOOPBACK_NAMES.has(name) || (isIP(name) === 4 && name.startsWith('127.'));
}

/** Whether a request comes from our own pages (or from no page at all: a command, a cell, a test). */
export function isOurOrigin(origin: string | undefined, hostHeader: string | undefined): boolean {
  if (origin === undefined) return true;
  const address = URL.parse(origin);
  return address !== null && hostHeader !== undefined && address.host === hostHeader.toLowerCase();
}

/** Turns away requests that came by a name that is not ours. */
export function ourHostOnly(listensOn: string): RequestHandler {
  return function ourHost(request, response, next) {
    if (isOurHost(listensOn, request.headers.host)) return next();
    response.status(421).json({ error: { message: 'This server does not answer to that host name.' } });
  };
}

/** Turns away requests that a page of another site sent. */
export const ourOriginOnly: RequestHandler = (request, response, next) => {
  if (isOurOrigin(request.headers.origin, request.headers.host)) return next();
  response.status(403).json({ error: { message: 'This door is for the pages of this server only.' } });
};
