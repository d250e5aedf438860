import { z } from 'zod';
import { badRequest } from './fault.ts';
import type { DockerHost } from './host.ts';

/** Both directions of a connection that is no longer HTTP. */
export interface HijackedStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/** What a call answers when the client asked for the connection itself. */
export interface Hijack {
  /** Talks over the connection until one side is done. */
  readonly talk: (stream: HijackedStream) => Promise<void>;
  readonly contentType: string;
}

/** A request on its way to a route. */
export interface Call<Query = unknown, Body = unknown> {
  readonly host: DockerHost;
  readonly request: Request;
  /** The minor number of the API's version: 41 for 1.41. */
  readonly version: number;
  readonly query: Query;
  readonly body: Body;
  param(name: string): string;
}

/** What a route answers: JSON unless it is a response already. */
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
}

/** What a call gives. */
export type Outcome = Answer | Response | Hijack;

interface Definition<Query, Body> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below the version: `/containers/{id}/json`. A parameter may hold slashes, as names of images do. */
  readonly path: string;
  readonly query: z.ZodType<Query>;
  /** The JSON body; with `none` the body is not read. */
  readonly body: z.ZodType<Body>;
  /** The part of the API reference that the call follows. */
  readonly docs: string;
  run(call: Call<Query, Body>): Outcome | Promise<Outcome>;
}

/** A route as the engine sees it. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly docs: string;
  match(path: string): ReadonlyMap<string, string> | undefined;
  handle(call: Omit<Call, 'query' | 'body'>, url: URL): Promise<Outcome>;
}

const REFERENCE = 'https://docs.docker.com/reference/api/engine/version/v1.41/#tag';

/** There is no query, or no body, that the call looks at. */
export const none = z.undefined();

/** Declares a call of the Engine API. */
export function route<Query, Body>(definition: Definition<Query, Body>): Route {
  const names = [...definition.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = new RegExp(`^${definition.path.replace(/\{\w+\}/g, '(.+)')}$`);
  return {
    method: definition.method,
    path: definition.path,
    docs: `${REFERENCE}/${definition.docs}`,
    match: (path) => {
      const found = pattern.exec(path);
      return found ? new Map(names.map((name, index) => [name, decode(found[index + 1] ?? '')])) : undefined;
    },
    handle: async (call, url) => {
      const { query: querySchema, body: bodySchema } = definition;
      const asked = isNone(querySchema) ? undefined : Object.fromEntries(url.searchParams);
      const query = parse(querySchema, asked, 'query');
      const body = parse(bodySchema, isNone(bodySchema) ? undefined : await readJson(call.request), 'body');
      return await definition.run({ ...call, query, body });
    },
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

const isNone = (schema: z.ZodType): boolean => schema === none;

function parse<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(`invalid ${where}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, parsed.error);
}

const MOST_JSON = 4 * 1024 * 1024;

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > MOST_JSON) throw badRequest('request body is too large');
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return value ?? {};
  } catch (cause) {
    throw badRequest('invalid JSON: the body of the request cannot be read', cause);
  }
}
