import { describe, expect, test } from 'vitest';
import { createApp } from '../../sandbox-server/app.ts';
import { fakeAppParts } from '../fakes/app-parts.ts';
import { getAs, serve } from '../support/serve.ts';

describe('the application', () => {
  test('says that it is well, and with what it runs', async () => {
    await using server = await serve(createApp(fakeAppParts()));
    const answer = await fetch(`${server.url}/healthz`);
    expect(await answer.json()).toEqual({
      status: 'ok',
      version: '0',
      engine: 'process',
      cloud: 'pocket',
      docker: 'none',
    });
  });

  test.each(['/cloud/identity/v3', '/at/203.0.113.7/80/', '/api/sessions/current', '/'])(
    '%s answers by no name but ours',
    async (path) => {
      await using server = await serve(createApp(fakeAppParts()));
      expect(await getAs(`127.0.0.1:${server.port}`, server.port, path)).not.toBe(421);
      expect(await getAs('evil.example', server.port, path)).toBe(421);
    },
  );

  test('hands the whole path of a cloud request to the cloud', async () => {
    await using server = await serve(createApp(fakeAppParts()));
    const answer = await fetch(`${server.url}/cloud/compute/v2.1/servers`);
    expect(await answer.json()).toEqual({ path: '/cloud/compute/v2.1/servers' });
  });

  test('keeps what went wrong for its log, and tells the caller only that it did', async () => {
    const seen: unknown[] = [];
    const secret = new Error('the password is hunter2');
    const parts = fakeAppParts({
      cloud: { fetch: () => Promise.reject(secret) },
      report: (error) => seen.push(error),
    });
    await using server = await serve(createApp(parts));
    const answer = await fetch(`${server.url}/cloud/compute/v2.1`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('hunter2');
    expect(seen).toEqual([secret]);
  });

  test('names no software that it is made of', async () => {
    await using server = await serve(createApp(fakeAppParts()));
    expect((await fetch(`${server.url}/healthz`)).headers.get('x-powered-by')).toBeNull();
  });
});
