import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { keepWaiting } from '../../../sandbox-server/http/early.ts';

async function listening(): Promise<{
  server: Server;
  letIn: ReturnType<typeof keepWaiting>;
  address: string;
}> {
  const server = createServer();
  const letIn = keepWaiting(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('The server has no port.');
  return { server, letIn, address: `127.0.0.1:${place.port}` };
}

test('a request that comes before the server is built is answered when it is', async () => {
  const { server, letIn, address } = await listening();
  const arrived = once(server, 'request');
  const answer = fetch(`http://${address}/book`);
  await arrived;
  letIn((request, response) => response.end(`here is ${request.url}`));
  expect(await (await answer).text()).toBe('here is /book');
  expect(await (await fetch(`http://${address}/again`)).text()).toBe('here is /again');
});

test('a socket is told to come again, and is let in by the doors that are there then', async () => {
  const { server, letIn, address } = await listening();
  const early = new WebSocket(`ws://${address}/ws`);
  const [error] = await once(early, 'error');
  expect(String(error)).toContain('503');
  letIn(() => undefined);
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n'));
  const late = new WebSocket(`ws://${address}/ws`);
  expect(String((await once(late, 'error'))[0])).toContain('401');
});
