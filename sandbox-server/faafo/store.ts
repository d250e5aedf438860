import { z } from 'zod';
import type { Fractal } from './fractal.ts';
import { type Column, type Dialect, prepareSchema, shownColumns } from './schema.ts';
import { orderOf, type Search, whereOf } from './search.ts';
import { ConstraintError, type Sql, type SqlRow, type SqlValue } from './sql.ts';

/** What is written into a row: any of its columns, and the constant of its picture. */
export type Values = Partial<Record<Column | 'c', SqlValue>>;

/** A finished picture: its file, and what names its contents. */
export interface Picture {
  /** The PNG in base64, as the worker sent it. */
  image: string;
  checksum: string | null;
  c: string | null;
}

interface Page {
  limit: number;
  offset: number;
}

/** The fractals of one faafo. */
export interface FractalStore {
  /**
   * Adds a row, and notes that its task is still to be sent.
   * @throws {ConstraintError} for a uuid that exists
   */
  add(values: Values): Promise<void>;
  get(uuid: string): Promise<Fractal | undefined>;
  /** The picture of a row: undefined when there is no such row, null when it is not drawn yet. */
  picture(uuid: string): Promise<Picture | null | undefined>;
  /**
   * Changes some columns of a row.
   * @returns whether there is such a row
   * @throws {ConstraintError} for a null where none may be, or a new uuid that exists
   */
  change(uuid: string, values: Values): Promise<boolean>;
  /** @returns whether there was such a row */
  remove(uuid: string): Promise<boolean>;
  /** How many rows a search finds, and some of them. Rows before `offset` are skipped. */
  find(search: Search, page: Page): Promise<{ count: number; rows: Fractal[] }>;
  /** Finished fractals, the newest first, and how many are still to be drawn. */
  finished(page: Page): Promise<{ count: number; pending: number; rows: Fractal[] }>;
  /** Tasks that no broker has confirmed, in the order in which they came. */
  unsent(): Promise<Fractal[]>;
  /** A broker has confirmed the task. */
  sent(uuid: string): Promise<void>;
}

const text = z.union([z.string(), z.number()]).transform(String).nullable();
/** Numbers that an original without validation has let in as words count as what they start with, or nothing. */
const number = z.union([z.number(), z.bigint(), z.string()]).transform(Number).pipe(z.number().catch(0));
const row: z.ZodType<Fractal> = z.object({
  uuid: z.union([z.string(), z.number()]).transform(String),
  checksum: text,
  url: text,
  duration: number.nullable(),
  size: number.nullable(),
  width: number,
  height: number,
  iterations: number,
  xa: number,
  xb: number,
  ya: number,
  yb: number,
  generated_by: text,
});

const shown = shownColumns.join(', ');
const isFinished = 'checksum IS NOT NULL AND size IS NOT NULL';
const isPending = 'checksum IS NULL OR size IS NULL';

const fractals = (rows: SqlRow[]): Fractal[] => rows.map((line) => row.parse(line));

function decode(image: SqlValue | undefined): string | null {
  if (image instanceof Uint8Array) return new TextDecoder().decode(image);
  return typeof image === 'string' ? image : null;
}

/** The table `fractal` of a database, and the tasks of it that are still to be sent. */
class SqlFractalStore implements FractalStore {
  readonly #sql: Sql;
  readonly #dialect: Dialect;

  constructor(sql: Sql, dialect: Dialect) {
    this.#sql = sql;
    this.#dialect = dialect;
  }

