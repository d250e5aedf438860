import { type CatalogEntry, catalogEntry } from './catalog.ts';
import type { Credentials } from './credentials.ts';
import { OpenStackError, refusal } from './error.ts';
import { list, object, parse, type Shape, text } from './shape.ts';
import type { World } from './world.ts';

/** The project that a token is good for. */
export interface Project {
  id: string;
  name: string;
}

/** What Keystone gives to whoever logs in. */
export interface Token {
  /** What each later call carries in `X-Auth-Token`. */
  readonly id: string;
  readonly expires: Date;
  readonly user: { id: string; name: string };
  readonly project: Project;
  readonly catalog: CatalogEntry[];
}

interface TokenBody {
  token: {
    expires_at: string;
    user: { id: string; name: string };
    project: Project;
    catalog: CatalogEntry[];
  };
}

const named: Shape<Project> = object<Project>({ id: text, name: text });

const tokenBody: Shape<TokenBody> = object<TokenBody>({
  token: object<TokenBody['token']>({
    expires_at: text,
    user: named,
    project: named,
    catalog: list(catalogEntry),
  }),
});

/** Renewed when less than this is left, so that no token dies on its way. */
const margin = 60_000;

/** Gives a token that is good for a while yet: the one at hand, or a new one. */
export interface Tokens {
  current(): Promise<Token>;
  /** Forgets a token that a service refused, so that the next call logs in again. */
  discard(token: Token): void;
}

/** Logs in when needed and keeps the token. Calls at the same time share one login. */
export function createTokens(credentials: Credentials, world: World): Tokens {
  let latest: Promise<Token> | null = null;
  let refused: Token | null = null;
  const renew = (): Promise<Token> => {
    const fresh = logIn(credentials, world);
    latest = fresh;
    fresh.catch(() => {
      if (latest === fresh) latest = null;
    });
    return fresh;
  };
  return {
    async current() {
      const held = latest ?? renew();
      const known = await held;
      const good = known !== refused && known.expires.getTime() - world.now() > margin;
      if (good) return known;
      // Another call may have begun a login while this one looked at the old token.
      return latest === null || latest === held ? renew() : latest;
    },
    discard(token) {
      refused = token;
    },
  };
}

/**
 * Logs in and chooses the project.
 *
 * API: https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization
 */
async function logIn(credentials: Credentials, world: World): Promise<Token> {
  const request = { method: 'POST', url: `${credentials.authUrl}/auth/tokens` };
  const response = await reach(world, 'identity', request, {
    method: request.method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(credentials.request),
  });
  if (!response.ok) throw await refusal('identity', request, response);
  const id = response.headers.get('x-subject-token');
  if (!id) throw new TypeError('The answer is not as expected: it has no header X-Subject-Token.');
  const { token } = parse(tokenBody, await response.json(), 'answer');
  return {
    id,
    expires: new Date(token.expires_at),
    user: token.user,
    project: token.project,
    catalog: token.catalog,
  };
}

/** Sends a request; when nothing answers, says so in the way that every other failure is said. */
export async function reach(
  world: World,
  service: string,
  request: { method: string; url: string },
  init: RequestInit,
): Promise<Response> {
  try {
    return await world.fetch(request.url, init);
  } catch (cause) {
    // Only a TypeError means that the network failed; all else is somebody's wish to stop.
    if (!(cause instanceof TypeError)) throw cause;
    const words = `Nothing answers at ${new URL(request.url).origin}. Is the cloud running, and can you reach it from here?`;
    throw new OpenStackError({ status: 0, service, ...request, words, requestId: null }, { cause });
  }
}
