import { z } from 'zod';

/** What `/etc/faafo/faafo.conf` says, with the original's defaults. */
export interface FaafoConfig {
  /** Address on which the API listens. */
  listenAddress: string;
  bindPort: number;
  databaseUrl: string;
  transportUrl: string;
  /** The API's base URL as workers and clients see it, without `/v1`. */
  endpointUrl: string;
  debug: boolean;
}

/** A file that cannot be used, in words for whoever wrote it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const boolean = z.string().transform((text) => /^(true|yes|on|1)$/i.test(text));

const options = z.object({
  listen_address: z.string().default('0.0.0.0'),
  bind_port: z.coerce
    .number('bind_port must be a port number')
    .int('bind_port must be a port number')
    .min(1, 'bind_port must be a port number')
    .max(65_535, 'bind_port must be a port number')
    .default(80),
  database_url: z.string().default('sqlite:////tmp/sqlite.db'),
  transport_url: z.string().default('amqp://guest:guest@localhost:5672//'),
  endpoint_url: z.string().default('http://localhost'),
  debug: boolean.default(false),
});

/** Reads the group `[DEFAULT]` of an INI file as oslo.config does: `#` and `;` begin comments, later lines win. */
function readIni(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  let group = 'DEFAULT';
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) return;
    const header = /^\[(.+)\]$/.exec(line);
    if (header) {
      group = header[1] ?? group;
      return;
    }
    const pair = /^([^=:\s]+)\s*[=:]\s*(.*)$/.exec(line);
    if (!pair?.[1]) throw new ConfigError(`Line ${index + 1} is no "name = value": ${line}`);
    if (group === 'DEFAULT') values[pair[1]] = pair[2] ?? '';
  });
  return values;
}

/**
 * Reads `faafo.conf`. Options that it does not know are passed over.
 * @throws {ConfigError}
 */
export function readFaafoConfig(text: string): FaafoConfig {
  const parsed = options.safeParse(readIni(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(issue?.message ?? 'The file makes no sense.', { cause: parsed.error });
  }
  const { listen_address, bind_port, database_url, transport_url, endpoint_url, debug } = parsed.data;
  return {
    listenAddress: listen_address,
    bindPort: bind_port,
    databaseUrl: database_url,
    transportUrl: transport_url,
    endpointUrl: endpoint_url,
    debug,
  };
}

/** Where a database is. */
export type DatabaseAddress =
  | { kind: 'sqlite'; path: string }
  | { kind: 'mysql'; host: string; port: number; user: string; password: string; database: string };

function parseUrl(text: string, option: string): URL {
  if (!URL.canParse(text)) throw new ConfigError(`${option} is no URL: ${text}`);
  return new URL(text);
}

/**
 * Reads `database_url` as SQLAlchemy writes it: `sqlite:////absolute/path`, `mysql+pymysql://user:password@host/name`.
 * @throws {ConfigError}
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const sqlite = /^sqlite:\/\/(?:\/(.*))?$/.exec(text);
  if (sqlite) return { kind: 'sqlite', path: sqlite[1] || ':memory:' };
  const { protocol, hostname, port, username, password, pathname } = parseUrl(text, 'database_url');
  if (!/^mysql(\+\w+)?:$/.test(protocol)) {
    throw new ConfigError(`database_url names a database that faafo does not know: ${protocol}`);
  }
  return {
    kind: 'mysql',
    host: hostname || 'localhost',
    port: port === '' ? 3306 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

/** Where a broker is. */
export interface BrokerAddress {
  host: string;
  port: number;
  user: string;
  password: string;
  vhost: string;
}

/**
 * Reads `transport_url`: `amqp://user:password@host:5672//`, the second slash being the virtual host `/`.
 * @throws {ConfigError}
 */
export function parseTransportUrl(text: string): BrokerAddress {
  const { protocol, hostname, port, username, password, pathname } = parseUrl(text, 'transport_url');
  if (!/^(amqp|rabbit):$/.test(protocol))
    throw new ConfigError(`transport_url must begin with amqp://, not ${text}`);
  return {
    host: hostname || 'localhost',
    port: port === '' ? 5672 : Number(port),
    user: decodeURIComponent(username) || 'guest',
    password: decodeURIComponent(password) || 'guest',
    vhost: decodeURIComponent(pathname.replace(/^\//, '')) || '/',
  };
}

/** The file as the package installs it: three live lines, which `install.sh` rewrites. */
export const defaultConfigFile = `[DEFAULT]

# Address and port on which faafo-api listens.
#listen_address = 0.0.0.0
#bind_port = 80

# Where faafo-api keeps its fractals.
database_url = sqlite:////tmp/sqlite.db

# The message broker of faafo-api and faafo-worker.
transport_url = amqp://guest:guest@localhost:5672//

# Where faafo-worker and faafo find the API.
endpoint_url = http://localhost

# Say more in the log.
#debug = false
`;
