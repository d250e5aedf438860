import { beforeEach, describe, expect, it } from 'vitest';
import { type OpenApi, openApi } from './open-api.ts';

let faafo: OpenApi;

beforeEach(async () => {
  faafo = await openApi();
});

describe('methods and addresses', () => {
  it.each([
    ['PATCH', '/v1/fractal', 'HEAD, POST, OPTIONS, GET'],
    ['PUT', '/v1/fractal', 'HEAD, POST, OPTIONS, GET'],
    ['DELETE', '/v1/fractal', 'HEAD, POST, OPTIONS, GET'],
    ['PATCH', '/v1/fractal/a', 'PUT, HEAD, DELETE, OPTIONS, GET'],
    ['POST', '/v1/fractal/a', 'PUT, HEAD, DELETE, OPTIONS, GET'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const response = await faafo.ask(path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('OPTIONS tells what is allowed, HEAD answers without a body', async () => {
    expect((await faafo.ask('/v1/fractal', { method: 'OPTIONS' })).headers.get('allow')).toContain('POST');
    const head = await faafo.ask('/v1/fractal', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'application/json',
      '',
    ]);
  });

  it.each([
    '/v1/fractal/',
    '/nothing',
    '/v1',
    '/index/',
    '/index/abc',
    '/index/-1',
    '/fractal/%zz',
    '/index/1/2',
  ])('there is nothing at %s', async (path) => {
    expect((await faafo.ask(path)).status).toBe(404);
  });

  it('a body too large to be a report is refused', async () => {
    const response = await faafo.ask('/v1/fractal', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': String(100 * 1024 * 1024) },
      body: '{}',
    });
    expect(response.status).toBe(413);
  });

  it('a broken database is a 500, and the log says why', async () => {
    faafo.sql.close();
    expect((await faafo.ask('/v1/fractal')).status).toBe(500);
    expect(faafo.log.join()).toMatch(/ERROR faafo.api GET .*database is not open/);
  });
});
