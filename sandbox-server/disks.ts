import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Sql } from './faafo/sql.ts';
import { openSqlite, type SqliteDatabase } from './faafo/sqlite.ts';

/** One name on a machine's disk: a file, a folder or a link. */
interface StoredEntry {
  readonly id: number;
  readonly parent: number;
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly changed: number;
  readonly target: string;
  readonly content: number;
}

const entryRow = z.object({
  id: z.number(),
  parent: z.number(),
  name: z.string(),
  kind: z.enum(['file', 'folder', 'link']),
  mode: z.number(),
  changed: z.number(),
  target: z.string(),
  content: z.number(),
});
const sizeRow = z.object({ content: z.number(), size: z.number() });
const pieceRow = z.object({ bytes: z.instanceof(Uint8Array) });
const pieceSizeRow = z.object({ number: z.number(), size: z.number() });
const noteRow = z.object({ text: z.string() });
const machineId = z.string().regex(/^[\w-]{1,64}$/);

/** 256 MiB of SQLite's usual 4 KiB pages. */
const MOST_PAGES = 65_536;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    mode INTEGER NOT NULL, changed INTEGER NOT NULL, target TEXT NOT NULL, content INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS pieces (
    content INTEGER NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (content, number));
  CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, text TEXT NOT NULL);`;

/** A machine's disk in one SQLite file: names in a table, a file's bytes in pieces as they were appended. */
class SqliteDisk {
  readonly #database: DatabaseSync;
  readonly #statements;
  readonly #sizes = new Map<number, { next: number; size: number }>();
  #open = true;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(SCHEMA);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#statements = {
      entries: prepare('SELECT * FROM entries ORDER BY id'),
      sizes: prepare('SELECT content, sum(length(bytes)) AS size FROM pieces GROUP BY content'),
      put: prepare('INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
      remove: prepare('DELETE FROM entries WHERE id = ?'),
      read: prepare('SELECT bytes FROM pieces WHERE content = ? ORDER BY number'),
      pieces: prepare('SELECT number, length(bytes) AS size FROM pieces WHERE content = ? ORDER BY number'),
      append: prepare('INSERT INTO pieces VALUES (?, ?, ?)'),
      shorten: prepare('DELETE FROM pieces WHERE content = ? AND number < ?'),
      free: prepare('DELETE FROM pieces WHERE content = ?'),
      note: prepare('SELECT text FROM notes WHERE name = ?'),
      setNote: prepare('INSERT OR REPLACE INTO notes VALUES (?, ?)'),
    };
  }

  entries(): StoredEntry[] {
    return this.#statements.entries.all().map((row) => entryRow.parse(row));
  }

  sizes(): { content: number; size: number }[] {
    return this.#statements.sizes.all().map((row) => sizeRow.parse(row));
  }

  put({ id, parent, name, kind, mode, changed, target, content }: StoredEntry): void {
    if (this.#open) this.#statements.put.run(id, parent, name, kind, mode, changed, target, content);
  }

  remove(id: number): void {
    if (this.#open) this.#statements.remove.run(id);
  }

  read(content: number): Uint8Array<ArrayBuffer> {
    if (!this.#open) return new Uint8Array();
    const pieces = this.#statements.read.all(content).map((row) => pieceRow.parse(row).bytes);
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  write(content: number, bytes: Uint8Array): void {
    this.together(() => {
      this.free(content);
      this.append(content, bytes);
    });
  }

  append(content: number, bytes: Uint8Array, keep = Number.POSITIVE_INFINITY): void {
    if (!this.#open || bytes.length === 0) return;
    const known = this.#sizeOf(content);
    this.#statements.append.run(content, known.next, bytes);
    known.next += 1;
    known.size += bytes.length;
    if (known.size > keep) this.#shorten(content, keep);
  }

  free(content: number): void {
    if (!this.#open) return;
    this.#statements.free.run(content);
    this.#sizes.delete(content);
  }

  note(name: string): string | undefined {
    const row = this.#open ? this.#statements.note.get(name) : undefined;
    return row && noteRow.parse(row).text;
  }

  setNote(name: string, text: string): void {
    if (this.#open) this.#statements.setNote.run(name, text);
  }

  together(changes: () => void): void {
    if (!this.#open) return;
    if (this.#database.isTransaction) {
      changes();
      return;
    }
    this.#database.exec('BEGIN');
    try {
      changes();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** What is written later by a machine that still unwinds is lost, as on a disk that was pulled out. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#database.close();
  }

  #sizeOf(content: number): { next: number; size: number } {
    const known = this.#sizes.get(content);
    if (known) return known;
    const pieces = this.#statements.pieces.all(content).map((row) => pieceSizeRow.parse(row));
    const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
    const counted = { next: (pieces.at(-1)?.number ?? -1) + 1, size };
    this.#sizes.set(content, counted);
    return counted;
  }

  /** Forgets the oldest pieces, whole ones only. */
  #shorten(content: number, keep: number): void {
    const known = this.#sizeOf(content);
    let first = 0;
    for (const row of this.#statements.pieces.all(content)) {
      const piece = pieceSizeRow.parse(row);
      first = piece.number;
      // More than must be, so that not every further byte does this again.
      if (known.size - piece.size < (keep * 3) / 4) break;
      known.size -= piece.size;
    }
    this.#statements.shorten.run(content, first);
  }
}

/** The disks and databases of all machines, a folder for each under `folder`. */
export class FileDisks {
  readonly #folder: string;
  readonly #disks = new Map<string, SqliteDisk>();
  readonly #databases = new Map<string, Map<string, SqliteDatabase>>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  ids(): string[] {
    return readdirSync(this.#folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(this.#folder, entry.name, 'disk.sqlite')))
      .map(({ name }) => name)
      .toSorted();
  }

  open(machine: string): SqliteDisk {
    const known = this.#disks.get(machine);
    if (known) return known;
    const disk = new SqliteDisk(join(this.#folderOf(machine), 'disk.sqlite'));
    this.#disks.set(machine, disk);
    return disk;
  }

  sql(machine: string, path: string): Sql {
    const databases = this.#databases.get(machine) ?? new Map<string, SqliteDatabase>();
    this.#databases.set(machine, databases);
    const known = databases.get(path);
    if (known) return known;
    const name = createHash('sha256').update(path).digest('hex').slice(0, 32);
    const database = openSqlite(join(this.#folderOf(machine), `${name}.sqlite`));
    // Whoever fills a database fills their own only; this runs before anyone else can ask for something.
    void database.exec(`PRAGMA max_page_count = ${MOST_PAGES}`);
    databases.set(path, database);
    return database;
  }

  destroy(machine: string): void {
    this.#disks.get(machine)?.close();
    for (const database of this.#databases.get(machine)?.values() ?? []) database.close();
    this.#disks.delete(machine);
    this.#databases.delete(machine);
    rmSync(join(this.#folder, machineId.parse(machine)), { recursive: true, force: true });
  }

  /** Closes all files. */
  close(): void {
    for (const disk of this.#disks.values()) disk.close();
    for (const databases of this.#databases.values())
      for (const database of databases.values()) database.close();
    this.#disks.clear();
    this.#databases.clear();
  }

  #folderOf(machine: string): string {
    const folder = join(this.#folder, machineId.parse(machine));
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}
