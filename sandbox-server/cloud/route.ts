import type { z } from 'zod';
import type { Caller } from './caller.ts';
import type { Rule } from './policy.ts';

/** What is known of a request before its route is. */
export interface Exchange {
  request: Request;
  url: URL;
  /** `http://host:port/cloud`, as the client came to it. Every link of an answer begins with it. */
  root: string;
  /** The path below the service: `/v2.1/servers`. */
  path: string;
  /** `req-…`. */
  requestId: string;
  /** The minor microversion agreed on; 0 for a service without, or before it is agreed. */
  microversion: number;
}

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** A request on its way to a route. */
export interface Call<Path extends string = string, Body = unknown> extends Exchange {
  caller: Caller;
  query: URLSearchParams;
  body: Body;
  /** The part of the path that stands at `{name}`. */
  param(name: ParamNames<Path>): string;
  /** The id of the caller's project; '' for an unscoped token (a route with the rule `project` has none). */
  project: string;
  /** The body as it came, at most `limit` octets. For routes without an `input`. */
  bytes(limit: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** What a route answers. An object is sent as JSON, octets and text as they are. */
export interface Answer {
  status: number;
  body?: object | string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** The methods of HTTP that OpenStack's services have. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Definition<Path extends string, Body> {
  method: Method;
  /** Below the service, with parameters: `/v2.1/servers/{id}`. */
  path: Path;
  /** Default `project`. */
  rule?: Rule;
  /** The real policy's name, for the words of a refusal: `os_compute_api:servers:create`. */
  policy?: string;
  /** The first and last minor microversion that has this call. */
  since?: number;
  until?: number;
  /** The part of the API reference that this call follows. */
  docs: string;
  run(call: Call<Path, Body>): Answer | Promise<Answer>;
}

interface SilentDefinition<Path extends string> extends Definition<Path, undefined> {
  input?: undefined;
}

interface ReadingDefinition<Path extends string, Body> extends Definition<Path, Body> {
  /** What comes in. Without it the body is not read. */
  input: z.ZodType<Body> | ((microversion: number) => z.ZodType<Body>);
}

/** A route as the gateway sees it. */
export interface Route {
  method: Method;
  path: string;
  rule: Rule;
  policy: string;
  since: number;
  until: number;
  docs: string;
  reads: boolean;
  handle(call: Call): Promise<Answer>;
}

/** A body that its schema refuses. The service words it. */
export class InvalidInput extends Error {
  readonly error: z.ZodError;
  readonly body: unknown;

  constructor(error: z.ZodError, body: unknown) {
    super('the body does not fit its schema', { cause: error });
    this.name = 'InvalidInput';
    this.error = error;
    this.body = body;
  }
}

/** Declares a call of a resource. With an `input` its body is read and parsed, else it is left alone. */
export function route<const Path extends string>(definition: SilentDefinition<Path>): Route;
export function route<const Path extends string, Body>(definition: ReadingDefinition<Path, Body>): Route;
export function route<Path extends string, Body>(
  definition: SilentDefinition<Path> | ReadingDefinition<Path, Body>,
): Route {
  return {
    method: definition.method,
    path: definition.path,
    rule: definition.rule ?? 'project',
    policy: definition.policy ?? '',
    since: definition.since ?? 0,
    until: definition.until ?? Number.POSITIVE_INFINITY,
    docs: definition.docs,
    reads: definition.input !== undefined,
    handle: async (call) =>
      definition.input !== undefined
        ? definition.run({ ...call, body: parse(definition.input, call) })
        : definition.run({ ...call, body: undefined }),
  };
}

function parse<Body>(input: ReadingDefinition<string, Body>['input'], call: Call): Body {
  const schema = typeof input === 'function' ? input(call.microversion) : input;
  const parsed = schema.safeParse(call.body);
  if (!parsed.success) {
    throw new InvalidInput(parsed.error, call.body);
  }
  return parsed.data;
}
