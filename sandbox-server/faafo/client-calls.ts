import { z } from 'zod';
import type { Fractal, Task } from './fractal.ts';

/** An API that cannot be reached or makes no sense, in words. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

const fractal: z.ZodType<Fractal> = z.object({
  uuid: z.string(),
  checksum: z.string().nullable(),
  url: z.string().nullable(),
  duration: z.number().nullable(),
  size: z.number().nullable(),
  width: z.number(),
  height: z.number(),
  iterations: z.number(),
  xa: z.number(),
  xb: z.number(),
  ya: z.number(),
  yb: z.number(),
  generated_by: z.string().nullable(),
});
const listing = z.object({ objects: z.array(fractal), total_pages: z.number() });

/** The calls that the command-line client makes. */
export interface Calls {
  create(task: Task): Promise<number>;
  list(): Promise<Fractal[]>;
  show(uuid: string): Promise<Fractal | undefined>;
  remove(uuid: string): Promise<number>;
}

async function read<Schema extends z.ZodType>(
  endpoint: string,
  response: Response,
  schema: Schema,
): Promise<z.infer<Schema>> {
  let body: unknown;
  try {
    body = await response.json();
  } catch (cause) {
    throw new Unreachable(`${endpoint} does not answer like faafo: its answer is not JSON`, { cause });
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success)
    throw new Unreachable(`${endpoint} does not answer like faafo`, { cause: parsed.error });
  return parsed.data;
}

/**
 * The calls to the API at an address.
 * @param send the machine's `fetch`
 */
export function callsTo(
  endpoint: string,
  send: (url: string, init: RequestInit) => Promise<Response>,
  signal: AbortSignal | undefined,
): Calls {
  const base = `${endpoint.replace(/\/+$/, '')}/v1/fractal`;

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', Accept: 'text/plain' };
    try {
      return await send(`${base}${path}`, { headers, ...init, ...(signal ? { signal } : {}) });
    } catch (cause) {
      const words = cause instanceof Error ? cause.message : String(cause);
      throw new Unreachable(`cannot reach ${endpoint}: ${words}`, { cause });
    }
  }

  const one = (uuid: string): string => `/${encodeURIComponent(uuid)}`;
  return {
    create: async (task) => (await call('', { method: 'POST', body: JSON.stringify(task) })).status,
    async list() {
      const found: Fractal[] = [];
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const response = await call(`?page=${page}`);
        if (response.status !== 200) continue;
        const answer = await read(endpoint, response, listing);
        pages = answer.total_pages;
        found.push(...answer.objects);
      }
      return found;
    },
    async show(uuid) {
      const response = await call(one(uuid));
      return response.status === 200 ? read(endpoint, response, fractal) : undefined;
    },
    remove: async (uuid) => (await call(one(uuid), { method: 'DELETE' })).status,
  };
}
