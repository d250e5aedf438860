import { DatabaseSync } from 'node:sqlite';
import { ConstraintError, type Sql, type SqlRow, type SqlValue } from './sql.ts';

/** SQLite's code for a broken constraint, in the low byte of its extended codes: https://www.sqlite.org/rescode.html */
const SQLITE_CONSTRAINT = 19;

const isConstraint = (error: unknown): error is Error =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  (error.errcode & 0xff) === SQLITE_CONSTRAINT;

/** A SQLite file as faafo's database. */
export interface SqliteDatabase extends Sql {
  close(): void;
}

/**
 * Opens a SQLite database, made when missing; a change is safe on disk when its promise resolves.
 * @param path a file, or `:memory:`
 */
export function openSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  return {
    all: async (sql: string, parameters: readonly SqlValue[] = []): Promise<SqlRow[]> =>
      database.prepare(sql).all(...parameters),
    run: async (sql: string, parameters: readonly SqlValue[] = []) => {
      try {
        return { changes: Number(database.prepare(sql).run(...parameters).changes) };
      } catch (error) {
        if (isConstraint(error)) throw new ConstraintError(error.message, { cause: error });
        throw error;
      }
    },
    exec: async (sql: string) => {
      database.exec('BEGIN');
      try {
        database.exec(sql);
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}
