import WebSocket from 'ws';

/** A two-way line of text messages. */
export interface Connection {
  send(text: string): void;
  /** Names the one who hears the messages; those that came before are heard first. */
  receive(listener: (text: string) => void): void;
  close(): void;
}

/** The largest message that the server reads from a kernel, in bytes; a larger one ends the connection. */
const largestMessage = 32 * 1024 * 1024;

/** Opens a line to the inspector at `url`. */
export function connectInspector(url: string, signal?: AbortSignal): Promise<Connection> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: largestMessage });
  const early: string[] = [];
  let listener: (text: string) => void = (text) => early.push(text);
  socket.on('message', (data) => listener(data.toString()));
  const connection: Connection = {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    receive: (next) => {
      for (const text of early.splice(0)) next(text);
      listener = next;
    },
    close: () => socket.terminate(),
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
