import { DockerFault } from './fault.ts';
import { DockerHost, type EngineParts } from './host.ts';
import type { Hijack, Outcome, Route } from './route.ts';
import { routes } from './routes.ts';

const NEWEST = 41;
const OLDEST = 24;

/**
 * The Docker Engine API (1.41) over simulated containers, for one learner. It listens nowhere: whoever has a
 * request hands it to `fetch`, or to `hijack` when the client asks for the connection itself.
 */
export class EmbeddedEngine {
  readonly host: DockerHost;
  readonly #failed: (error: unknown) => void;

  constructor(parts: EngineParts) {
    this.host = new DockerHost(parts);
    this.#failed = parts.failed;
  }

  /** Starts again what ran when the engine ended, where its restart policy says so. To be called once, first. */
  async resume(): Promise<void> {
    await this.host.resume();
  }

  /** Ends all containers, as a host that is switched off does. */
  async close(): Promise<void> {
    await this.host.close();
  }

  /** Answers a request; also one whose client would take the connection, then with the output alone. */
  async fetch(request: Request): Promise<Response> {
    const answer = await this.hijack(request);
    return answer instanceof Response ? answer : this.#oneWay(answer, request);
  }

  /**
   * Answers a request whose client asks for the connection: a response is all there is to say, otherwise the
   * door answers `101 UPGRADED` (or 200 to a client that sent no `Upgrade`) with the content type, and lends
   * both directions of the connection to `talk`.
   */
  async hijack(request: Request): Promise<Response | Hijack> {
    try {
      return written(await this.#run(request), request);
    } catch (error) {
      if (error instanceof DockerFault) return refusal(error.status, error.message);
      this.#failed(error);
      return refusal(500, 'the simulated engine failed; it is no fault of yours');
    }
  }

  /** A hijack for a client that keeps to HTTP: its input is the body, unless that said what to do. */
  #oneWay({ talk, contentType }: Hijack, request: Request): Response {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const nothing = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    talk({ readable: request.bodyUsed ? nothing : (request.body ?? nothing), writable }).catch(this.#failed);
    return new Response(readable, { headers: { ...HEADERS, 'content-type': contentType } });
  }

  async #run(request: Request): Promise<Outcome> {
    const url = new URL(request.url);
    const [, minor, rest = ''] = /^(?:\/v1\.(\d+))?(\/.*)$/.exec(url.pathname) ?? [];
    const version = minor === undefined ? NEWEST : Number(minor);
    if (version > NEWEST)
      throw new DockerFault(
        400,
        `client version 1.${version} is too new. Maximum supported API version is 1.${NEWEST}`,
      );
    if (version < OLDEST)
      throw new DockerFault(
        400,
        `client version 1.${version} is too old. Minimum supported API version is 1.${OLDEST}, please upgrade your client to a newer version`,
      );
    const { route, params } = findRoute(request.method, rest);
    const call = { host: this.host, request, version, param: (name: string) => params.get(name) ?? '' };
    return await route.handle(call, url);
  }
}

/** Literals go before parameters: `/images/json` is no image. */
const ordered = routes.toSorted((one, other) => one.path.split('{').length - other.path.split('{').length);

function findRoute(method: string, path: string): { route: Route; params: ReadonlyMap<string, string> } {
  for (const route of ordered) {
    const params = route.method === method ? route.match(path) : undefined;
    if (params) return { route, params };
  }
  throw new DockerFault(404, 'page not found');
}

const HEADERS = {
  'api-version': `1.${NEWEST}`,
  'docker-experimental': 'false',
  ostype: 'linux',
  server: 'Docker/20.10.24 (simulated)',
};

function refusal(status: number, message: string): Response {
  const headers = { ...HEADERS, 'content-type': 'application/json' };
  return new Response(`${JSON.stringify({ message })}\n`, { status, headers });
}

function written(outcome: Outcome, request: Request): Response | Hijack {
  if ('talk' in outcome) return outcome;
  if (outcome instanceof Response) {
    for (const [name, value] of Object.entries(HEADERS)) outcome.headers.set(name, value);
    return outcome;
  }
  const { json, status = json === undefined ? 204 : 200 } = outcome;
  const body = json === undefined || request.method === 'HEAD' ? null : `${JSON.stringify(json)}\n`;
  const headers = body === null ? HEADERS : { ...HEADERS, 'content-type': 'application/json' };
  return new Response(body, { status, headers });
}
