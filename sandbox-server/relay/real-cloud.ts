import { z } from 'zod';
import type { CloudEntry } from './clouds-file.ts';

const tokenAnswer = z.object({
  token: z.looseObject({
    expires_at: z.string(),
    user: z.object({ id: z.string(), name: z.string() }),
    project: z.object({ id: z.string(), name: z.string() }),
    catalog: z.array(
      z.looseObject({
        type: z.string(),
        endpoints: z.array(
          z.looseObject({ interface: z.string(), region_id: z.string().nullish(), url: z.string() }),
        ),
      }),
    ),
  }),
});

/** Renew this long before the end, so that a token does not expire under way. */
const MARGIN_MILLISECONDS = 120_000;

/** What the real cloud lets us do: a token, the body that came with it, and where each service is. */
export interface Access {
  token: string;
  body: z.infer<typeof tokenAnswer>;
  /** By catalog type: where the service is, and the version and project that its endpoint goes on with. */
  endpoints: ReadonlyMap<string, Endpoint>;
}

/** `https://nova.example:8774/v2.1/abc` has the root `https://nova.example:8774` and the rest `/v2.1/abc`. */
export interface Endpoint {
  root: string;
  rest: string;
}

/** A real cloud that did not let us in. */
export class RealCloudError extends Error {
  override name = 'RealCloudError';
}

function identityOf({ auth }: CloudEntry) {
  if (auth.application_credential_id !== undefined) {
    const credential = { id: auth.application_credential_id, secret: auth.application_credential_secret };
    return { identity: { methods: ['application_credential'], application_credential: credential } };
  }
  const domain = (id: string | undefined, name = 'Default') => (id === undefined ? { name } : { id });
  const user =
    auth.user_id === undefined
      ? { name: auth.username, domain: domain(auth.user_domain_id, auth.user_domain_name) }
      : { id: auth.user_id };
  const project =
    auth.project_id === undefined
      ? { name: auth.project_name, domain: domain(auth.project_domain_id, auth.project_domain_name) }
      : { id: auth.project_id };
  const password = { user: { ...user, password: auth.password } };
  return { identity: { methods: ['password'], password }, scope: { project } };
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

function endpointOf(url: string): Endpoint {
  const whole = withoutSlash(url);
  const version = /\/v\d[^/]*(\/|$)/.exec(whole);
  return version
    ? { root: whole.slice(0, version.index), rest: whole.slice(version.index) }
    : { root: whole, rest: '' };
}

/** Speaks to a real cloud with the credentials of a `clouds.yaml`, which never leave this object. */
export class RealCloud {
  readonly #entry: CloudEntry;
  readonly #fetch: (request: Request) => Promise<Response>;
  readonly #now: () => number;
  #access: Promise<Access> | undefined;

  constructor(entry: CloudEntry, fetch: (request: Request) => Promise<Response>, now: () => number) {
    this.#entry = entry;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** The identity service, without its version: `https://cloud.example:5000`. */
  get identity(): string {
    return withoutSlash(this.#entry.auth.auth_url).replace(/\/v3$/, '');
  }

  /** A valid token and the catalog; rejects with a {@link RealCloudError}. */
  async access(): Promise<Access> {
    const kept = await this.#access?.catch(() => undefined);
    if (kept && Date.parse(kept.body.token.expires_at) - MARGIN_MILLISECONDS > this.#now()) return kept;
    this.#access = this.#authenticate();
    return this.#access;
  }

  /** Sends a request to the cloud as it is. */
  send(request: Request): Promise<Response> {
    return this.#fetch(request);
  }

  async #authenticate(): Promise<Access> {
    const url = `${this.identity}/v3/auth/tokens`;
    const body = JSON.stringify({ auth: identityOf(this.#entry) });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const answer = await this.#fetch(new Request(url, { method: 'POST', headers, body })).catch(
      (cause: unknown) => {
        throw new RealCloudError(`The cloud at ${this.identity} does not answer.`, { cause });
      },
    );
    const token = answer.headers.get('x-subject-token');
    if (answer.status !== 201 || token === null) {
      throw new RealCloudError(
        `The cloud at ${this.identity} refused the credentials of clouds.yaml (${answer.status}).`,
      );
    }
    const read = tokenAnswer.parse(await answer.json());
    return { token, body: read, endpoints: this.#endpoints(read) };
  }

  #endpoints(body: z.infer<typeof tokenAnswer>): Map<string, Endpoint> {
    const { region_name: region, interface: side } = this.#entry;
    const found = new Map<string, Endpoint>();
    for (const { type, endpoints } of body.token.catalog) {
      const here = endpoints.find(
        (end) => end.interface === side && (region === undefined || end.region_id === region),
      );
      if (here) found.set(type, endpointOf(here.url));
    }
    found.set('identity', { root: this.identity, rest: '' });
    return found;
  }
}
