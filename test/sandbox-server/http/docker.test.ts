import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createApp, createCellApp } from '../../../sandbox-server/app.ts';
import { attachDocker } from '../../../sandbox-server/http/docker.ts';
import { noTerminals } from '../../../sandbox-server/wiring/terminals.ts';
import { fakeAppParts } from '../../fakes/app-parts.ts';
import { serve } from '../../support/serve.ts';

async function classroom() {
  const parts = fakeAppParts();
  const [ada, bob] = [await parts.learners.create(), await parts.learners.create()];
  const server = await serve(createApp(parts), (http) => attachDocker(http, '127.0.0.1', parts.docker));
  const get = (path: string) => fetch(`${server.url}${path}`);
  return { parts, server, ada, bob, get };
}

/** A request for an upgrade, as it is; resolves to all that comes back. */
async function upgrade(port: number, path: string, host = '127.0.0.1'): Promise<string> {
  const line = connect(port, '127.0.0.1');
  line.write(
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n`,
  );
  return text(line);
}

describe('the door to Docker', () => {
  test('opens to the secret of a learner, as that learner', async () => {
    const { server, ada, get } = await classroom();
    await using _ = server;
    const answer = await get(`/docker/secret-of-${ada.id}/v1.41/containers/json?all=1`);
    expect(await answer.json()).toEqual({ of: ada.username, address: '/v1.41/containers/json?all=1' });
    expect(await upgrade(server.port, `/docker/secret-of-${ada.id}/v1.41/exec/x/start`)).toContain(
      `${ada.username} /v1.41/exec/x/start`,
    );
  });

  test('says to all others why not, in Docker’s own form', async () => {
    const { server, get } = await classroom();
    await using _ = server;
    for (const path of [
      '/docker/',
      '/docker/wrong',
      '/docker/wrong/_ping',
      '/docker//_ping',
      '/docker/%73ecret/_ping',
    ]) {
      const answer = await get(path);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toEqual({ message: expect.stringContaining('take it anew') });
    }
    expect(await upgrade(server.port, '/docker/wrong/v1.41/exec/x/start')).toMatch(
      /^HTTP\/1\.1 403 .*take it anew/s,
    );
    expect(await upgrade(server.port, '/elsewhere')).toMatch(/^HTTP\/1\.1 404/);
  });

  test('opens by no name that is not ours', async () => {
    const { server, ada } = await classroom();
    await using _ = server;
    expect(await upgrade(server.port, `/docker/secret-of-${ada.id}/_ping`, 'evil.example')).toMatch(
      /^HTTP\/1\.1 404/,
    );
  });

  test('closes to a learner who was removed', async () => {
    const { parts, server, ada, get } = await classroom();
    await using _ = server;
    await parts.learners.remove(ada, async () => {
      expect((await get(`/docker/secret-of-${ada.id}/_ping`)).status).toBe(403);
    });
    expect((await get(`/docker/secret-of-${ada.id}/_ping`)).status).toBe(403);
  });

  test('does not listen to whoever guesses, nor to more calls at once than are given', async () => {
    const { server, ada, get } = await classroom();
    await using _ = server;
    const guesses = await Promise.all(
      Array.from({ length: 61 }, (_each, index) => get(`/docker/guess-${index}/_ping`)),
    );
    expect(guesses.map(({ status }) => status)).toContain(429);
    expect((await get(`/docker/secret-of-${ada.id}/_ping`)).status).toBe(429);
  });

  test('is there for cells too', async () => {
    const parts = fakeAppParts();
    const typing = {
      learnerWith: () => undefined,
      terminals: () => noTerminals(new Error('There are none.')),
    };
    await using server = await serve(createCellApp({ ...parts, typing }));
    const { id } = await parts.learners.create();
    expect((await fetch(`${server.url}/docker/secret-of-${id}/_ping`)).status).toBe(200);
    expect((await fetch(`${server.url}/docker/wrong/_ping`)).status).toBe(403);
  });
});
