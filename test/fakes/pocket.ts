import { openPocketCloud, type PocketCloud } from '../../sandbox-server/cloud/pocket-cloud.ts';
import type { Store } from '../../sandbox-server/cloud/store.ts';
import { ManualClock } from './manual-clock.ts';
import { memoryStore } from './memory-store.ts';
import { watchedHypervisor } from './watched-hypervisor.ts';

const ORIGIN = 'http://cloud.test';

/** What a service answered. */
export class Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;

  constructor(response: Response, text: string) {
    this.status = response.status;
    this.headers = response.headers;
    this.text = text;
  }

  /** The parsed body. */
  get body(): unknown {
    return JSON.parse(this.text);
  }

  /** What stands at `path` in the body; undefined when nothing does. */
  at(...path: (string | number)[]): unknown {
    let here = this.body;
    for (const step of path) {
      here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
    }
    return here;
  }

  /** The text at `path`; '' when there is none. */
  textAt(...path: (string | number)[]): string {
    const found = this.at(...path);
    return typeof found === 'string' ? found : '';
  }

  /** The `key` of each member of the list at `path`. */
  each(key: string, ...path: (string | number)[]): unknown[] {
    const found = this.at(...path);
    return Array.isArray(found) ? found.map((member: unknown) => Object(member)[key]) : [];
  }
}

interface Sent {
  body?: unknown;
  raw?: BodyInit;
  headers?: Record<string, string>;
  /** Compute's microversion. */
  version?: string;
}

/** Somebody with a token, or without. */
export interface Person {
  token: string;
  project: string;
  user: string;
  ask(method: string, path: string, sent?: Sent): Promise<Reply>;
}

function personOf(cloud: PocketCloud, token: string, project: string, user: string): Person {
  const ask: Person['ask'] = async (method, path, { body, raw, headers = {}, version } = {}) => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const all = {
      accept: 'application/json',
      ...(token && { 'x-auth-token': token }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(version && { 'openstack-api-version': `compute ${version}` }),
      ...headers,
    };
    const init = { method, headers: all, ...(content !== undefined && { body: content }) };
    const response = await cloud.fetch(new Request(`${ORIGIN}/cloud${path}`, init));
    return new Reply(response, await response.text());
  };
  return { token, project, user, ask };
}

/** A password login, as clients send it. */
export function login(name: string, password: string, project?: string): object {
  const domain = { name: 'Default' };
  const identity = { methods: ['password'], password: { user: { name, password, domain } } };
  return { auth: { identity, ...(project && { scope: { project: { name: project, domain } } }) } };
}

/** The pocket cloud with an administrator and two learners, on a clock that stands still. */
export async function openPocket(store: Store = memoryStore(), clock = new ManualClock()) {
  const hypervisor = watchedHypervisor();
  const faults: unknown[] = [];
  const cloud = await openPocketCloud({
    store,
    clock,
    hypervisor,
    adminPassword: 'secret',
    passwordRounds: 1,
    report: (error) => faults.push(error),
  });
  const nobody = personOf(cloud, '', '', '');
  const enter = async (name: string, password: string): Promise<Person> => {
    const reply = await nobody.ask('POST', '/identity/v3/auth/tokens', { body: login(name, password, name) });
    const token = reply.headers.get('x-subject-token') ?? '';
    return personOf(
      cloud,
      token,
      reply.textAt('token', 'project', 'id'),
      reply.textAt('token', 'user', 'id'),
    );
  };
  const learner = async (name: string): Promise<Person> => {
    const found = await cloud.ask(`/identity/v3/users?name=${name}`);
    if (!(await found.text()).includes(`"name":"${name}"`)) {
      await cloud.createLearner({ name, password: `${name}-password` });
    }
    return enter(name, `${name}-password`);
  };
  return {
    cloud,
    clock,
    store,
    hypervisor,
    faults,
    nobody,
    enter,
    admin: await enter('admin', 'secret'),
    ana: await learner('ana'),
    ben: await learner('ben'),
  };
}

/** A private network with a subnet, for servers to be on. */
export async function makeNetwork(person: Person, name = 'private', cidr = '10.0.0.0/24'): Promise<string> {
  const made = await person.ask('POST', '/networking/v2.0/networks', { body: { network: { name } } });
  const id = made.textAt('network', 'id');
  const subnet = { network_id: id, ip_version: 4, cidr };
  await person.ask('POST', '/networking/v2.0/subnets', { body: { subnet } });
  return id;
}

/** What a small server is asked for with; `changes` go over it. */
export async function serverOrder(person: Person, changes: object = {}): Promise<object> {
  const images = await person.ask('GET', '/image/v2/images?name=cirros-0.6.3');
  return { server: { name: 'one', flavorRef: '1', imageRef: images.textAt('images', 0, 'id'), ...changes } };
}

/** Makes a server and waits, in simulated time, until it is active. */
export async function bootServer(
  pocket: Awaited<ReturnType<typeof openPocket>>,
  person: Person,
  changes: object = {},
): Promise<string> {
  const body = await serverOrder(person, changes);
  const made = await person.ask('POST', '/compute/v2.1/servers', { body, version: '2.1' });
  const id = made.textAt('server', 'id');
  if (id === '') {
    throw new Error(`no server: ${made.text}`);
  }
  await pass(pocket, person, id, 5000);
  return id;
}

/** Lets simulated time pass, and what comes due be done. */
export async function pass(
  pocket: Awaited<ReturnType<typeof openPocket>>,
  person: Person,
  id: string,
  ms: number,
): Promise<Reply> {
  pocket.clock.advance(ms);
  const seen = await person.ask('GET', `/compute/v2.1/servers/${id}`);
  await pocket.cloud.idle();
  return seen;
}
