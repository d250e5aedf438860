import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Access, RealCloud } from './real-cloud.ts';

const MOUNT = '/cloud';
const TOKEN_HOURS = 12;
const SUBJECT = 'x-subject-token';

const authInput = z.object({
  auth: z.object({
    identity: z.union([
      z.object({
        methods: z.tuple([z.literal('password')]),
        password: z.object({ user: z.object({ name: z.string(), password: z.string() }) }),
      }),
      z.object({ methods: z.tuple([z.literal('token')]), token: z.object({ id: z.string() }) }),
    ]),
  }),
});

/** What the relay asks of whoever knows the learners. */
export interface RelayParts {
  cloud: RealCloud;
  /** Whether a learner of this server has that name and password. */
  verify(username: string, password: string): boolean;
  now(): number;
}

function refusal(status: number, title: string, message: string): Response {
  return Response.json({ error: { code: status, title, message } }, { status });
}

const unauthorized = (): Response =>
  refusal(401, 'Unauthorized', 'The request you have made requires authentication.');

/**
 * A real cloud behind this server's own addresses. Learners prove themselves with the name and password that
 * this server gave them and get a token of this server's; the real credentials and tokens never leave it.
 */
export class Relay {
  readonly #parts: RelayParts;
  readonly #issued = new Map<string, { user: string; expires: number }>();

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** All learners share the project that the credentials of `clouds.yaml` lead to. */
  async createLearner(): Promise<{ projectId: string; userId: string }> {
    const { token } = (await this.#parts.cloud.access()).body;
    return { projectId: token.project.id, userId: token.user.id };
  }

  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const root = `${url.origin}${MOUNT}`;
    const [, , segment = '', ...rest] = url.pathname.split('/');
    const access = await this.#parts.cloud.access();
    const base = access.endpoints.get(segment)?.root;
    if (base === undefined)
      return refusal(404, 'Not Found', `This cloud has no service of the type "${segment}".`);
    const path = rest.length > 0 ? `/${rest.join('/')}` : '';
    if (segment === 'identity' && path.replace(/\/$/, '') === '/v3/auth/tokens') {
      return this.#tokens(request, access, root);
    }
    const discovers = request.method === 'GET' && /^(\/v[\d.]+)?\/?$/.test(path);
    const token = request.headers.get('x-auth-token');
    if (!discovers && (token === null || !this.#isValid(token))) return unauthorized();
    if (segment === 'identity' && request.method !== 'GET' && request.method !== 'HEAD') {
      return refusal(
        403,
        'Forbidden',
        'Accounts and credentials of this cloud are not changed from the course.',
      );
    }
    return this.#forward(request, access, `${base}${path}${url.search}`, root);
  }

  /** The name of the learner whose valid token this is. */
  async userOf(token: string): Promise<string | undefined> {
    return this.#userOf(token);
  }

  #userOf(token: string): string | undefined {
    const grant = this.#issued.get(token);
    if (grant !== undefined && grant.expires > this.#parts.now()) return grant.user;
    this.#issued.delete(token);
    return undefined;
  }

  #isValid(token: string): boolean {
    return this.#userOf(token) !== undefined;
  }

  async #tokens(request: Request, access: Access, root: string): Promise<Response> {
    if (request.method === 'POST') return this.#issue(request, access, root);
    const subject = request.headers.get(SUBJECT);
    const token = request.headers.get('x-auth-token');
    if (token === null || !this.#isValid(token)) return unauthorized();
    if (subject === null || !this.#isValid(subject))
      return refusal(404, 'Not Found', 'Could not find token.');
    if (request.method !== 'DELETE') return this.#describe(subject, access, root, 200);
    this.#issued.delete(subject);
    return new Response(null, { status: 204 });
  }

  async #issue(request: Request, access: Access, root: string): Promise<Response> {
    const input = authInput.safeParse(await request.json().catch(() => undefined));
    if (!input.success) {
      return refusal(
        400,
        'Bad Request',
        'Sign in with the name and password of your session: { auth: { identity } }.',
      );
    }
    const { identity } = input.data.auth;
    const user =
      'password' in identity ? this.#verified(identity.password.user) : this.#userOf(identity.token.id);
    if (user === undefined) return unauthorized();
    const token = randomBytes(32).toString('base64url');
    this.#issued.set(token, { user, expires: this.#parts.now() + TOKEN_HOURS * 3_600_000 });
    return this.#describe(token, access, root, 201);
  }

  #verified({ name, password }: { name: string; password: string }): string | undefined {
    return this.#parts.verify(name, password) ? name : undefined;
  }

  #describe(token: string, access: Access, root: string, status: number): Response {
    const expires = new Date(this.#issued.get(token)?.expires ?? this.#parts.now()).toISOString();
    const catalog = access.body.token.catalog
      .filter(({ type }) => access.endpoints.has(type))
      .map((service) => ({
        ...service,
        endpoints: service.endpoints.map((end) => ({
          ...end,
          url: `${root}/${service.type}${access.endpoints.get(service.type)?.rest ?? ''}`,
        })),
      }));
    const body = { token: { ...access.body.token, expires_at: expires, catalog } };
    return Response.json(body, { status, headers: { [SUBJECT]: token, vary: 'X-Auth-Token' } });
  }

  async #forward(request: Request, access: Access, url: string, root: string): Promise<Response> {
    const headers = new Headers(request.headers);
    for (const name of ['host', 'cookie', 'connection', 'content-length', 'accept-encoding'])
      headers.delete(name);
    headers.set('x-auth-token', access.token);
    const body = request.body === null ? null : await request.blob();
    const answer = await this.#parts.cloud.send(
      new Request(url, { method: request.method, headers, body, signal: request.signal, redirect: 'manual' }),
    );
    return this.#backward(answer, access, root);
  }

  /** The real addresses in an answer become ours, so that a client that follows a link stays with us. */
  async #backward(answer: Response, access: Access, root: string): Promise<Response> {
    const ours = (text: string): string => {
      // The longest first: a service may live below another one's address.
      const known = [...access.endpoints].sort(([, a], [, b]) => b.root.length - a.root.length);
      return known.reduce(
        (changed, [type, { root: real }]) => changed.replaceAll(real, `${root}/${type}`),
        text,
      );
    };
    const headers = new Headers(answer.headers);
    for (const name of ['content-length', 'content-encoding', 'connection', SUBJECT]) headers.delete(name);
    const location = headers.get('location');
    if (location !== null) headers.set('location', ours(location));
    const isJson = headers.get('content-type')?.includes('json') ?? false;
    const body = isJson ? ours(await answer.text()) : answer.body;
    return new Response(body, { status: answer.status, headers });
  }
}
