/**
 * faafo's REST API, as cells use it: `import { connectFaafo } from 'faafo'`. Speaks to the original as well
 * as to ours, and needs nothing but `fetch`.
 */
import { list as listOf, nullable, number, object, parse, type Shape, text } from './openstack/shape.ts';

/** A fractal as the API tells it; what is not known yet, because nobody has drawn it, is null. */
export interface Fractal {
  uuid: string;
  width: number;
  height: number;
  /** How often the formula is tried for each pixel. */
  iterations: number;
  /** The part of the plane that is shown: from xa to xb, from ya to yb. */
  xa: number;
  xb: number;
  ya: number;
  yb: number;
  /** Seconds that the worker computed. */
  duration: number | null;
  /** Bytes of the PNG file. */
  size: number | null;
  /** SHA-256 of the PNG file. */
  checksum: string | null;
  url: string | null;
  /** The host name of the worker that drew it. */
  generated_by: string | null;
}

/** A number, or a range that one is drawn from, anew for each task. */
export type Choice = number | readonly [least: number, most: number];

/** What to draw. Whatever is left out is drawn by lot, in the ranges of the original client. */
export interface Order {
  /** How many; 1 to 10 by lot. */
  tasks?: Choice;
  /** Pixels; 256 to 1024 by lot. */
  width?: Choice;
  /** Pixels; 256 to 1024 by lot. */
  height?: Choice;
  /** 128 to 512 by lot. */
  iterations?: Choice;
  /** -4 to -1 by lot. */
  xa?: Choice;
  /** 1 to 4 by lot. */
  xb?: Choice;
  /** -3 to -0.5 by lot. */
  ya?: Choice;
  /** 0.5 to 3 by lot. */
  yb?: Choice;
}

/** How to wait for fractals. */
export interface DrawnOptions {
  /** Called for each fractal, when it is found to be drawn. */
  onDrawn?: (fractal: Fractal) => void;
  /** Give up after so many milliseconds; 300 000, five minutes, if not given. */
  timeout?: number;
  /** Milliseconds between two questions; 250 if not given. */
  interval?: number;
  signal?: AbortSignal;
}

/** A faafo that somebody has deployed. */
export interface Faafo {
  /** Posts the tasks, one after another, and gives their UUIDs. They are drawn later. */
  create(order?: Order): Promise<string[]>;
  /** All fractals, drawn or not, ordered by UUID. */
  list(): Promise<Fractal[]>;
  /** @throws FaafoError with status 404 when there is none. */
  show(uuid: string): Promise<Fractal>;
  /** @throws FaafoError with status 404 when there is none. */
  delete(uuid: string): Promise<void>;
  /** The PNG file. */
  picture(uuid: string): Promise<Uint8Array>;
  /** Asks again and again until all of these are drawn, and gives them in the order of `uuids`. */
  waitUntilDrawn(uuids: readonly string[], options?: DrawnOptions): Promise<Fractal[]>;
}

