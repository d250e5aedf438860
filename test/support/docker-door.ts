import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { EmbeddedEngine } from '../../sandbox-server/docker/embedded/engine.ts';

/** The embedded engine behind a port of its own, as a `docker` command wants it. */
export interface DockerDoor {
  /** `tcp://127.0.0.1:…` */
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Node's own conversion gives streams of another type than a request takes. */
function readableOf(source: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  // The other direction goes on when this one has come to its end.
  const pieces = source.iterator({ destroyOnReturn: false });
  return new ReadableStream({
    pull: async (controller) => {
      const piece = await pieces.next().catch(() => ({ done: true, value: undefined }));
      if (piece.done) controller.close();
      else controller.enqueue(new Uint8Array(piece.value));
    },
  });
}

function writableOf(sink: Writable): WritableStream<Uint8Array> {
  return new WritableStream({
    write: async (piece) => {
      if (!sink.write(piece)) await once(sink, 'drain');
    },
    close: () => {
      sink.end();
    },
  });
}

function requestOf(incoming: IncomingMessage): Request {
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !['connection', 'upgrade', 'transfer-encoding'].includes(name)
      ? [[name, value]]
      : [],
  );
  const body = hasBody ? { body: readableOf(incoming), duplex: 'half' as const } : {};
  return new Request(`http://docker${incoming.url ?? '/'}`, { method, headers, ...body });
}

async function write(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.flushHeaders();
  const reader = answer.body?.getReader();
  response.on('close', () => void reader?.cancel().catch(() => undefined));
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    if (!response.write(piece.value)) await once(response, 'drain').catch(() => undefined);
  }
  response.end();
}

// The body of a request that upgrades comes as that of any other does.
async function upgrade(engine: EmbeddedEngine, incoming: IncomingMessage, socket: Socket): Promise<void> {
  const answer = await engine.hijack(requestOf(incoming));
  if (answer instanceof Response) {
    const text = await answer.text();
    socket.end(
      `HTTP/1.1 ${answer.status} Refused\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
    return;
  }
  socket.write(
    `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${answer.contentType}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
  );
  await answer.talk({ readable: readableOf(socket), writable: writableOf(socket) });
}

/** Listens on a free port of the loopback. */
export async function openDockerDoor(engine: EmbeddedEngine): Promise<DockerDoor> {
  const server = createServer((incoming, response) => {
    void engine.fetch(requestOf(incoming)).then((answer) => write(answer, response));
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => undefined);
    if (head.length > 0) socket.unshift(head);
    void upgrade(engine, incoming, socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    host: `tcp://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
