import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { z } from 'zod';
import { sentenceOf } from '../engine-api/fields.ts';
import type { Learner } from './learner.ts';
import { badRequest, forbidden } from './refusal.ts';

/** A call as it came, before anything in it is understood. */
export interface Asked {
  method: string;
  /** The path's segments after the version, decoded. */
  segments: readonly string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Aborts when whoever asked has gone. */
  signal: AbortSignal;
  /** The body, which is read once; bounded by whoever reads it. */
  body: Readable;
  /** The body read as JSON, within the limit; undefined when there is none. */
  json(): Promise<unknown>;
}

/** What goes back. */
export type Answer =
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string> }
  | {
      status: number;
      type: string;
      stream: Readable;
      headers?: Record<string, string>;
      /** When the stream is lines of JSON: each as it goes out, made of what was understood; undefined for none. */
      lines?: (line: unknown) => unknown;
    }
  | { hijacked: Duplex; type: string };

/** A call that was understood: by whom, and what. */
export interface Call<Query, Body> {
  learner: Learner;
  /** What stands in the path at `{name}`. */
  at: (name: string) => string;
  query: Query;
  body: Body;
  asked: Asked;
}

/** What a route reads of what came in; the rest of a query is passed over, as Docker does. */
export interface Reads<Query extends z.ZodType, Body extends z.ZodType> {
  query: Query;
  body: Body;
}

/** A route whose input is read by itself. */
export interface Route {
  method: string;
  /** `/containers/{id}/json`; `{name*}` takes several segments, as names of images have them. */
  path: string;
  run(learner: Learner, asked: Asked, at: ReadonlyMap<string, string>): Promise<Answer>;
}

const nothing = z.unknown();
const noBody = z.unknown().transform(() => undefined);

/** Reads nothing but the path. */
export const plain = { query: nothing, body: noBody };

/** Reads a query of these names; of a list, all values are at `name[]`. */
export const asking = <Shape extends z.ZodRawShape>(shape: Shape) => ({
  query: z.object(shape),
  body: noBody,
});

/** Reads a body, and perhaps a query. */
export const told = <Body extends z.ZodType, Shape extends z.ZodRawShape>(body: Body, shape: Shape) => ({
  query: z.object(shape),
  body,
});

/** A route: what comes in is parsed once, here. */
export function route<Query extends z.ZodType, Body extends z.ZodType>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD',
  path: string,
  reads: Reads<Query, Body>,
  answer: (call: Call<z.output<Query>, z.output<Body>>) => Promise<Answer> | Answer,
): Route {
  return {
    method,
    path,
    async run(learner, asked, at) {
      const query = parse(reads.query, queryOf(asked.query));
      const body = parse(reads.body, Object.is(reads.body, noBody) ? undefined : await asked.json());
      const place = (name: string): string => {
        const found = at.get(name);
        if (found === undefined) throw new Error(`The path ${path} has no {${name}}.`);
        return found;
      };
      return answer({ learner, at: place, query, body, asked });
    },
  };
}

/** The first value of each name, as Go reads a query, and all of them at `name[]`. */
function queryOf(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(query.keys())].filter((name) => !name.endsWith('[]'));
  return Object.fromEntries(
    names.flatMap((name) => {
      const all = query.getAll(name);
      return [
        [name, all[0] ?? ''],
        [`${name}[]`, all],
      ];
    }),
  );
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const sentence = sentenceOf(read.error);
  // What somebody may not do is said otherwise than what nobody can read.
  throw read.error.issues.some(({ code }) => code === 'custom') ? forbidden(sentence) : badRequest(sentence);
}
