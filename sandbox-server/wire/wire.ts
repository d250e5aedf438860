import { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { CallBody, CallRecord, CallSummary } from '../protocol/wire.ts';
import { type WatchedBody, watchAnswer, watchBody } from './body.ts';
import { CallStore } from './call-store.ts';
import { tellingHeaders } from './headers.ts';
import { maskAddress } from './mask.ts';

/** By this header a kernel's `fetch` says which run of a cell asks. It goes no further than the wire. */
export const RUN_HEADER = 'x-workbook-run';
const LONGEST_PATH = 2000;
const runId = z.uuid();

/** What the wire asks of the rest of the server. */
export interface WireParts {
  database: DatabaseSync;
  /** The id of the learner whose valid token this is. */
  ownerOf(token: string): Promise<string | undefined>;
  /** Milliseconds since the epoch, and their parts. */
  now(): number;
  report(error: unknown): void;
}

/** Told of calls as they end. */
export type CallReader = (calls: CallSummary[]) => void;

/** A call under way. */
interface Scope {
  id: number;
  root: number;
  cause?: number;
  run?: string;
  /** The service that asks another. */
  service?: string;
  /** Settles when it is known who asked; nobody, when no token was valid. */
  owner: Promise<string | undefined>;
}

type Answer = (request: Request) => Promise<Response>;

/** What of a call is known when its answer begins. */
interface Exchange {
  scope: Scope;
  request: Request;
  began: number;
  elapsed: number;
  asked: Promise<CallBody | undefined>;
  response: Response;
  answered: Promise<CallBody | undefined>;
}

function takeRun(headers: Headers): { run?: string } {
  const given = headers.get(RUN_HEADER);
  if (given === null) return {};
  headers.delete(RUN_HEADER);
  const read = runId.safeParse(given);
  return read.success ? { run: read.data } : {};
}

/** The request with another body; the one that came may be a stand-in that only its own fields can be read of. */
function withBody(request: Request, body: WatchedBody['body']): Request {
  const { url, method, headers, signal } = request;
  // The browser's types, which do not know that a body which streams goes one way at a time.
  const init: RequestInit & { duplex: 'half' } = { method, headers, signal, body, duplex: 'half' };
  return new Request(url, init);
}

/** Whether a call may end tokens: its own, or all of a user whose password it changes. */
function endsTokens({ url, method }: Request): boolean {
  return method !== 'GET' && method !== 'HEAD' && new URL(url).pathname.startsWith('/cloud/identity/');
}

function summaryOf({ scope, request, began, elapsed, response }: Exchange): CallSummary {
  const { pathname, search } = new URL(request.url);
  const path = maskAddress(`${pathname.replace(/^\/cloud(?=\/)/, '')}${search}`).slice(0, LONGEST_PATH);
  const { id, cause, run, service } = scope;
  return {
    id,
    ...(cause !== undefined && { cause }),
    ...(run !== undefined && { run }),
    client: (service ?? request.headers.get('user-agent') ?? '').slice(0, 200),
    service: path.split('/')[1] ?? '',
    method: request.method,
    path,
    status: response.status,
    time: new Date(began).toISOString(),
    elapsed: Math.round(elapsed * 10) / 10,
  };
}

/** What a service is told when it asks in its own name may be more than its learner may see. */
function isWithheld({ scope, request }: Exchange): boolean {
  const { headers, method } = request;
  const ownName = headers.get('x-auth-token') === headers.get('x-service-token');
  return scope.service !== undefined && ownName && (method === 'GET' || method === 'HEAD');
}

function withhold(body: CallBody | undefined): CallBody | undefined {
  return (
    body && { type: body.type, ...(body.size !== undefined && { size: body.size }), missing: 'withheld' }
  );
}

/** Records what passes between learners and their cloud: the last calls of each, which they alone can read. */
export class Wire {
  readonly #parts: WireParts;
  readonly #store: CallStore;
  readonly #scopes = new AsyncLocalStorage<Scope>();
  readonly #readers = new Map<string, Set<CallReader>>();
  #last: number;
  readonly #forgotten = new Set<string>();
  #closed = false;

  constructor(parts: WireParts) {
    this.#parts = parts;
    this.#store = new CallStore(parts.database);
    this.#last = this.#store.last();
  }

  /** Carries a call from outside to the cloud, and records it when its answer has passed. */
  async carry(request: Request, answer: Answer): Promise<Response> {
    const { promise: owner, resolve } = Promise.withResolvers<string | undefined>();
    const token = request.headers.get('x-auth-token');
    const ask = async (): Promise<string | undefined> =>
      token === null ? undefined : this.#parts.ownerOf(token);
    // A call that may end its own token is asked about before it does; all others when their answer is on its way.
    const early = endsTokens(request) ? await ask() : undefined;
    this.#last += 1;
    const scope: Scope = { id: this.#last, root: this.#last, owner, ...takeRun(request.headers) };
    const settle = async (response?: Response): Promise<void> => {
      // Who logs in has no token yet: the call is theirs whose token the answer brings.
      const issued = token === null && response?.status === 201 && response.headers.get('x-subject-token');
      await setImmediate();
      resolve(issued ? await this.#parts.ownerOf(issued) : (early ?? (await ask())));
    };
    try {
      const response = await this.#note(scope, request, answer);
      settle(response).catch((error: unknown) => this.#fail(error, resolve));
      return response;
    } catch (error) {
      settle().catch((failure: unknown) => this.#fail(failure, resolve));
      throw error;
    }
  }

  /** Records what a service asks another while it answers a learner's call; what nobody caused is not recorded. */
  async nest(service: string, request: Request, answer: Answer): Promise<Response> {
    const cause = this.#scopes.getStore();
    if (cause === undefined) return answer(request);
    this.#last += 1;
    return this.#note({ ...cause, id: this.#last, cause: cause.id, service }, request, answer);
  }

  /** Hands over the learner's calls, and then each that ends; returns how to stop. */
  watch(learner: string, read: (calls: CallSummary[], all: boolean) => void): () => void {
    const reader: CallReader = (calls) => read(calls, false);
    const readers = this.#readers.get(learner) ?? new Set();
    this.#readers.set(learner, readers.add(reader));
    read(this.#store.summaries(learner), true);
    return () => {
      readers.delete(reader);
      if (readers.size === 0) this.#readers.delete(learner);
    };
  }

  /** One of the learner's own calls, if it is still kept. */
  find(learner: string, id: number): CallRecord | undefined {
    return this.#store.find(learner, id);
  }

  /** All of the learner's calls that are kept, in the order in which they began. */
  records(learner: string): CallRecord[] {
    return this.#store.records(learner);
  }

  /** Deletes the learner's calls, and keeps no other: one may still be under way. */
  forget(learner: string): void {
    this.#forgotten.add(learner);
    this.#store.forget(learner);
  }

  /** Records nothing more: the database is about to be closed. */
  close(): void {
    this.#closed = true;
  }

  async #note(scope: Scope, request: Request, answer: Answer): Promise<Response> {
    const began = this.#parts.now();
    const given = request.method === 'GET' || request.method === 'HEAD' ? null : request.body;
    const { body, kept: asked } = watchBody(given, request.headers);
    const sent = body === given ? request : withBody(request, body);
    const response = await this.#scopes.run(scope, () => answer(sent));
    const elapsed = this.#parts.now() - began;
    const { response: told, kept: answered } = await watchAnswer(response);
    this.#write({ scope, request, began, elapsed, asked, response, answered }).catch(this.#parts.report);
    return told;
  }

  async #write(exchange: Exchange): Promise<void> {
    const { scope, request, response } = exchange;
    const owner = await scope.owner;
    if (owner === undefined) return;
    const answered = await exchange.answered;
    await setImmediate();
    // A body that was not read to its end by now (of a refused upload) never will be.
    const asked = await Promise.race([exchange.asked, undefined]);
    if (this.#closed || this.#forgotten.has(owner)) return;
    const body = isWithheld(exchange) ? withhold(answered) : answered;
    const summary = summaryOf(exchange);
    const kept = this.#store.put(owner, scope.root, {
      ...summary,
      request: { headers: tellingHeaders(request.headers), ...(asked && { body: asked }) },
      response: { headers: tellingHeaders(response.headers), ...(body && { body }) },
    });
    if (kept) for (const read of this.#readers.get(owner) ?? []) read([summary]);
  }

  #fail(error: unknown, resolve: (owner: undefined) => void): void {
    resolve(undefined);
    this.#parts.report(error);
  }
}
