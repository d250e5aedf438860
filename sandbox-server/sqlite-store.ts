import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const storedRow = z.object({ id: z.string(), json: z.string() });

/** Records by collection and id, as the pocket cloud's `Store` asks: each write is durable when it returns. */
export interface SqliteStore {
  load(collection: string): Iterable<{ id: string; json: string }>;
  put(collection: string, id: string, json: string): void;
  remove(collection: string, id: string): void;
}

/** Keeps records in the table `cloud_records` of the workbook's database; they load in the order they were made. */
export function sqliteStore(database: DatabaseSync): SqliteStore {
  database.exec(`CREATE TABLE IF NOT EXISTS cloud_records (
    position INTEGER PRIMARY KEY, collection TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL,
    UNIQUE (collection, id))`);
  const load = database.prepare('SELECT id, json FROM cloud_records WHERE collection = ? ORDER BY position');
  const put = database.prepare(`INSERT INTO cloud_records (collection, id, json) VALUES (?, ?, ?)
    ON CONFLICT (collection, id) DO UPDATE SET json = excluded.json`);
  const remove = database.prepare('DELETE FROM cloud_records WHERE collection = ? AND id = ?');
  return {
    load: (collection) => load.all(collection).map((raw) => storedRow.parse(raw)),
    put: (collection, id, json) => {
      put.run(collection, id, json);
    },
    remove: (collection, id) => {
      remove.run(collection, id);
    },
  };
}