/** An answer that says no. `status` is HTTP's. */
export class FaafoError extends Error {
  override readonly name = 'FaafoError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What the client needs of the world around it; tests give another one. */
export interface FaafoWorld {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** From 0 to 1, 1 excluded. */
  random(): number;
  uuid(): string;
  /** Milliseconds since 1970. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

const realWorld: FaafoWorld = {
  fetch: (url, init) => fetch(url, init),
  random: () => Math.random(),
  uuid: () => crypto.randomUUID(),
  now: () => Date.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const fractalShape: Shape<Fractal> = object<Fractal>({
  uuid: text,
  width: number,
  height: number,
  iterations: number,
  xa: number,
  xb: number,
  ya: number,
  yb: number,
  duration: nullable(number),
  size: nullable(number),
  checksum: nullable(text),
  url: nullable(text),
  generated_by: nullable(text),
});

interface Page {
  objects: Fractal[];
  total_pages: number;
}

const pageShape: Shape<Page> = object<Page>({ objects: listOf(fractalShape), total_pages: number });

const pageSize = 100;
/** So many UUIDs go into one question, that its address stays short. */
const uuidsAtOnce = 40;

/** Makes a client of the faafo at this address, such as `http://203.0.113.20`. */
export function connectFaafo(address: string, world: FaafoWorld = realWorld): Faafo {
  const call = caller(address.replace(/\/+$/, ''), world);
  return {
    async create(order = {}) {
      const uuids: string[] = [];
      const count = whole(order.tasks ?? [1, 10], world);
      for (let index = 0; index < count; index += 1) {
        const task = taskOf(order, world);
        await call('POST', '/v1/fractal', { body: task });
        uuids.push(task.uuid);
      }
      return uuids;
    },
    list: () => everyPage(call, ''),
    async show(uuid) {
      const response = await call('GET', `/v1/fractal/${encodeURIComponent(uuid)}`);
      return parse(fractalShape, await response.json(), 'fractal');
    },
    async delete(uuid) {
      await call('DELETE', `/v1/fractal/${encodeURIComponent(uuid)}`);
    },
    async picture(uuid) {
      const response = await call('GET', `/fractal/${encodeURIComponent(uuid)}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    waitUntilDrawn: (uuids, options) => waitUntilDrawn(uuids, call, world, options),
  };
}

/** Sends a request; an answer that says no becomes a FaafoError. */
type Call = (
  method: string,
  path: string,
  sent?: { body?: unknown; signal?: AbortSignal | undefined },
) => Promise<Response>;

function caller(root: string, world: FaafoWorld): Call {
  return async (method, path, { body, signal } = {}) => {
    const response = await world.fetch(root + path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    if (response.ok) return response;
    // An error page says it in its head and in its body.
    const page = (await response.text()).replace(/<head>[\s\S]*?<\/head>|<[^>]*>/g, ' ');
    const words = page.replace(/\s+/g, ' ').trim().slice(0, 300);
    const [where] = path.split('?');
    throw new FaafoError(
      response.status,
      `faafo answered ${response.status} to ${method} ${where}: ${words}`,
    );
  };
}

async function everyPage(call: Call, query: string, signal?: AbortSignal): Promise<Fractal[]> {
  const all: Fractal[] = [];
  for (let number = 1, last = 1; number <= last; number += 1) {
    const path = `/v1/fractal?results_per_page=${pageSize}&page=${number}${query}`;
    const page = parse(pageShape, await (await call('GET', path, { signal })).json(), 'page');
    all.push(...page.objects);
    last = page.total_pages;
  }
  return all;
}

/** Those of `uuids` that are drawn. */
function drawnOf(call: Call, uuids: readonly string[], signal?: AbortSignal): Promise<Fractal[]> {
  const filters = [
    { name: 'uuid', op: 'in', val: uuids },
    { name: 'checksum', op: 'is_not_null' },
  ];
  return everyPage(call, `&q=${encodeURIComponent(JSON.stringify({ filters }))}`, signal);
}

async function waitUntilDrawn(
  uuids: readonly string[],
  call: Call,
  world: FaafoWorld,
  { onDrawn, timeout = 300_000, interval = 250, signal }: DrawnOptions = {},
): Promise<Fractal[]> {
  const end = world.now() + timeout;
  const found = new Map<string, Fractal>();
  for (;;) {
    signal?.throwIfAborted();
    const missing = uuids.filter((uuid) => !found.has(uuid));
    for (let start = 0; start < missing.length; start += uuidsAtOnce) {
      for (const fractal of await drawnOf(call, missing.slice(start, start + uuidsAtOnce), signal)) {
        found.set(fractal.uuid, fractal);
        onDrawn?.(fractal);
      }
    }
    const drawn = uuids.flatMap((uuid) => found.get(uuid) ?? []);
    if (drawn.length === uuids.length) return drawn;
    if (world.now() >= end) {
      const left = uuids.length - drawn.length;
      throw new Error(
        `After ${Math.round(timeout / 1000)} s, ${left} of ${uuids.length} fractals are not drawn.`,
      );
    }
    await world.wait(interval);
  }
}

/** The draws, and their order, are those of the original client. */
function taskOf(order: Order, world: FaafoWorld) {
  return {
    width: whole(order.width ?? [256, 1024], world),
    height: whole(order.height ?? [256, 1024], world),
    iterations: whole(order.iterations ?? [128, 512], world),
    xa: real(order.xa ?? [-4, -1], world),
    xb: real(order.xb ?? [1, 4], world),
    ya: real(order.ya ?? [-3, -0.5], world),
    yb: real(order.yb ?? [0.5, 3], world),
    uuid: world.uuid(),
  };
}

function whole(choice: Choice, world: FaafoWorld): number {
  if (typeof choice === 'number') return choice;
  const [least, most] = choice;
  return least + Math.floor(world.random() * (most - least + 1));
}

function real(choice: Choice, world: FaafoWorld): number {
  if (typeof choice === 'number') return choice;
  const [least, most] = choice;
  return least + world.random() * (most - least);
}
