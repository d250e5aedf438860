import type { Clock } from './clock.ts';
import { answer } from './gateway.ts';
import type { Hypervisor, RunningCard } from './hypervisor.ts';
import { type Ids, randomIds } from './ids.ts';
import type { Parts, Service, ServiceFactory, ServiceRequest } from './service.ts';
import type { Store } from './store.ts';
import { openTokens, type Tokens } from './tokens.ts';

/** What a cloud is made of. */
export interface CloudOptions {
  store: Store;
  clock: Clock;
  hypervisor: Hypervisor;
  services: readonly ServiceFactory[];
  ids?: Ids;
  /** The name of its one region. */
  region?: string;
  /** Told of errors that are our own fault. */
  report?: (error: unknown) => void;
  /** Sees each request that a service sends to another: sends it by `answer`, and gives back what came. */
  observe?: Observe;
}

/** Sees a request of `service` to another service, on its way there and back. */
export type Observe = (
  service: string,
  request: Request,
  answer: (request: Request) => Promise<Response>,
) => Promise<Response>;

/** The host by which services ask each other. Nobody outside can come to it. */
const INSIDE = 'http://cloud.internal';
const MOUNT = '/cloud';

/**
 * A cloud: a function from Request to Response that answers as OpenStack does, below `/cloud`. It owns its
 * state and its time, and opens no port.
 */
export class Cloud {
  readonly services: readonly Service[];
  readonly #tokens: Tokens;
  readonly #ids: Ids;
  readonly #report: (error: unknown) => void;
  readonly #observe: Observe;
  readonly #clock: Clock;
  readonly #tasks = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(options: CloudOptions) {
    const { store, clock, hypervisor, ids = randomIds, region = 'RegionOne' } = options;
    this.#ids = ids;
    this.#clock = clock;
    this.#report = options.report ?? (() => undefined);
    this.#observe = options.observe ?? ((_service, request, answer) => answer(request));
    this.#tokens = openTokens({ store, clock, ids });
    this.services = options.services.map((factory) => {
      // A factory learns its own name from what it returns: its requests are made after that.
      let name = '';
      const parts: Parts = {
        store,
        clock,
        ids,
        hypervisor,
        region,
        tokens: this.#tokens,
        services: () => this.services,
        fetch: (path, request) => this.#ask(name, path, request),
        background: (task) => this.#background(task),
        later: (ms, task) => this.#later(ms, task),
      };
      const service = factory(parts);
      name = service.name;
      return service;
    });
  }

  /** Answers one request, whose path begins with `/cloud/`. Never rejects. */
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname.replace(/\/{2,}/g, '/');
    const [, , segment = ''] = path.split('/');
    const service = path.startsWith(`${MOUNT}/`) && this.services.find((each) => each.segment === segment);
    if (!service) {
      const message = `There is no service at ${path}.`;
      return Response.json({ error: { code: 404, title: 'Not Found', message } }, { status: 404 });
    }
    const rest = path.slice(MOUNT.length + 1 + segment.length).replace(/\/$/, '') || '/';
    const exchange = {
      request,
      url,
      root: `${url.origin}${MOUNT}`,
      path: service.normalize?.(rest) ?? rest,
      requestId: `req-${this.#ids.uuid()}`,
      microversion: 0,
    };
    return answer(service, exchange, { tokens: this.#tokens, report: this.#report });
  }

  /** Makes what a new cloud has in it, and takes up what was under way. To be called once, before requests. */
  async start(): Promise<void> {
    for (const service of this.services) {
      await service.seed?.();
    }
    for (const service of this.services) {
      await service.resume?.();
    }
  }

  /** Removes all that a project has, in every service, dependants first. The project itself stays. */
  async purgeProject(projectId: string): Promise<void> {
    for (const service of this.services.toReversed()) {
      await service.purge?.(projectId);
    }
  }

  /** Asks as the cloud itself, an administrator. `path` is below `/cloud`. */
  ask(path: string, request?: ServiceRequest): Promise<Response> {
    return this.#ask('cloud', path, request);
  }

  /** The name of the user whose valid token this is. */
  async userOf(token: string): Promise<string | undefined> {
    return (await this.#tokens.find(token))?.user.name;
  }

  /** The servers that have machines, for whoever runs them to take up again after a restart. */
  async serverCards(): Promise<RunningCard[]> {
    const lists = await Promise.all(this.services.map(async (each) => (await each.serverCards?.()) ?? []));
    return lists.flat();
  }

  /** Begins nothing more, and settles when what was under way has ended. What is due is done after a restart. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.idle();
  }

  /** Settles when all that goes on in the background has ended. What waits for its time does not count. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) {
      await Promise.all(this.#tasks);
    }
  }

  #ask(name: string, path: string, { method = 'GET', body, bytes, headers = {}, as }: ServiceRequest = {}) {
    const own = this.#tokens.ofService(name);
    const sent = new Headers(headers);
    sent.set('x-auth-token', as ?? own);
    sent.set('x-service-token', own);
    sent.set('accept', 'application/json');
    if (body) {
      sent.set('content-type', 'application/json');
    } else if (bytes) {
      sent.set('content-type', 'application/octet-stream');
    }
    const content = body ? JSON.stringify(body) : bytes;
    const init = { method, headers: sent, ...(content && { body: content }) };
    const request = new Request(`${INSIDE}${MOUNT}${path}`, init);
    return this.#observe(name, request, (sent) => this.fetch(sent));
  }

  #background(task: () => Promise<void>): void {
    const running: Promise<void> = task()
      .catch(this.#report)
      .finally(() => this.#tasks.delete(running));
    this.#tasks.add(running);
  }

  #later(ms: number, task: () => Promise<void>): void {
    const { signal } = this.#closing;
    this.#clock.wait(ms, signal).then(
      () => this.#background(task),
      (error: unknown) => {
        if (!signal.aborted) {
          this.#report(error);
        }
      },
    );
  }
}
