import { endpointOf } from './catalog.ts';
import { refusal } from './error.ts';
import { reach, type Token, type Tokens } from './token.ts';
import type { World } from './world.ts';

/** What may go with a call: the part after `?`, a body, a way to stop it. */
export interface Call {
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Filters of a list, by the names of the API reference. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** One service of the cloud: knows its address, carries the token, tells errors. */
export interface Service {
  /** Sends a call and gives the answer's JSON, or null where the answer has no body. */
  call(method: string, path: string, call?: Call): Promise<unknown>;
}

/**
 * The service of this type in the catalog. A token that the service calls invalid is renewed once and the
 * call repeated: it may have been revoked before its time.
 */
export function createService(type: string, tokens: Tokens, region: string | null, world: World): Service {
  const send = async (token: Token, method: string, path: string, call: Call) => {
    const request = { method, url: endpointOf(token.catalog, type, region) + path + queryText(call.query) };
    const response = await reach(world, type, request, {
      method,
      headers: {
        accept: 'application/json',
        'x-auth-token': token.id,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal ? { signal: call.signal } : {}),
    });
    return { request, response };
  };
  return {
    async call(method, path, call = {}) {
      const token = await tokens.current();
      let sent = await send(token, method, path, call);
      if (sent.response.status === 401) {
        await sent.response.body?.cancel();
        tokens.discard(token);
        sent = await send(await tokens.current(), method, path, call);
      }
      if (!sent.response.ok) throw await refusal(type, sent.request, sent.response);
      const body = await sent.response.text();
      return body === '' ? null : JSON.parse(body);
    },
  };
}

function queryText(query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
