import { createFaafoApi, type FaafoApi } from './api.ts';
import type { Clock } from './clock.ts';
import { type Log, silent } from './log.ts';
import { startPublisher } from './publisher.ts';
import type { Connect } from './queue.ts';
import type { Dialect } from './schema.ts';
import type { Sql } from './sql.ts';
import { openFractalStore } from './store.ts';

/** What the program `faafo-api` needs of the machine that it runs on. */
export interface FaafoParts {
  sql: Sql;
  dialect?: Dialect;
  /** Opens a connection to the broker. */
  connect: Connect;
  clock: Clock;
  /** Ends the sending of tasks; the API answers for as long as it is asked. */
  signal: AbortSignal;
  random?: () => number;
  id?: () => string;
  log?: Log;
}

/**
 * Starts `faafo-api`: opens the database, answers requests, and sends every new task to the broker, which may be away.
 * `ended` settles when the signal has ended the sending.
 */
export async function openFaafo({
  sql,
  dialect = 'sqlite',
  connect,
  clock,
  signal,
  random = Math.random,
  id = () => crypto.randomUUID(),
  log = silent,
}: FaafoParts): Promise<FaafoApi & { ended: Promise<void> }> {
  const store = await openFractalStore(sql, dialect);
  const publisher = startPublisher({ connect, store, log, clock, signal });
  const api = createFaafoApi({ store, added: () => publisher.wake(), random, id, log });
  return { fetch: api.fetch, ended: publisher.ended };
}