  async add(values: Values): Promise<void> {
    const uuid = values.uuid ?? null;
    const names = Object.keys(values);
    const places = names.map(() => '?').join(', ');
    if ((await this.#count('uuid = ?', [uuid])) > 0)
      throw new ConstraintError(`There is a fractal ${uuid} already.`);
    // The note comes first: a task may be sent twice, never be forgotten.
    await this.#sql.run('REPLACE INTO unsent (uuid) VALUES (?)', [uuid]);
    try {
      const insert = `INSERT INTO fractal (${names.join(', ')}) VALUES (${places})`;
      await this.#sql.run(insert, Object.values(values));
    } catch (error) {
      await this.#sql.run('DELETE FROM unsent WHERE uuid = ?', [uuid]);
      throw error;
    }
  }

  async get(uuid: string): Promise<Fractal | undefined> {
    return fractals(await this.#sql.all(`SELECT ${shown} FROM fractal WHERE uuid = ?`, [uuid]))[0];
  }

  async picture(uuid: string): Promise<Picture | null | undefined> {
    const [line] = await this.#sql.all('SELECT image, checksum, c FROM fractal WHERE uuid = ?', [uuid]);
    if (!line) return undefined;
    const image = decode(line.image);
    return image ? { image, checksum: text.parse(line.checksum), c: text.parse(line.c) } : null;
  }

  async change(uuid: string, values: Values): Promise<boolean> {
    const names = Object.keys(values);
    if (names.length === 0) return (await this.#count('uuid = ?', [uuid])) > 0;
    const assignments = names.map((name) => `${name} = ?`).join(', ');
    const given = [...Object.values(values), uuid];
    const { changes } = await this.#sql.run(`UPDATE fractal SET ${assignments} WHERE uuid = ?`, given);
    return changes > 0;
  }

  async remove(uuid: string): Promise<boolean> {
    await this.sent(uuid);
    return (await this.#sql.run('DELETE FROM fractal WHERE uuid = ?', [uuid])).changes > 0;
  }

  async find(search: Search, { limit, offset }: Page) {
    const where = whereOf(search);
    const all = await this.#count(where.sql, where.values);
    const skipped = search.offset ?? 0;
    const available = Math.min(Math.max(0, all - skipped), search.limit ?? all);
    const wanted = Math.max(0, Math.min(limit, available - offset));
    const rows = await this.#sql.all(
      `SELECT ${shown} FROM fractal WHERE ${where.sql} ORDER BY ${orderOf(search)} LIMIT ? OFFSET ?`,
      [...where.values, wanted, skipped + offset],
    );
    return { count: available, rows: fractals(rows) };
  }

  async finished({ limit, offset }: Page) {
    const newestFirst = this.#dialect === 'sqlite' ? 'rowid DESC' : 'uuid ASC';
    const rows = await this.#sql.all(
      `SELECT ${shown} FROM fractal WHERE ${isFinished} ORDER BY ${newestFirst} LIMIT ? OFFSET ?`,
      [limit, offset],
    );
    const [count, pending] = [await this.#count(isFinished), await this.#count(isPending)];
    return { count, pending, rows: fractals(rows) };
  }

  async unsent(): Promise<Fractal[]> {
    const named = shownColumns.map((column) => `fractal.${column}`).join(', ');
    const oldestFirst = this.#dialect === 'sqlite' ? 'fractal.rowid' : 'fractal.uuid';
    const rows = await this.#sql.all(
      `SELECT ${named} FROM fractal JOIN unsent ON unsent.uuid = fractal.uuid ORDER BY ${oldestFirst}`,
    );
    return fractals(rows);
  }

  async sent(uuid: string): Promise<void> {
    await this.#sql.run('DELETE FROM unsent WHERE uuid = ?', [uuid]);
  }

  async #count(where: string, values: SqlValue[] = []): Promise<number> {
    const [line] = await this.#sql.all(`SELECT count(*) AS n FROM fractal WHERE ${where}`, values);
    return Number(line?.n ?? 0);
  }
}

/** Opens the table `fractal` of a database, made when missing, as it is or as the original left it. */
export async function openFractalStore(sql: Sql, dialect: Dialect = 'sqlite'): Promise<FractalStore> {
  await prepareSchema(sql, dialect);
  return new SqlFractalStore(sql, dialect);
}
