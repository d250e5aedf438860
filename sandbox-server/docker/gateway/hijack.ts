import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Joins two lines into one: bytes, back pressure and half-closes go both ways, and neither outlives the other.
 * @param out where to write what comes for `one`, when that is a line in a wrapping
 */
export function join(one: Duplex, other: Duplex, out: Duplex = one): void {
  const lead = (from: Duplex, to: Duplex): void => {
    from.on('error', () => to.destroy());
    from.once('close', () => {
      if (!from.readableEnded) to.destroy();
    });
    from.pipe(to);
  };
  lead(one, other);
  lead(other, out);
}

/** Lets a line of HTTP/1.1 go over to raw bytes, as Docker spells it for those who asked for an upgrade. */
export function upgrade(request: IncomingMessage, socket: Duplex, type: string, engine: Duplex): void {
  // Node wraps the line for those who read it; writing needs no wrapping.
  const { socket: line } = request;
  line.write(`HTTP/1.1 101 UPGRADED\r\nContent-Type: ${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`);
  join(socket, engine, line);
}

/**
 * The older way, without an upgrade: the answer's head, and raw bytes from there on. The connection is taken
 * from the server's parser; what a client sends before it has seen the head is not raw yet, and refused.
 */
export async function takeOver(
  request: IncomingMessage,
  response: ServerResponse,
  type: string,
  engine: Duplex,
): Promise<void> {
  const { socket } = request;
  if (socket.destroyed) {
    engine.destroy();
    return;
  }
  response.detachSocket(socket);
  for (const event of ['data', 'end', 'close', 'drain', 'timeout', 'error']) socket.removeAllListeners(event);
  socket.setTimeout(0);
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n`);
  join(socket, engine);
  await once(socket, 'close');
}
