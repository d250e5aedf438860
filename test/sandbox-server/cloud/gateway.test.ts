import { beforeAll, describe, expect, test } from 'vitest';
import { openPocket } from '../../fakes/pocket.ts';

let pocket: Awaited<ReturnType<typeof openPocket>>;
beforeAll(async () => {
  pocket = await openPocket();
});

describe('without a valid token', () => {
  test.each([
    ['/compute/v2.1/servers'],
    ['/compute/v2.1/nowhere'],
    ['/networking/v2.0/networks'],
    ['/identity/v3/projects'],
  ])('%s is unauthorized, as Keystone words it, and says where to get a token', async (path) => {
    const tries: Record<string, string>[] = [{}, { 'x-auth-token': 'nonsense' }];
    for (const headers of tries) {
      const reply = await pocket.nobody.ask('GET', path, { headers });
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toBe(
        'Keystone uri="http://cloud.test/cloud/identity/v3"',
      );
      expect(reply.at('error', 'message')).toBe('The request you have made requires authentication.');
    }
  });

  test('Glance has words of its own', async () => {
    const reply = await pocket.nobody.ask('GET', '/image/v2/images');
    expect(reply.status).toBe(401);
    expect(reply.textAt('message')).toMatch(/^This server could not verify that you are authorized/);
  });
});

describe('an unknown route', () => {
  test.each([
    ['/compute/v2.1/nowhere', '"code":"404 Not Found"'],
    ['/networking/v2.0/nowhere', '"type":"HTTPNotFound"'],
    ['/image/v2/nowhere', '"code":"404 Not Found"'],
    ['/identity/v3/nowhere', '<h1>Not Found</h1>'],
    ['/nothing', 'There is no service at'],
  ])('%s is not found, in the words of its service', async (path, words) => {
    const reply = await pocket.ana.ask('GET', path);
    expect(reply.status).toBe(404);
    expect(reply.text).toContain(words);
  });

  test('of Glance is a page for who asks for none of JSON', async () => {
    const reply = await pocket.ana.ask('GET', '/image/v2/nowhere', { headers: { accept: '*/*' } });
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.text).toContain('<h1>404 Not Found</h1>');
  });
});

describe('a wrong method', () => {
  test.each([
    ['DELETE', '/image/v2/images', 405],
    ['PUT', '/identity/v3/projects', 405],
    ['PATCH', '/networking/v2.0/networks', 405],
    // Nova's router knows a path only together with its methods.
    ['PATCH', '/compute/v2.1/servers', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const reply = await pocket.ana.ask(method, path, { body: {} });
    expect(reply.status).toBe(status);
  });
});

describe('a body', () => {
  test.each([
    ['/compute/v2.1/servers', 400, 'Malformed request body'],
    ['/identity/v3/auth/tokens', 400, 'Expecting to find valid JSON in request body'],
    ['/image/v2/images', 400, 'Malformed JSON'],
    ['/networking/v2.0/networks', 400, 'Invalid'],
  ])('that is not JSON is refused by %s', async (path, status, words) => {
    const headers = { 'content-type': 'application/json' };
    const reply = await pocket.ana.ask('POST', path, { raw: '{nope', headers });
    expect(reply.status).toBe(status);
    expect(reply.text).toContain(words === 'Invalid' ? 'NeutronError' : words);
  });

  test('of another type is unsupported', async () => {
    const headers = { 'content-type': 'application/xml' };
    const reply = await pocket.ana.ask('POST', '/compute/v2.1/servers', { raw: '<server/>', headers });
    expect(reply.body).toEqual({ badMediaType: { code: 415, message: 'Unsupported Content-Type' } });
  });

  test('over the limit is refused, whether its length is stated or not', async () => {
    const raw = `{"server":{"name":"${'x'.repeat(2_000_000)}"}}`;
    const headers = { 'content-type': 'application/json' };
    const stated = await pocket.ana.ask('POST', '/compute/v2.1/servers', { raw, headers });
    expect(stated.status).toBe(413);
    const pulled = { count: 0 };
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled.count += 1;
        controller.enqueue(new Uint8Array(100_000));
      },
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { ...headers, 'x-auth-token': pocket.ana.token },
      body: endless,
      duplex: 'half',
    };
    const request = new Request('http://cloud.test/cloud/compute/v2.1/servers', init);
    expect((await pocket.cloud.fetch(request)).status).toBe(413);
    expect(pulled.count).toBeLessThan(20);
  });

  test('that breaks off, because the client went away, is no fault of ours', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: broken, duplex: 'half' };
    const request = new Request('http://cloud.test/cloud/identity/v3/auth/tokens', init);
    expect((await pocket.cloud.fetch(request)).status).toBe(400);
  });
});

test('every answer carries a request id, a new one each time', async () => {
  const ids = new Set<string | null>();
  for (const path of ['/compute/v2.1/servers', '/image/v2/images', '/identity/v3/auth/projects']) {
    ids.add((await pocket.ana.ask('GET', path)).headers.get('x-openstack-request-id'));
  }
  expect(ids.size).toBe(3);
  expect([...ids].every((id) => /^req-[0-9a-f-]{36}$/.test(id ?? ''))).toBe(true);
});

test('HEAD is answered as GET is, without a body', async () => {
  const reply = await pocket.ana.ask('HEAD', '/compute/v2.1/servers');
  expect([reply.status, reply.text]).toEqual([200, '']);
});

test('doubled and trailing slashes do no harm', async () => {
  expect((await pocket.ana.ask('GET', '/compute//v2.1/servers/')).status).toBe(200);
});
