import { type Cloud, connect } from 'openstack';
import type { World } from '../../../../sandbox-server/library/openstack/world.ts';

/** What arrived, as the services see it. */
export interface Arrival {
  method: string;
  /** From the service's own root, version and query included: `/compute/v2.1/servers/detail?name=a`. */
  path: string;
  token: string | null;
  body: unknown;
}

export interface Reply {
  status?: number;
  /** Sent as JSON, a string as it is, undefined as an empty body. */
  body?: unknown;
  headers?: Record<string, string>;
}

type Script = (arrival: Arrival) => Reply;

const variables: Record<string, string> = {
  OS_AUTH_URL: 'http://cloud.test/identity/v3',
  OS_USERNAME: 'ada',
  OS_PASSWORD: 'secret',
  OS_PROJECT_ID: 'p1',
  OS_REGION_NAME: 'RegionOne',
};

/** Services that say what a test tells them to, on a clock that only waiting moves. */
export class ScriptedCloud {
  readonly arrivals: Arrival[] = [];
  readonly world: World;
  now = Date.parse('2030-01-01T00:00:00Z');
  #script: Script;
  #logins = 0;

  constructor(script: Script = () => ({ status: 404, body: { itemNotFound: { message: 'nothing here' } } })) {
    this.#script = script;
    this.world = {
      now: () => this.now,
      wait: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        this.now += milliseconds;
      },
      fetch: async (url, init) => this.#answer(url, init),
    };
  }

  connect(changes: Record<string, string | undefined> = {}): Promise<Cloud> {
    const env = { ...variables, ...changes };
    return connect((name) => env[name], this.world);
  }

  /** What arrived at other services than Keystone. */
  get calls(): Arrival[] {
    return this.arrivals.filter(({ path }) => !path.startsWith('/identity'));
  }

  #answer(url: string, init: RequestInit): Response {
    const { origin } = new URL(url);
    const headers = new Headers(init.headers);
    const arrival = {
      method: init.method ?? 'GET',
      path: url.slice(origin.length),
      token: headers.get('x-auth-token'),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    };
    this.arrivals.push(arrival);
    if (arrival.path === '/identity/v3/auth/tokens') return this.#login(origin);
    return respond(this.#script(arrival));
  }

  #login(origin: string): Response {
    this.#logins += 1;
    const service = (type: string, name: string, path: string) => ({
      type,
      name,
      endpoints: [
        { interface: 'admin', region: 'RegionOne', url: `${origin}/wrong` },
        { interface: 'public', region: 'RegionOne', region_id: 'RegionOne', url: `${origin}/${path}` },
      ],
    });
    return respond({
      status: 201,
      headers: { 'x-subject-token': `token-${this.#logins}` },
      body: {
        token: {
          expires_at: new Date(this.now + 3_600_000).toISOString(),
          user: { id: 'u1', name: 'ada' },
          project: { id: 'p1', name: 'engines' },
          catalog: [
            service('compute', 'nova', 'compute/v2.1'),
            service('image', 'glance', 'image'),
            service('network', 'neutron', 'networking/'),
          ],
        },
      },
    });
  }
}

function respond({ status = 200, body, headers }: Reply): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(status === 204 ? null : (text ?? ''), { status, ...(headers ? { headers } : {}) });
}
