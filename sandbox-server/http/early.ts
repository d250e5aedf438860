import type { RequestListener, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Looks after those who come to a server that listens before it is built: requests wait, and a socket is told
 * to come again, which a page does by itself. Without it both would wait for ever.
 * @returns lets all in to `app`; to be called when the server's own doors for sockets are there
 */
export function keepWaiting(server: Server): (app: RequestListener) => void {
  const built = Promise.withResolvers<RequestListener>();
  const wait: RequestListener = (request, response) => {
    void built.promise.then((app) => app(request, response));
  };
  const comeAgain = (_request: unknown, socket: Duplex): void => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n');
  };
  server.on('request', wait).on('upgrade', comeAgain);
  return (app) => {
    server.off('request', wait).off('upgrade', comeAgain).on('request', app);
    built.resolve(app);
  };
}
