import type { z } from 'zod';

/** Where the cloud's state lives. Synchronous; what is put is durable when the call returns. */
export interface Store {
  load(collection: string): Iterable<{ id: string; json: string }>;
  put(collection: string, id: string, json: string): void;
  remove(collection: string, id: string): void;
}

/** The records of one resource: kept in memory, each change written through to the store at once. */
export interface Collection<T> {
  get(id: string): T | undefined;
  /** All records, oldest first. */
  all(): T[];
  where(accepts: (record: T) => boolean): T[];
  find(accepts: (record: T) => boolean): T | undefined;
  /** Adds or replaces, and returns, the record. Records are values: make a new one, do not change one. */
  put(record: T): T;
  /** Whether there was such a record. */
  remove(id: string): boolean;
}

/**
 * Opens the collection `name`; its rows are parsed by `schema`, once.
 * @throws Error naming the row that does not fit, for then the stored state is not ours.
 */
export function collection<T extends { id: string }>(
  store: Store,
  name: string,
  schema: z.ZodType<T>,
): Collection<T> {
  const records = new Map<string, T>();
  for (const { id, json } of store.load(name)) {
    const parsed = schema.safeParse(JSON.parse(json));
    if (!parsed.success) {
      throw new Error(`the stored ${name} ${id} cannot be read`, { cause: parsed.error });
    }
    records.set(id, parsed.data);
  }
  return {
    get: (id) => records.get(id),
    all: () => [...records.values()],
    where: (accepts) => [...records.values()].filter(accepts),
    find: (accepts) => [...records.values()].find(accepts),
    put: (record) => {
      store.put(name, record.id, JSON.stringify(record));
      records.set(record.id, record);
      return record;
    },
    remove: (id) => {
      store.remove(name, id);
      return records.delete(id);
    },
  };
}
