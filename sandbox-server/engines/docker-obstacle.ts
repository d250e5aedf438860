import { EngineError } from './engine.ts';

/** What to do without Docker, at the end of a sentence. */
const otherwise = 'or set WORKBOOK_ENGINE to “process” to run cells without Docker';

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined;
}

/** Why the Docker engine cannot be used, in a sentence with the next step. */
export function obstacle(error: unknown): string {
  if (error instanceof EngineError) return error.message;
  const isLine = ['connect', 'read', 'getaddrinfo'].some((call) => call === property(error, 'syscall'));
  const code = isLine ? property(error, 'code') : undefined;
  const address = property(error, 'address');
  const where = typeof address === 'string' ? ` at ${address}` : '';
  switch (code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ECONNRESET':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return `No Docker engine answers${where}: start Docker, set DOCKER_HOST to an engine that runs, ${otherwise}.`;
    case 'EACCES':
    case 'EPERM':
      return `This user may not use the Docker engine${where}: join the group “docker” and log in anew, ${otherwise}.`;
    default: {
      const message = error instanceof Error ? error.message : String(error);
      return `The Docker engine could not do what cells need (${message}): look into its log, ${otherwise}.`;
    }
  }
}
