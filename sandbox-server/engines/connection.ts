import type { Socket } from 'node:net';
import WebSocket from 'ws';

/** A two-way line of text messages. */
export interface Connection {
  /** Where it leads, for whoever looks into it. */
  readonly address: string;
  send(text: string): void;
  /** Names the one who hears the messages; those that came before are heard first. */
  receive(listener: (text: string) => void): void;
  close(): void;
  /** Settles when the line is down, with the reason if there is one to tell. */
  readonly closed: Promise<string | undefined>;
}

/** The largest message that the server reads from a kernel, in bytes; a larger one ends the connection. */
const largestMessage = 32 * 1024 * 1024;

/** How an inspector is reached. */
export interface Way {
  signal?: AbortSignal | undefined;
  /** The stream to speak over, where it is not one to the address itself. */
  carrier?: Socket;
}

/** Opens a line to the inspector at `url`. */
export async function connectInspector(url: string, { signal, carrier }: Way = {}): Promise<Connection> {
  signal?.throwIfAborted();
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: largestMessage,
    ...(carrier && { createConnection: () => carrier }),
  });
  const early: string[] = [];
  let listener: (text: string) => void = (text) => early.push(text);
  socket.on('message', (data) => {
    acknowledge();
    listener(data.toString());
  });
  // The inspector holds a message back until the one before is acknowledged, and systems take 40 ms to do
  // that unless something is sent: an unasked pong, once a turn.
  const acknowledge = oncePerTurn(() => {
    if (socket.readyState === WebSocket.OPEN) socket.pong();
  });
  const closed = Promise.withResolvers<string | undefined>();
  socket.once('error', ({ message }) => closed.resolve(message));
  socket.once('close', () => closed.resolve(undefined));
  const connection: Connection = {
    address: url,
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    receive: (next) => {
      for (const text of early.splice(0)) next(text);
      listener = next;
    },
    close: () => socket.terminate(),
    closed: closed.promise,
  };
  return new Promise((resolve, reject) => {
    const cancel = () => socket.terminate();
    signal?.addEventListener('abort', cancel, { once: true });
    socket.once('open', () => {
      signal?.removeEventListener('abort', cancel);
      resolve(connection);
    });
    // After the opening, an error is followed by the end of the kernel, which the host tells of.
    socket.on('error', (cause) => reject(new Error(`The inspector at ${url} does not answer.`, { cause })));
  });
}

function oncePerTurn(act: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setImmediate(() => {
      due = false;
      act();
    });
  };
}
