import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { Express } from 'express';

/** Serves an application on a free loopback port for one test; `await using` closes it. */
export async function serve(app: Express, prepare?: (server: Server) => void) {
  const server = createServer(app);
  prepare?.(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A GET whose `Host` header may be any, as `fetch` does not allow; resolves to its status. */
export async function getAs(host: string, port: number, path: string): Promise<number | undefined> {
  const sent = request({ host: '127.0.0.1', port, path, headers: { host } });
  sent.end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}
