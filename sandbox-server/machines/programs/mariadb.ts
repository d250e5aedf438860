import type { Sql } from '../../faafo/sql.ts';
import type { Machine } from '../machine.ts';
import { isLoopback } from '../network/addresses.ts';
import { AddressInUse, NetworkError } from '../network/errors.ts';
import { type Program, ProgramError } from '../program.ts';
import { parseIni } from '../services/ini.ts';
import { connect, resolveHost } from './http.ts';
import { Accounts } from './mariadb-accounts.ts';
import { untilAborted } from './until-aborted.ts';

const FOLDER = '/etc/mysql/mariadb.conf.d';
/** The port of MySQL and MariaDB. */
export const DATABASE_PORT = 3306;

/** What a client is handed that connects to a machine's port 3306. */
export class DatabaseDoor {
  readonly accounts: Accounts;
  readonly #machine: Machine;

  constructor(machine: Machine, accounts: Accounts) {
    this.#machine = machine;
    this.accounts = accounts;
  }

  /** @throws {Error} in the server's own words when the login or the database is refused */
  async open({ user, password, database, remote }: DatabaseLogin): Promise<Sql> {
    await this.accounts.demand(user, password, remote);
    if (!(await this.accounts.databases()).includes(database))
      throw new Error(`(1049) Unknown database '${database}'`);
    return this.#machine.sql(`/var/lib/mysql/${database}`);
  }
}

/** Who wants to use which database. */
export interface DatabaseLogin {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Whether the client is on another machine. */
  readonly remote: boolean;
}

/** `mariadbd`: databases by name with users and passwords; their tables are kept by SQLite. */
export const mariadbd: Program = async ({ machine, signal, print, ready }) => {
  const accounts = await Accounts.open(machine.sql('/var/lib/mysql/mysql'));
  const address = bindAddress(machine);
  try {
    const listening = machine.network.listen(
      machine.id,
      DATABASE_PORT,
      { kind: 'sql', database: new DatabaseDoor(machine, accounts) },
      address,
    );
    print(
      `mariadbd: ready for connections on ${address}, port ${DATABASE_PORT} (simulated: tables are kept by SQLite)\n`,
    );
    ready();
    await untilAborted(signal);
    listening.close();
  } catch (error) {
    if (!(error instanceof AddressInUse)) throw error;
    throw new ProgramError(`Can't start server: ${error.message}`);
  }
  return 0;
};

function bindAddress(machine: Machine): string {
  const files = [...(machine.tree.find(FOLDER)?.children.keys() ?? [])].filter((name) =>
    name.endsWith('.cnf'),
  );
  const values = files.toSorted().map((file) =>
    parseIni(machine.readText(`${FOLDER}/${file}`))
      .get('mysqld')
      ?.get('bind-address'),
  );
  return values.findLast((value) => value !== undefined) ?? '127.0.0.1';
}

/** Finds the database server on the network. @throws NetworkError, ProgramError */
export async function databaseDoor(
  machine: Machine,
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<DatabaseDoor> {
  const connection = await connect(machine, { host, port }, { signal });
  if (connection.kind === 'sql' && connection.database instanceof DatabaseDoor) return connection.database;
  throw new ProgramError(`what listens on ${host}, port ${port}, is no database server`);
}

/** A database on the network, opened as a program does at its start. @throws ProgramError */
export async function connectDatabase(
  machine: Machine,
  { host, port, user, password, database }: Omit<DatabaseLogin, 'remote'> & { host: string; port: number },
  signal: AbortSignal,
): Promise<Sql> {
  const remote = host !== 'localhost' && !isLoopback(resolveHost(machine, host));
  const open = async (): Promise<Sql> =>
    (await databaseDoor(machine, host, port, signal)).open({ user, password, database, remote });
  await open().catch((error: unknown) => {
    if (error instanceof NetworkError)
      throw new ProgramError(`(2003) Can't connect to MySQL server on '${host}': ${error.message}`);
    throw new ProgramError(error instanceof Error ? error.message : String(error));
  });
  // Each statement asks the network again: a database that is switched off, or shut away, does not answer.
  return {
    all: async (sql, parameters) => (await open()).all(sql, parameters),
    run: async (sql, parameters) => (await open()).run(sql, parameters),
    exec: async (sql) => (await open()).exec(sql),
  };
}
