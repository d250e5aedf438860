import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Why a data folder cannot be used, in one sentence, and the next step. */
export class DataFolderError extends Error {
  override name = 'DataFolderError';
}

/** Where everything that must outlive the server is kept, readable by its owner alone. */
export interface DataFolder {
  path: string;
  /** The workbook's own database; held exclusively, so that two servers never share a folder. */
  database: DatabaseSync;
  /** A secret of this folder by name: the one kept, or `given`, or a new random one. */
  secret(name: string, given?: string): string;
}

function prepare(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new DataFolderError(
      `The data folder ${path} cannot be written. Set WORKBOOK_DATA to a folder of your own.`,
      { cause },
    );
  }
}

function openDatabase(path: string): DatabaseSync {
  const file = join(path, 'workbook.sqlite');
  try {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    // What a learner deletes is overwritten, not only marked as free.
    database.exec('PRAGMA secure_delete = ON');
    database.exec('CREATE TABLE IF NOT EXISTS opened (at TEXT NOT NULL)');
    database.exec('DELETE FROM opened');
    database.prepare('INSERT INTO opened (at) VALUES (?)').run(new Date().toISOString());
    return database;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    const problem = /lock|busy/i.test(words)
      ? `The data folder ${path} is in use by a workbook that is running already. Open that one, stop it, or set WORKBOOK_DATA to another folder.`
      : `The database ${file} cannot be opened (${words}). Set WORKBOOK_DATA to another folder, or move this one away.`;
    throw new DataFolderError(problem, { cause });
  }
}

/** Opens, and makes if it is not there, the data folder at an absolute path; throws a {@link DataFolderError}. */
export function openDataFolder(path: string): DataFolder {
  prepare(path);
  const database = openDatabase(path);
  const secret = (name: string, given?: string): string => {
    const file = join(path, `${name}.secret`);
    if (given === undefined && existsSync(file)) return readFileSync(file, 'utf8').trim();
    const text = given ?? randomBytes(24).toString('base64url');
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
    return text;
  };
  return { path, database, secret };
}
