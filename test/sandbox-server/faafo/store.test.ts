import { describe, expect, it } from 'vitest';
import { ConstraintError } from '../../../sandbox-server/faafo/sql.ts';
import { openSqlite } from '../../../sandbox-server/faafo/sqlite.ts';
import { openFractalStore } from '../../../sandbox-server/faafo/store.ts';
import { task } from '../../fakes/task.ts';

/** The table as the original makes it, with two rows of its own. */
const ORIGINAL = `
CREATE TABLE fractal (
  uuid VARCHAR(36) NOT NULL, checksum VARCHAR(256), url VARCHAR(256), duration FLOAT, size INTEGER,
  width INTEGER NOT NULL, height INTEGER NOT NULL, iterations INTEGER NOT NULL,
  xa FLOAT NOT NULL, xb FLOAT NOT NULL, ya FLOAT NOT NULL, yb FLOAT NOT NULL,
  image BLOB, generated_by VARCHAR(256), PRIMARY KEY (uuid), UNIQUE (checksum));
INSERT INTO fractal VALUES ('z', 'abc', NULL, 0.5, 3, 8, 6, 255, -2, 2, -1.5, 1.5, CAST('aGVsbG8=' AS BLOB), 'w1');
INSERT INTO fractal VALUES ('a', NULL, NULL, NULL, NULL, 'abc', 12.5, 255, -2, 2, -1.5, 1.5, NULL, NULL);`;

describe('the table of a database', () => {
  it("has the original's columns, with its types and nulls, and one of ours", async () => {
    const sql = openSqlite(':memory:');
    await openFractalStore(sql);
    const columns = await sql.all('SELECT name, type, "notnull", pk FROM pragma_table_info(\'fractal\')');
    expect(columns.map(({ name, type, notnull, pk }) => [name, type, notnull, pk].join(' '))).toEqual([
      'uuid VARCHAR(36) 1 1',
      'checksum VARCHAR(256) 0 0',
      'url VARCHAR(256) 0 0',
      'duration FLOAT 0 0',
      'size INTEGER 0 0',
      'width INTEGER 1 0',
      'height INTEGER 1 0',
      'iterations INTEGER 1 0',
      'xa FLOAT 1 0',
      'xb FLOAT 1 0',
      'ya FLOAT 1 0',
      'yb FLOAT 1 0',
      'image BLOB 0 0',
      'generated_by VARCHAR(256) 0 0',
      'c VARCHAR(64) 0 0',
    ]);
  });

  it('made by the original is read as it is, its rows in their order, even what no validation kept out', async () => {
    const sql = openSqlite(':memory:');
    await sql.exec(ORIGINAL);
    const store = await openFractalStore(sql);
    expect(await store.get('z')).toMatchObject({ checksum: 'abc', generated_by: 'w1', duration: 0.5 });
    expect(await store.picture('z')).toMatchObject({ image: 'aGVsbG8=' });
    expect(await store.get('a')).toMatchObject({ width: 0, height: 12.5 });
    await store.add(task('new'));
    const rows = await sql.all('SELECT uuid FROM fractal ORDER BY rowid');
    expect(rows.map(({ uuid }) => uuid)).toEqual(['z', 'a', 'new']);
  });

  it('made by the original no longer strands the second of two equal pictures', async () => {
    const sql = openSqlite(':memory:');
    await sql.exec(ORIGINAL);
    const store = await openFractalStore(sql);
    expect(await store.change('a', { checksum: 'abc', size: 3 })).toBe(true);
    expect(await store.get('a')).toMatchObject({ checksum: 'abc' });
  });

  it('is left alone when it is opened again', async () => {
    const sql = openSqlite(':memory:');
    await (await openFractalStore(sql)).add(task('a'));
    const store = await openFractalStore(sql);
    expect(await store.get('a')).toMatchObject(task('a'));
  });
});

describe('the store', () => {
  it('takes a uuid once', async () => {
    const store = await openFractalStore(openSqlite(':memory:'));
    await store.add(task('a'));
    await expect(store.add(task('a'))).rejects.toThrow(ConstraintError);
  });

  it('keeps tasks as unsent, in their order, until they are sent or deleted', async () => {
    const store = await openFractalStore(openSqlite(':memory:'));
    for (const uuid of ['c', 'a', 'b']) await store.add(task(uuid));
    await store.sent('a');
    expect((await store.unsent()).map(({ uuid }) => uuid)).toEqual(['c', 'b']);
    await store.remove('c');
    expect((await store.unsent()).map(({ uuid }) => uuid)).toEqual(['b']);
  });

  it('gives finished fractals, the newest first, and counts the others', async () => {
    const store = await openFractalStore(openSqlite(':memory:'));
    for (const uuid of ['c', 'a', 'b', 'd']) await store.add(task(uuid));
    for (const uuid of ['a', 'b', 'c']) await store.change(uuid, { checksum: 'x', size: 1 });
    const { count, pending, rows } = await store.finished({ limit: 2, offset: 0 });
    expect([count, pending, rows.map(({ uuid }) => uuid)]).toEqual([3, 1, ['b', 'a']]);
  });
});
