import { beforeAll, describe, expect, test } from 'vitest';
import { login, openPocket, type Person } from '../../../../fakes/pocket.ts';

const TOKENS = '/identity/v3/auth/tokens';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let nobody: Person;
beforeAll(async () => {
  pocket = await openPocket();
  nobody = pocket.nobody;
});

describe('a token by password', () => {
  test('scoped to a project names its roles, and the catalog with the address the client came to', async () => {
    const reply = await nobody.ask('POST', TOKENS, { body: login('ana', 'ana-password', 'ana') });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('x-subject-token')).toMatch(/^gAAAAA/);
    expect(reply.each('name', 'token', 'roles')).toEqual(['member', 'reader']);
    expect(reply.each('type', 'token', 'catalog')).toEqual(['identity', 'image', 'network', 'compute']);
    expect(reply.text).toContain('http://cloud.test/cloud/compute/v2.1');
    expect(reply.at('token', 'is_domain')).toBe(false);
  });

  test('lives four hours', async () => {
    const reply = await nobody.ask('POST', TOKENS, { body: login('ana', 'ana-password', 'ana') });
    const life =
      Date.parse(reply.textAt('token', 'expires_at')) - Date.parse(reply.textAt('token', 'issued_at'));
    expect(life).toBe(4 * 3_600_000);
  });

  test('by ids is the same token', async () => {
    const user = { id: pocket.ana.user, password: 'ana-password' };
    const scope = { project: { id: pocket.ana.project } };
    const body = { auth: { identity: { methods: ['password'], password: { user } }, scope } };
    const reply = await nobody.ask('POST', TOKENS, { body });
    expect([reply.status, reply.at('token', 'project', 'name')]).toEqual([201, 'ana']);
  });

  test('without a scope goes to the default project, and nowhere when asked to be unscoped', async () => {
    const plain = await nobody.ask('POST', TOKENS, { body: login('ana', 'ana-password') });
    expect(plain.at('token', 'project', 'name')).toBe('ana');
    const body = login('ana', 'ana-password');
    Reflect.set(Reflect.get(body, 'auth'), 'scope', 'unscoped');
    const unscoped = await nobody.ask('POST', TOKENS, { body });
    expect([unscoped.at('token', 'project'), unscoped.at('token', 'catalog')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('comes without the catalog when that is not wanted', async () => {
    const reply = await nobody.ask('POST', `${TOKENS}?nocatalog`, {
      body: login('ana', 'ana-password', 'ana'),
    });
    expect(reply.at('token', 'catalog')).toBeUndefined();
    expect(reply.each('name', 'token', 'roles')).toHaveLength(2);
  });

  test.each([
    ['a wrong password', login('ana', 'wrong', 'ana')],
    ['an unknown user', login('zoe', 'ana-password', 'ana')],
    ['an unknown project', login('ana', 'ana-password', 'nowhere')],
    ["another's project", login('ana', 'ana-password', 'ben')],
  ])('is refused for %s, always in the same words', async (_name, body) => {
    const reply = await nobody.ask('POST', TOKENS, { body });
    expect(reply.status).toBe(401);
    expect(reply.at('error', 'message')).toBe('The request you have made requires authentication.');
  });

  test.each([
    [{}, 400, 'Expecting to find auth in request body.'],
    [{ auth: { identity: {} } }, 400, "Invalid input for field 'identity': 'methods' is a required property"],
    [{ auth: { identity: { methods: ['magic'] } } }, 401, 'unsupported method'],
    [{ auth: { identity: { methods: ['password'] } } }, 400, 'Expecting to find password in identity'],
    [{ auth: { identity: { methods: 'password' } } }, 400, "'password' is not of type 'array'"],
  ])('%j is %i', async (body, status, words) => {
    const reply = await nobody.ask('POST', TOKENS, { body });
    expect(reply.status).toBe(status);
    expect(reply.textAt('error', 'message')).toContain(words);
  });
});

describe('a token by token', () => {
  test('is for another scope, ends with the first, and remembers it', async () => {
    const first = await nobody.ask('POST', TOKENS, { body: login('ana', 'ana-password') });
    pocket.clock.advance(60_000);
    const id = first.headers.get('x-subject-token');
    const identity = { methods: ['token'], token: { id } };
    const body = { auth: { identity, scope: { project: { id: pocket.ana.project } } } };
    const second = await nobody.ask('POST', TOKENS, { body });
    expect(second.status).toBe(201);
    expect(second.at('token', 'expires_at')).toBe(first.at('token', 'expires_at'));
    expect(second.at('token', 'methods')).toEqual(['password', 'token']);
    expect(second.at('token', 'audit_ids', 1)).toBe(first.at('token', 'audit_ids', 0));
  });
});

describe('a token that is shown', () => {
  const about = (token: string): { headers: Record<string, string> } => ({
    headers: { 'x-subject-token': token },
  });

  test('is what it was when it was issued', async () => {
    const { ana } = pocket;
    const reply = await ana.ask('GET', TOKENS, about(ana.token));
    expect([reply.status, reply.at('token', 'user', 'name')]).toEqual([200, 'ana']);
    expect((await ana.ask('HEAD', TOKENS, about(ana.token))).status).toBe(200);
  });

  test("is not another learner's business, but an administrator's", async () => {
    expect((await pocket.ben.ask('GET', TOKENS, about(pocket.ana.token))).status).toBe(403);
    expect((await pocket.admin.ask('GET', TOKENS, about(pocket.ana.token))).status).toBe(200);
  });

  test('is not found when it is none', async () => {
    expect((await pocket.ana.ask('GET', TOKENS, about('unknown'))).status).toBe(404);
    expect((await pocket.ana.ask('GET', TOKENS)).status).toBe(403);
  });

  test('is worth nothing after it was revoked, or after its time', async () => {
    const spare = await pocket.enter('ana', 'ana-password');
    expect((await spare.ask('DELETE', TOKENS, about(spare.token))).status).toBe(204);
    expect((await spare.ask('GET', '/compute/v2.1/servers')).status).toBe(401);
    const old = await pocket.enter('ana', 'ana-password');
    pocket.clock.advance(4 * 3_600_000);
    expect((await old.ask('GET', '/compute/v2.1/servers')).status).toBe(401);
  });
});
