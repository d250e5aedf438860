import type { Clock } from './clock.ts';
import { answer } from './gateway.ts';
import type { Hypervisor } from './hypervisor.ts';
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
}

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
  readonly #tasks = new Set<Promise<void>>();

  constructor(options: CloudOptions) {
    const { store, clock, hypervisor, ids = randomIds, region = 'RegionOne' } = options;
    this.#ids = ids;
    this.#report = options.report ?? (() => undefined);
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

  /** Settles when all that goes on in the background has ended. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) {
      await Promise.all(this.#tasks);
    }
  }

  #ask(name: string, path: string, { method = 'GET', body, headers = {}, as }: ServiceRequest = {}) {
    const own = this.#tokens.ofService(name);
    const sent = new Headers(headers);
    sent.set('x-auth-token', as ?? own);
    sent.set('x-service-token', own);
    sent.set('accept', 'application/json');
    if (body) {
      sent.set('content-type', 'application/json');
    }
    const init = { method, headers: sent, ...(body && { body: JSON.stringify(body) }) };
    return this.fetch(new Request(`${INSIDE}${MOUNT}${path}`, init));
  }

  #background(task: () => Promise<void>): void {
    const running: Promise<void> = task()
      .catch(this.#report)
      .finally(() => this.#tasks.delete(running));
    this.#tasks.add(running);
  }
}
