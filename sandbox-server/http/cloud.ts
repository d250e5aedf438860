import { getRequestListener } from '@hono/node-server';
import type { RequestHandler } from 'express';

/** Whatever answers OpenStack's APIs: the pocket cloud, or the relay to a real one. */
export interface CloudDoor {
  fetch(request: Request): Promise<Response>;
}

/**
 * `/cloud/<service>/…`: OpenStack's own APIs. Open to whoever can reach the server, as a cloud's are:
 * each call proves itself by its token, never by a cookie, and no page of another site can read an answer.
 */
export function cloudRoutes(cloud: CloudDoor, errorHandler: (error: unknown) => Response): RequestHandler {
  const answer = getRequestListener((request) => cloud.fetch(request), {
    overrideGlobalObjects: false,
    errorHandler,
  });
  return async function cloudDoor(request, response, next) {
    if (!request.url.startsWith('/cloud/')) return next();
    await answer(request, response);
  };
}
