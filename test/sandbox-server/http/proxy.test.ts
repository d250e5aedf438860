import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { type NetworkErrorCode, proxyRoutes } from '../../../sandbox-server/http/proxy.ts';
import { serve } from '../../support/serve.ts';

const unexpected = (error: unknown): Response => Response.json({ error: String(error) }, { status: 500 });

function through(answer: (request: Request, address: string, port: number) => Promise<Response> | Response) {
  const network = {
    fetch: async (address: string, port: number, request: Request) => answer(request, address, port),
  };
  return serve(express().use(proxyRoutes(network, unexpected)));
}

function failing(code: NetworkErrorCode) {
  return through(() => {
    throw Object.assign(new Error(code), { code });
  });
}

describe('the proxy into the virtual network', () => {
  test('hands a request to the address and port of its path', async () => {
    await using server = await through(async (request, address, port) =>
      Response.json({ address, port, url: request.url, method: request.method, body: await request.text() }),
    );
    const answer = await fetch(`${server.url}/at/203.0.113.7/8080/v1/fractal?page=2`, {
      method: 'POST',
      body: 'hello',
    });
    expect(await answer.json()).toEqual({
      address: '203.0.113.7',
      port: 8080,
      url: 'http://203.0.113.7:8080/v1/fractal?page=2',
      method: 'POST',
      body: 'hello',
    });
  });

  test('lets no cookie and no password through, in either direction', async () => {
    await using server = await through((request) =>
      Response.json(Object.fromEntries(request.headers), { headers: { 'set-cookie': 'workbook=stolen' } }),
    );
    const answer = await fetch(`${server.url}/at/203.0.113.7/80/`, {
      headers: { cookie: 'workbook=secret', authorization: 'Basic c2VjcmV0' },
    });
    expect(answer.headers.get('set-cookie')).toBeNull();
    const seen = await answer.text();
    expect(seen).not.toMatch(/secret|c2VjcmV0/);
  });

  test('confines what it serves to an origin of its own, whatever the machine says of itself', async () => {
    await using server = await through(
      () => new Response('<script>', { headers: { 'content-security-policy': "default-src 'self'" } }),
    );
    const answer = await fetch(`${server.url}/at/203.0.113.7/80/`);
    expect(answer.headers.get('content-security-policy')).toBe(
      'sandbox allow-scripts allow-forms allow-popups allow-downloads',
    );
    expect(answer.headers.get('content-security-policy')).not.toContain('allow-same-origin');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('keeps a redirect inside the machine', async () => {
    await using server = await through(
      () => new Response(null, { status: 303, headers: { location: '/index' } }),
    );
    const answer = await fetch(`${server.url}/at/203.0.113.7/80/`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('/at/203.0.113.7/80/index');
  });

  test.each([
    ['ETIMEDOUT', 504, 'took too long to respond'],
    ['ECONNREFUSED', 502, 'refused to connect'],
    ['EHOSTUNREACH', 502, 'cannot be reached'],
  ] as const)('says %s as a browser would, and to a cell by a header', async (code, status, words) => {
    await using server = await failing(code);
    const answer = await fetch(`${server.url}/at/203.0.113.7/80/`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-workbook-network-error')).toBe(code);
    expect(await answer.text()).toContain(words);
  });

  test.each(['/at/', '/at/localhost/80/', '/at/203.0.113.7/0/', '/at/203.0.113.7/99999/', '/at/::1/80/'])(
    '%s is a bad request',
    async (path) => {
      await using server = await through(() => new Response('reached'));
      expect((await fetch(`${server.url}${path}`)).status).toBe(400);
    },
  );

  test('refuses a body beyond its limit and stays up', async () => {
    await using server = await through(() => new Response('reached'));
    const body = new Uint8Array(17 << 20);
    const answer = await fetch(`${server.url}/at/203.0.113.7/80/`, { method: 'POST', body });
    expect(answer.status).toBe(413);
    expect((await fetch(`${server.url}/at/203.0.113.7/80/`)).status).toBe(200);
  });

  test('lets a machine say nothing that would be about the whole server', async () => {
    const told = {
      'clear-site-data': '"*"',
      'service-worker-allowed': '/',
      'x-workbook-network-error': 'ETIMEDOUT',
    };
    await using server = await through(() => new Response('ok', { headers: told }));
    const { headers } = await fetch(`${server.url}/at/203.0.113.7/80/`);
    for (const name of Object.keys(told)) expect(headers.get(name)).toBeNull();
  });

  test('passes on no method that is about the way itself', async () => {
    await using server = await through(() => new Response('ok'));
    const sent = request(`${server.url}/at/203.0.113.7/80/`, { method: 'TRACE' }).end();
    const [answer] = await once(sent, 'response');
    expect(answer.statusCode).toBe(405);
  });

  test('a caller who goes away in the middle of a body, or of the wait, is no fault of ours', async () => {
    const faults: unknown[] = [];
    const waits = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const network = {
      fetch: async (_address: string, _port: number, { signal }: Request) => {
        waits.resolve();
        await once(signal, 'abort');
        gone.resolve();
        signal.throwIfAborted();
        return new Response();
      },
    };
    const report = (error: unknown): Response => {
      faults.push(error);
      return new Response(null, { status: 500 });
    };
    await using server = await serve(express().use(proxyRoutes(network, report)));
    const patient = connect(server.port, '127.0.0.1');
    patient.write('GET /at/203.0.113.7/80/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await waits.promise;
    patient.destroy();
    await gone.promise;
    const halting = connect(server.port, '127.0.0.1');
    halting.write('POST /at/203.0.113.7/80/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nabc');
    await once(halting, 'connect');
    halting.end();
    await once(halting.resume(), 'close');
    expect(faults).toEqual([]);
  });
});
