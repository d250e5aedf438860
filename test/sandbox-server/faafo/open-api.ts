import { createFaafoApi } from '../../../sandbox-server/faafo/api.ts';
import { openSqlite } from '../../../sandbox-server/faafo/sqlite.ts';
import { openFractalStore } from '../../../sandbox-server/faafo/store.ts';
import { numbers } from '../../fakes/numbers.ts';
import { task } from '../../fakes/task.ts';

/** Where the API is, as its answers name it. */
export const BASE = 'http://198.51.100.1';

/** The thirteen fields of a fractal, in the order of an answer. */
export const KEYS = 'checksum duration generated_by height iterations size url uuid width xa xb ya yb'.split(
  ' ',
);

/** An API on an empty database in memory, and how tests talk to it. */
export type OpenApi = Awaited<ReturnType<typeof openApi>>;

/** Opens an API on an empty database in memory. */
export async function openApi() {
  const sql = openSqlite(':memory:');
  const store = await openFractalStore(sql);
  const log: string[] = [];
  let added = 0;
  const api = createFaafoApi({
    store,
    added: () => {
      added += 1;
    },
    random: numbers(7),
    log: (level, logger, message) => log.push(`${level} ${logger} ${message}`),
  });
  const ask = (path: string, init: RequestInit = {}) => api.fetch(new Request(`${BASE}${path}`, init));
  const send = (method: string, path: string, body: unknown, type = 'application/json') =>
    ask(path, {
      method,
      headers: { 'Content-Type': type, Accept: 'text/plain' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const post = (body: unknown, type?: string) => send('POST', '/v1/fractal', body, type);
  return {
    sql,
    store,
    log,
    /** How often the API said that there is a task to send. */
    added: () => added,
    ask,
    post,
    put: (uuid: string, body: unknown) => send('PUT', `/v1/fractal/${uuid}`, body),
    /** Posts so many tasks: u000 with a width of 10, u001 with 11, and so on. */
    async fill(count: number): Promise<void> {
      for (let k = 0; k < count; k += 1)
        await post(task(`u${String(k).padStart(3, '0')}`, { width: 10 + k }));
    },
  };
}

/** Which fractals an answer lists. */
export const uuidsOf = (answer: { objects: { uuid: string }[] }): string[] =>
  answer.objects.map(({ uuid }) => uuid);
