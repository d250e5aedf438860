import { once } from 'node:events';
import {
  Agent,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
  request,
} from 'node:http';
import { request as requestSecurely, Agent as SecureAgent } from 'node:https';
import type { Duplex, Readable } from 'node:stream';
import { json, text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Refusal } from './refusal.ts';

/** Where a Docker engine listens. */
export type EngineAddress =
  | { socketPath: string }
  | { host: string; port: number; tls?: { ca: Buffer; cert: Buffer; key: Buffer } };

/** A call to the engine: made of what was understood, never of what came in. */
export interface EngineCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Without the version: `/containers/json`. */
  path: string;
  /** What is undefined is left out; what is a list stands there several times. */
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  /** A body, as JSON. */
  body?: unknown;
  /** A body that is no JSON, and its type. */
  stream?: { type: string; from: Readable };
  /** Ends the call, and with it what the engine does for it. */
  signal?: AbortSignal;
}

/** The version of the Engine API that this server speaks with the engine. */
const version = 'v1.41';
/** Answers that are read whole are no longer than this. */
const longestAnswer = 64 << 20;

/** Speaks the Engine API with the engine itself. Answers of 400 and more are thrown as a {@link Refusal}. */
export class EngineClient {
  readonly #address: EngineAddress;
  readonly #agent: Agent;

  constructor(address: EngineAddress) {
    this.#address = address;
    const options = { keepAlive: true, maxFreeSockets: 16 };
    this.#agent = 'tls' in address ? new SecureAgent(options) : new Agent(options);
  }

  /** Calls, and reads the answer as JSON: undefined when there is none. */
  async json(call: EngineCall): Promise<unknown> {
    const answer = await this.stream(call);
    if (Number(answer.headers['content-length'] ?? 1) > longestAnswer)
      throw new Refusal(500, 'The engine’s answer is too long.');
    if (answer.statusCode === 204 || answer.statusCode === 304 || answer.headers['content-length'] === '0') {
      answer.resume();
      return undefined;
    }
    return json(answer);
  }

  /** Calls, and reads the answer's status; its body is passed over. */
  async status(call: EngineCall): Promise<number> {
    const answer = await this.stream(call);
    answer.resume();
    return answer.statusCode ?? 500;
  }

  /** Calls, and hands over the answer as it comes. */
  async stream(call: EngineCall): Promise<IncomingMessage> {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const sent = this.#request(call, {
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }),
      ...(call.stream && { 'content-type': call.stream.type }),
    });
    const arrival = once(sent, 'response');
    if (call.stream) {
      // An engine that has answered need not hear the rest; what failed is told by the answer, or its absence.
      const sending = pipeline(call.stream.from, sent);
      await Promise.race([arrival, sending.then(() => arrival)]);
    } else sent.end(body);
    const [answer]: IncomingMessage[] = await arrival;
    if (!answer) throw new Refusal(500, 'The Docker engine did not answer.');
    if ((answer.statusCode ?? 500) >= 400) throw await refusalOf(answer);
    return answer;
  }

  /** Calls, and takes the connection over: raw bytes both ways. */
  async hijack(call: EngineCall): Promise<Duplex> {
    const body = JSON.stringify(call.body ?? {});
    const sent = this.#request(
      call,
      {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        connection: 'Upgrade',
        upgrade: 'tcp',
      },
      false,
    );
    sent.end(body);
    return new Promise((resolve, reject) => {
      sent.once('upgrade', (_answer, socket: Duplex, head: Buffer) => {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      sent.once('response', (answer) => refusalOf(answer).then(reject, reject));
      sent.once('error', reject);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #request({ method, path, query = {}, signal }: EngineCall, headers: OutgoingHttpHeaders, pooled = true) {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const each of Array.isArray(value) ? value : [value])
        search.append(name, each === true ? '1' : each === false ? '0' : String(each));
    }
    const address = this.#address;
    const options: RequestOptions = {
      method,
      path: `/${version}${path}${search.size > 0 ? `?${search}` : ''}`,
      headers: { host: 'docker', ...headers },
      agent: pooled ? this.#agent : false,
      ...(signal && { signal }),
      ...('socketPath' in address
        ? { socketPath: address.socketPath }
        : { host: address.host, port: address.port }),
    };
    return 'tls' in address && address.tls
      ? requestSecurely({ ...options, ...address.tls })
      : request(options);
  }
}

/** What the engine would not do, in its own words: as JSON, or as text where a line was to be taken over. */
async function refusalOf(answer: IncomingMessage): Promise<Refusal> {
  const said = await text(answer).catch(() => '');
  return new Refusal(answer.statusCode ?? 500, messageOf(said) || 'The engine refused.');
}

function messageOf(said: string): string {
  try {
    const body: unknown = JSON.parse(said);
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  } catch {
    // It is text.
  }
  return said.trim();
}
