import { z } from 'zod';
import type { Sql } from '../../faafo/sql.ts';

const accountRow = z.object({ password: z.string() });
const nameRow = z.object({ name: z.string() });

/** Users and databases of a machine's database server. */
export class Accounts {
  readonly #sql: Sql;

  private constructor(sql: Sql) {
    this.#sql = sql;
  }

  static async open(sql: Sql): Promise<Accounts> {
    await sql.exec(`CREATE TABLE IF NOT EXISTS accounts (user TEXT, remote INTEGER, password TEXT, PRIMARY KEY (user, remote));
      CREATE TABLE IF NOT EXISTS databases (name TEXT PRIMARY KEY);
      INSERT OR IGNORE INTO accounts VALUES ('root', 0, '');`);
    return new Accounts(sql);
  }

  /** @throws {Error} in the server's own words */
  async demand(user: string, password: string, remote: boolean): Promise<void> {
    const rows = await this.#sql.all('SELECT password FROM accounts WHERE user = ? AND remote >= ?', [
      user,
      remote ? 1 : 0,
    ]);
    if (rows.some((row) => accountRow.parse(row).password === password)) return;
    const using = password === '' ? 'NO' : 'YES';
    throw new Error(
      `(1045) Access denied for user '${user}'@'${remote ? '%' : 'localhost'}' (using password: ${using})`,
    );
  }

  async setPassword(user: string, host: string, password: string): Promise<void> {
    await this.#sql.run('REPLACE INTO accounts VALUES (?, ?, ?)', [
      user,
      host === 'localhost' ? 0 : 1,
      password,
    ]);
  }

  async exists(user: string, host: string): Promise<boolean> {
    const remote = host === 'localhost' ? 0 : 1;
    return (
      (await this.#sql.all('SELECT user FROM accounts WHERE user = ? AND remote = ?', [user, remote]))
        .length > 0
    );
  }

  async databases(): Promise<string[]> {
    const rows = await this.#sql.all('SELECT name FROM databases ORDER BY name');
    return rows.map((row) => nameRow.parse(row).name);
  }

  async addDatabase(name: string): Promise<void> {
    await this.#sql.run('INSERT OR IGNORE INTO databases VALUES (?)', [name]);
  }
}
