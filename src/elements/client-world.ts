import type { LineWords } from '../sandbox/client-events.ts';
import type { Socket } from '../sandbox/connection.ts';
import type { ClientWorld } from '../sandbox/sandbox-client.ts';

/** Calls back after so many milliseconds; the answer takes it back. */
export const after = (milliseconds: number, call: () => void): (() => void) => {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
};

/** What a client needs of a browser; `begin` makes sure of a session before each socket is opened. */
export const clientWorld = (begin: () => Promise<unknown>, words: LineWords): ClientWorld => ({
  dial: async (): Promise<Socket> => {
    await begin();
    const address = new URL('/ws', location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    return new WebSocket(address);
  },
  after,
  random: () => Math.random(),
  storage: localStorage,
  newRun: () => crypto.randomUUID(),
  words,
});
