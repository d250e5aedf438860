import type { Query, Service } from './service.ts';
import { list as listOf, parse, type Shape } from './shape.ts';

/** A resource, or its id: whatever is at hand. */
export type Reference = string | { readonly id: string };

/** For calls that can be stopped from outside. */
export interface Stoppable {
  readonly signal?: AbortSignal | undefined;
}

/** Where a kind of resource lives in its service, and how its answers are wrapped. */
export interface Kind<Item> {
  readonly service: Service;
  /** Path of the collection, `/servers`. */
  readonly path: string;
  /** Path of the list with every field, where it is another one: `/servers/detail`. */
  readonly detail?: string;
  /** The key around one item, `server`; null where the item stands bare, as in Glance. */
  readonly one: string | null;
  /** The key around a list, `servers`. */
  readonly many: string;
  /** What a person knows the resource by; compared letter by letter, as not every service's filter does. */
  readonly label: (item: Item) => string;
  /** The filter of the list that narrows by that label, where the service has one that is exact. */
  readonly filter?: string;
  readonly shape: Shape<Item>;
}

/** Reading: every resource can be listed, found by name and got by id. */
export interface Readable<Item> {
  /** All that the project may see; `query` takes the filters of the API reference. Follows every page. */
  list(query?: Query, options?: Stoppable): Promise<Item[]>;
  /**
   * The one with this name, or undefined when there is none.
   *
   * @throws Error when several have the name: names need not be unique in OpenStack, ids are.
   */
  find(name: string, options?: Stoppable): Promise<Item | undefined>;
  /**
   * The one with this name.
   *
   * @throws Error that lists the names that there are, when none is this one.
   */
  named(name: string, options?: Stoppable): Promise<Item>;
  /** @throws OpenStackError with status 404 when there is no such resource. */
  get(resource: Reference, options?: Stoppable): Promise<Item>;
}

/** Writing: what the project owns can be made, changed and deleted. */
export interface Writable<Item, New, Change> {
  create(wanted: New, options?: Stoppable): Promise<Item>;
  update(resource: Reference, change: Change, options?: Stoppable): Promise<Item>;
  delete(resource: Reference, options?: Stoppable): Promise<void>;
}

/** The id of a resource that is given as itself or by its id. */
export function idOf(resource: Reference): string {
  return typeof resource === 'string' ? resource : resource.id;
}

/** The calls that read resources of a kind: see `Readable`. */
export function readable<Item>(kind: Kind<Item>): Readable<Item> {
  const list = (query: Query = {}, options: Stoppable = {}) => everyPage(kind, query, options);
  const find = async (name: string, options?: Stoppable) => {
    const query = kind.filter === undefined ? {} : { [kind.filter]: name };
    const same = (await list(query, options)).filter((item) => kind.label(item) === name);
    if (same.length > 1) {
      throw new Error(
        `${same.length} ${kind.many} are called ${name}. Names may repeat: choose one by its id.`,
      );
    }
    return same[0];
  };
  return {
    list,
    find,
    async named(name, options) {
      const found = await find(name, options);
      if (found !== undefined) return found;
      const others = (await list({}, options)).map(kind.label).join(', ') || 'none at all';
      throw new Error(`None of the ${kind.many} is called ${name}. There are: ${others}.`);
    },
    async get(resource, { signal } = {}) {
      const answer = await kind.service.call('GET', itemPath(kind, resource), { signal });
      return unwrap(kind, answer);
    },
  };
}

/** The calls that make, change and delete resources of a kind: see `Writable`. */
export function writable<Item, New, Change>(kind: Kind<Item>): Writable<Item, New, Change> {
  const { service, path } = kind;
  return {
    async create(wanted, { signal } = {}) {
      return unwrap(kind, await service.call('POST', path, { body: wrap(kind, wanted), signal }));
    },
    async update(resource, change, { signal } = {}) {
      const body = wrap(kind, change);
      return unwrap(kind, await service.call('PUT', itemPath(kind, resource), { body, signal }));
    },
    async delete(resource, { signal } = {}) {
      await service.call('DELETE', itemPath(kind, resource), { signal });
    },
  };
}

/** The path of one resource below its service. */
export function itemPath<Item>(kind: Kind<Item>, resource: Reference): string {
  return `${kind.path}/${encodeURIComponent(idOf(resource))}`;
}

/** The resource in an answer. @throws TypeError when the answer is not as expected */
export function unwrap<Item>(kind: Kind<Item>, answer: unknown): Item {
  return parse(kind.shape, kind.one === null ? answer : field(answer, kind.one), kind.one ?? 'answer');
}

function wrap<Item>(kind: Kind<Item>, content: unknown): unknown {
  return kind.one === null ? content : { [kind.one]: content };
}

async function everyPage<Item>(kind: Kind<Item>, query: Query, { signal }: Stoppable): Promise<Item[]> {
  const items: Item[] = [];
  let next: Query | null = query;
  while (next !== null) {
    const answer: unknown = await kind.service.call('GET', kind.detail ?? kind.path, { query: next, signal });
    items.push(...parse(listOf(kind.shape), field(answer, kind.many), kind.many));
    next = nextPage(answer, kind.many);
  }
  return items;
}

/**
 * The query of the page after this one. Nova and Neutron give `servers_links: [{ rel: 'next', href }]`,
 * Glance `next`; only the part after `?` is taken, as behind a proxy the address itself may be another.
 */
function nextPage(answer: unknown, many: string): Query | null {
  const bare = field(answer, 'next');
  const links = field(answer, `${many}_links`);
  const link = Array.isArray(links) ? links.find((candidate) => field(candidate, 'rel') === 'next') : null;
  const href = typeof bare === 'string' ? bare : field(link, 'href');
  if (typeof href !== 'string') return null;
  return Object.fromEntries(new URL(href, 'http://cloud.invalid').searchParams);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
