import type { Sql } from './sql.ts';

/** Which database it is, where the two differ. */
export type Dialect = 'sqlite' | 'mysql';

/** The columns of the original's table, in its order. */
export const columns = [
  'uuid',
  'checksum',
  'url',
  'duration',
  'size',
  'width',
  'height',
  'iterations',
  'xa',
  'xb',
  'ya',
  'yb',
  'image',
  'generated_by',
] as const;
/** A column of the original's table. */
export type Column = (typeof columns)[number];

/** What the API shows of a row: everything but the picture. */
export const shownColumns = columns.filter((column) => column !== 'image');

/** Columns that may not be null. */
export const requiredColumns: readonly Column[] = [
  'uuid',
  'width',
  'height',
  'iterations',
  'xa',
  'xb',
  'ya',
  'yb',
];

/**
 * The table. The original's checksum was unique, so that of two equal pictures the second could never be stored; ours
 * is not. `c`, the constant a picture was drawn with, is ours.
 */
const table = (name: string, dialect: Dialect): string => `
CREATE TABLE IF NOT EXISTS ${name} (
  uuid VARCHAR(36) NOT NULL,
  checksum VARCHAR(256),
  url VARCHAR(256),
  duration FLOAT,
  size INTEGER,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  iterations INTEGER NOT NULL,
  xa FLOAT NOT NULL,
  xb FLOAT NOT NULL,
  ya FLOAT NOT NULL,
  yb FLOAT NOT NULL,
  image ${dialect === 'mysql' ? 'MEDIUMBLOB' : 'BLOB'},
  generated_by VARCHAR(256),
  c VARCHAR(64),
  PRIMARY KEY (uuid)
);`;

/** Tasks whose message no broker has confirmed yet. */
const unsent = 'CREATE TABLE IF NOT EXISTS unsent (uuid VARCHAR(36) NOT NULL, PRIMARY KEY (uuid));';

/** A SQLite table cannot lose a constraint: it is copied into one without, in the same order. */
async function dropUniqueChecksum(sql: Sql): Promise<void> {
  const indices = await sql.all("SELECT name FROM pragma_index_list('fractal') WHERE origin = 'u'");
  if (indices.length === 0) return;
  const all = [...columns, 'c'].join(', ');
  await sql.exec(`${table('fractal_without_unique', 'sqlite')}
    INSERT INTO fractal_without_unique (${all}) SELECT ${all} FROM fractal ORDER BY rowid;
    DROP TABLE fractal;
    ALTER TABLE fractal_without_unique RENAME TO fractal;`);
}

async function columnNames(sql: Sql, dialect: Dialect): Promise<unknown[]> {
  const rows =
    dialect === 'sqlite'
      ? await sql.all("SELECT name FROM pragma_table_info('fractal')")
      : await sql.all(
          "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'fractal'",
        );
  return rows.map(({ name }) => name);
}

/** Makes the tables when missing, and brings one that the original made up to date; its rows stay. */
export async function prepareSchema(sql: Sql, dialect: Dialect): Promise<void> {
  await sql.exec(`${table('fractal', dialect)}${unsent}`);
  if (!(await columnNames(sql, dialect)).includes('c')) {
    await sql.exec('ALTER TABLE fractal ADD COLUMN c VARCHAR(64)');
  }
  if (dialect === 'sqlite') {
    await dropUniqueChecksum(sql);
  } else {
    const unique = await sql.all(
      "SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'fractal' AND column_name = 'checksum' AND non_unique = 0",
    );
    for (const { name } of unique) await sql.exec(`ALTER TABLE fractal DROP INDEX \`${name}\``);
  }
}
