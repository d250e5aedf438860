import { OpenStackError } from '../error.ts';
import type { World } from '../world.ts';
import type { Server } from './servers.ts';

/** How to wait for a server. */
export interface Waiting {
  /** Give up after so many milliseconds; 300 000, five minutes, if not given. */
  readonly timeout?: number;
  /** Milliseconds between two questions; 500 if not given. */
  readonly interval?: number;
  /** Called with the first status and with each that differs from the one before. */
  readonly onStatus?: (status: string, server: Server) => void;
  readonly signal?: AbortSignal;
}

type Look = (id: string, signal?: AbortSignal) => Promise<Server>;

/**
 * Waits until a server has the status `wanted`.
 * @throws Error when it fails, is deleted meanwhile, or the time is over
 */
export async function waitFor(
  look: Look,
  id: string,
  wanted: string,
  world: World,
  options: Waiting = {},
): Promise<Server> {
  return poll(look, id, `become ${wanted}`, world, options, (server) => {
    if (server?.status === wanted) return server;
    if (server === null) throw new Error(`The server ${id} was deleted while we waited for ${wanted}.`);
    if (server.status === 'ERROR') {
      throw new Error(`The server ${server.name} failed: ${server.fault?.message ?? 'no reason given'}`);
    }
    return undefined;
  });
}

/** Waits until a server is gone. @throws Error when the time is over */
export async function waitUntilGone(
  look: Look,
  id: string,
  world: World,
  options: Waiting = {},
): Promise<void> {
  await poll(look, id, 'go', world, options, (server) =>
    server === null || server.status === 'DELETED' ? true : undefined,
  );
}

/** Looks until `done` gives an answer. A server that is not found is shown to `done` as null. */
async function poll<T>(
  look: Look,
  id: string,
  aim: string,
  world: World,
  { timeout = 300_000, interval = 500, onStatus, signal }: Waiting,
  done: (server: Server | null) => T | undefined,
): Promise<T> {
  const end = world.now() + timeout;
  let before: string | undefined;
  for (;;) {
    const server = await lookOrNull(look, id, signal);
    if (server !== null && server.status !== before) onStatus?.(server.status, server);
    before = server?.status;
    const result = done(server);
    if (result !== undefined) return result;
    if (world.now() >= end) {
      const seconds = Math.round(timeout / 1000);
      throw new Error(
        `The server did not ${aim} within ${seconds} s; it is ${before}. Look at its console log.`,
      );
    }
    await world.wait(Math.max(1, Math.min(interval, end - world.now())), signal);
  }
}

async function lookOrNull(look: Look, id: string, signal?: AbortSignal): Promise<Server | null> {
  try {
    return await look(id, signal);
  } catch (error) {
    if (error instanceof OpenStackError && error.status === 404) return null;
    throw error;
  }
}
