import { z } from 'zod';
import type { Sql } from '../sql.ts';

/** Where a broker keeps what must survive it: durable exchanges and queues, their bindings, persistent messages. */
export interface BrokerStorage {
  /** Everything kept, in no particular order. */
  load(): Promise<Iterable<{ id: string; json: string }>>;
  /** Resolves once it is safe. */
  put(id: string, json: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Keeps it for as long as this object lives. */
export function memoryStorage(): BrokerStorage {
  const kept = new Map<string, string>();
  return {
    load: async () => [...kept].map(([id, json]) => ({ id, json })),
    put: async (id, json) => {
      kept.set(id, json);
    },
    remove: async (id) => {
      kept.delete(id);
    },
  };
}

const row = z.object({ id: z.string(), json: z.string() });

/** Keeps it in a table `broker` of a database, which is made when missing. */
export async function sqlStorage(sql: Sql): Promise<BrokerStorage> {
  await sql.exec(
    'CREATE TABLE IF NOT EXISTS broker (id VARCHAR(512) PRIMARY KEY NOT NULL, json TEXT NOT NULL)',
  );
  return {
    load: async () => z.array(row).parse(await sql.all('SELECT id, json FROM broker')),
    put: async (id, json) => {
      await sql.run('REPLACE INTO broker (id, json) VALUES (?, ?)', [id, json]);
    },
    remove: async (id) => {
      await sql.run('DELETE FROM broker WHERE id = ?', [id]);
    },
  };
}
