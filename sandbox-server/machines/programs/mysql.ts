import type { Sql } from '../../faafo/sql.ts';
import { textTable } from '../../faafo/text-table.ts';
import { isLoopback } from '../network/addresses.ts';
import { NetworkError } from '../network/errors.ts';
import { type Program, type ProgramContext, ProgramError } from '../program.ts';
import { resolveHost } from './http.ts';
import { DATABASE_PORT, type DatabaseDoor, databaseDoor } from './mariadb.ts';
import { parseOptions } from './options.ts';

const NAMES = {
  withValue: ['u', 'h', 'P', 'e', 'D'],
  long: { user: 'u', host: 'h', port: 'P', execute: 'e', database: 'D' },
};
const MOST_ROWS = 1000;

interface Client {
  readonly door: DatabaseDoor;
  readonly login: { user: string; password: string; remote: boolean };
  database: string;
}

/**
 * `mysql`: the statements of an installation, and simple looks into a table. Anything longer than that would
 * be computed in the server's own time.
 */
export const mysql: Program = async (context) => {
  const password =
    context.args.find((argument) => /^(-p.+|--password=)/.test(argument))?.replace(/^(-p|--password=)/, '') ??
    '';
  const args = context.args.filter((argument) => !/^(-p|--password)/.test(argument));
  const { options, rest } = parseOptions('mysql', args, NAMES);
  const host = options.get('h')?.at(-1) ?? 'localhost';
  const door = await reach(context, host, Number(options.get('P')?.at(-1) ?? DATABASE_PORT));
  const user = options.get('u')?.at(-1) ?? context.user.name;
  const remote = host !== 'localhost' && !isLoopback(resolveHost(context.machine, host));
  const client: Client = {
    door,
    login: { user, password, remote },
    database: options.get('D')?.at(-1) ?? rest[0] ?? '',
  };
  await inItsWords(() => door.accounts.demand(user, password, remote));
  const text = options.get('e')?.join('; ') ?? context.input;
  for (const statement of text.split(/;(?:\s|$)/)) {
    if (statement.trim() === '') continue;
    const output = await inItsWords(() => carryOut(client, statement.trim().replace(/\s+/g, ' ')));
    if (output !== '') context.print(`${output}\n`);
  }
  return 0;
};

async function reach({ machine, signal }: ProgramContext, host: string, port: number): Promise<DatabaseDoor> {
  try {
    return await databaseDoor(machine, host, port, signal);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new ProgramError(
      `ERROR 2003 (HY000): Can't connect to MySQL server on '${host}:${port}': ${error.message}`,
    );
  }
}

async function inItsWords<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ProgramError || !(error instanceof Error)) throw error;
    throw new ProgramError(`ERROR ${error.message.replace(/^\((\d+)\)/, '$1:')}`);
  }
}

const NAME = '[`\'"]?([\\w-]+)[`\'"]?';
const ACCOUNT = `${NAME}(?:@['"]?([\\w.%-]+)['"]?)?`;
const pattern = (text: string): RegExp => new RegExp(`^${text}$`, 'i');

const CREATE_DATABASE = pattern(`CREATE DATABASE (IF NOT EXISTS )?${NAME}.*`);
const CREATE_USER = pattern(`CREATE USER (IF NOT EXISTS )?${ACCOUNT} IDENTIFIED BY '(.*)'`);
const ALTER_USER = pattern(
  `(ALTER USER |SET PASSWORD FOR )${ACCOUNT} (?:IDENTIFIED BY|=) (?:PASSWORD\\()?'(.*?)'\\)?`,
);
const USE = pattern(`USE ${NAME}`);
const SELECT = pattern(`SELECT (\\*|count\\(\\*\\)|[\\w, ]+) FROM ${NAME}(?: LIMIT (\\d+))?`);

async function carryOut(client: Client, statement: string): Promise<string> {
  const { accounts } = client.door;
  const database = CREATE_DATABASE.exec(statement);
  if (database?.[2] !== undefined) {
    const known = (await accounts.databases()).includes(database[2]);
    if (known && !database[1])
      throw new Error(`(1007) Can't create database '${database[2]}'; database exists`);
    await accounts.addDatabase(database[2]);
    return '';
  }
  const user = CREATE_USER.exec(statement) ?? ALTER_USER.exec(statement);
  if (user) return setUser(client, user);
  const used = USE.exec(statement)?.[1];
  if (used !== undefined) {
    await client.door.open({ ...client.login, database: used });
    client.database = used;
    return '';
  }
  if (/^(GRANT .+ TO .+|FLUSH PRIVILEGES)$/i.test(statement)) return '';
  if (/^SHOW DATABASES$/i.test(statement))
    return table(
      ['Database'],
      (await accounts.databases()).map((name) => [name]),
    );
  return look(client, statement);
}

async function setUser(
  { door: { accounts } }: Client,
  [, condition = '', user = '', host = '%', password = '']: RegExpExecArray,
): Promise<string> {
  const creates = /^(IF NOT EXISTS )?$/i.test(condition);
  const exists = await accounts.exists(user, host);
  if (creates && exists) {
    if (condition === '') throw new Error(`(1396) Operation CREATE USER failed for '${user}'@'${host}'`);
    return '';
  }
  if (!creates && !exists) throw new Error(`(1396) Operation ALTER USER failed for '${user}'@'${host}'`);
  await accounts.setPassword(user, host, password);
  return '';
}

async function look(client: Client, statement: string): Promise<string> {
  if (client.database === '') throw new Error('(1046) No database selected');
  const sql = await client.door.open({ ...client.login, database: client.database });
  const tables = await tablesOf(sql);
  if (/^SHOW TABLES$/i.test(statement))
    return table(
      [`Tables_in_${client.database}`],
      tables.map((name) => [name]),
    );
  const [, columns, from, limit] = SELECT.exec(statement) ?? [];
  if (columns === undefined || from === undefined)
    throw new Error(
      '(1064) This simulated client knows CREATE DATABASE, CREATE and ALTER USER, GRANT, USE, SHOW and simple SELECTs only',
    );
  if (!tables.includes(from)) throw new Error(`(1146) Table '${client.database}.${from}' doesn't exist`);
  const rows = await sql.all(`SELECT ${columns} FROM "${from}" LIMIT ?`, [
    Math.min(Number(limit ?? MOST_ROWS), MOST_ROWS),
  ]);
  const heads = Object.keys(rows[0] ?? {});
  return heads.length === 0
    ? 'Empty set'
    : table(
        heads,
        rows.map((row) => heads.map((head) => cell(row[head]))),
      );
}

function cell(value: unknown): string {
  if (value === null) return 'NULL';
  const text = value instanceof Uint8Array ? `${value.length} bytes` : String(value);
  return text.length > 64 ? `${text.slice(0, 61)}...` : text;
}

async function tablesOf(sql: Sql): Promise<string[]> {
  const rows = await sql.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  return rows.map(({ name }) => String(name));
}

const table = (heads: readonly string[], rows: string[][]): string =>
  textTable(
    heads.map((heading) => ({ heading, align: 'left' as const })),
    rows,
  );
