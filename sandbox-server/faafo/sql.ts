/** What a column holds. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** One row of an answer, by column name. */
export type SqlRow = Record<string, SqlValue>;

/** A database as faafo needs it; `?` marks where a parameter goes. SQLite behind it today, MySQL tomorrow. */
export interface Sql {
  /** Runs one query and gives its rows. */
  all(sql: string, parameters?: readonly SqlValue[]): Promise<SqlRow[]>;
  /**
   * Runs one statement and tells how many rows it changed.
   * @throws {ConstraintError} when the table's own rules forbid it
   */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<{ changes: number }>;
  /** Runs several statements, separated by semicolons, all or none. */
  exec(sql: string): Promise<void>;
}

/** A key that exists already, or a null where none may be. */
export class ConstraintError extends Error {
  override name = 'ConstraintError';
}
