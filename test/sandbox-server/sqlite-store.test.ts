import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { sqliteStore } from '../../sandbox-server/sqlite-store.ts';

describe('the store of the cloud in SQLite', () => {
  test('loads what was put, in the order it was made, changed or not', () => {
    const database = new DatabaseSync(':memory:');
    const store = sqliteStore(database);
    store.put('servers', 'b', '{"name":"first"}');
    store.put('servers', 'a', '{"name":"second"}');
    store.put('servers', 'b', '{"name":"renamed"}');
    store.put('images', 'a', '{}');
    expect([...sqliteStore(database).load('servers')]).toEqual([
      { id: 'b', json: '{"name":"renamed"}' },
      { id: 'a', json: '{"name":"second"}' },
    ]);
  });

  test('forgets what was removed, and nothing else', () => {
    const store = sqliteStore(new DatabaseSync(':memory:'));
    store.put('servers', 'a', '{}');
    store.put('ports', 'a', '{}');
    store.remove('servers', 'a');
    expect([...store.load('servers')]).toEqual([]);
    expect([...store.load('ports')]).toHaveLength(1);
  });
});
