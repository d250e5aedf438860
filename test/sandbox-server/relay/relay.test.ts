import { beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../../sandbox-server/cloud/cloud.ts';
import { openPocketCloud } from '../../../sandbox-server/cloud/pocket-cloud.ts';
import { RealCloud } from '../../../sandbox-server/relay/real-cloud.ts';
import { Relay } from '../../../sandbox-server/relay/relay.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { memoryStore } from '../../fakes/memory-store.ts';

const unused = () => Promise.reject(new Error('no server is booted here'));
const hypervisor = { boot: unused, power: unused, destroy: unused, update: unused, console: unused };

let cloud: Cloud;
let seen: Request[];
let now: number;
let relay: Relay;

/** A second cloud plays the real one: everything that the relay sends to it is kept in `seen`. */
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  seen = [];
  cloud = await openPocketCloud({
    store: memoryStore(),
    clock: new ManualClock(now),
    hypervisor,
    adminPassword: 'of the real cloud',
  });
  const auth = {
    auth_url: 'https://real.example/cloud/identity/v3',
    username: 'admin',
    password: 'of the real cloud',
    project_name: 'admin',
  };
  const fetchReal = (request: Request) => {
    seen.push(request.clone());
    return cloud.fetch(request);
  };
  relay = new Relay({
    cloud: new RealCloud({ auth, interface: 'public' }, fetchReal, () => now),
    verify: (username, password) => username === 'learner-1' && password === 'mine',
    now: () => now,
  });
});

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return relay.fetch(new Request(`http://127.0.0.1:4321/cloud${path}`, init));
}

function signIn(name: string, password: string): Promise<Response> {
  const user = { name, password, domain: { name: 'Default' } };
  const auth = { identity: { methods: ['password'], password: { user } } };
  return ask('/identity/v3/auth/tokens', { method: 'POST', body: JSON.stringify({ auth }) });
}

async function myToken(): Promise<string> {
  return (await signIn('learner-1', 'mine')).headers.get('x-subject-token') ?? '';
}

describe('the relay to a real cloud', () => {
  test("lets a learner in by the name and password of their session, with a token of the server's own", async () => {
    const answer = await signIn('learner-1', 'mine');
    expect(answer.status).toBe(201);
    const { token } = await answer.json();
    expect(token.project.name).toBe('admin');
    const real = seen.filter((request) => request.headers.has('x-auth-token'));
    expect(real.map((request) => request.headers.get('x-auth-token'))).not.toContain(
      answer.headers.get('x-subject-token'),
    );
  });

  test('knows whose a token is for as long as it is valid', async () => {
    const token = await myToken();
    expect(await relay.userOf(token)).toBe('learner-1');
    const auth = { identity: { methods: ['token'], token: { id: token } } };
    const again = await ask('/identity/v3/auth/tokens', { method: 'POST', body: JSON.stringify({ auth }) });
    const second = again.headers.get('x-subject-token') ?? '';
    expect(await relay.userOf(second)).toBe('learner-1');
    expect(await relay.userOf('forged')).toBeUndefined();
    now += 13 * 3_600_000;
    expect(await relay.userOf(token)).toBeUndefined();
  });

  test('turns everybody else away', async () => {
    expect((await signIn('learner-1', 'wrong')).status).toBe(401);
    expect((await signIn('admin', 'of the real cloud')).status).toBe(401);
    expect((await ask('/identity/v3/projects')).status).toBe(401);
    expect((await ask('/identity/v3/projects', { headers: { 'x-auth-token': 'guess' } })).status).toBe(401);
  });

  test('names only its own addresses: in the catalog, in links, in Location', async () => {
    const answer = await signIn('learner-1', 'mine');
    const text = JSON.stringify(await answer.json());
    expect(text).toContain('http://127.0.0.1:4321/cloud/identity');
    expect(text).not.toContain('real.example');
    const token = answer.headers.get('x-subject-token') ?? '';
    const projects = await ask('/identity/v3/projects', { headers: { 'x-auth-token': token } });
    const body = await projects.text();
    expect(projects.status).toBe(200);
    expect(body).toContain('http://127.0.0.1:4321/cloud/identity/v3/projects');
    expect(body).not.toContain('real.example');
  });

  test('never lets the real password or a real token out', async () => {
    const answer = await signIn('learner-1', 'mine');
    const token = answer.headers.get('x-subject-token') ?? '';
    const headers = { 'x-auth-token': token };
    const bodies = [
      await answer.text(),
      await (await ask('/identity/v3/users', { headers })).text(),
      await (
        await ask('/identity/v3/auth/tokens', { headers: { ...headers, 'x-subject-token': token } })
      ).text(),
    ].join();
    const secrets = seen.flatMap((request) => request.headers.get('x-auth-token') ?? []);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of [...secrets, 'of the real cloud']) expect(bodies).not.toContain(secret);
  });

  test('changes no account and makes no credential in the real cloud', async () => {
    const token = await myToken();
    const sent = seen.length;
    for (const [method, path] of [
      ['POST', '/identity/v3/users'],
      ['POST', '/identity/v3/users/me/application_credentials'],
      ['PATCH', '/identity/v3/users/me'],
      ['DELETE', '/identity/v3/projects/p'],
    ] as const) {
      const answer = await ask(path, {
        method,
        headers: { 'x-auth-token': token },
        ...(method !== 'DELETE' && { body: '{}' }),
      });
      expect(answer.status).toBe(403);
    }
    expect(seen).toHaveLength(sent);
  });

  test('forgets a token that was given back, and one whose time is over', async () => {
    const token = await myToken();
    const other = await myToken();
    await ask('/identity/v3/auth/tokens', {
      method: 'DELETE',
      headers: { 'x-auth-token': other, 'x-subject-token': token },
    });
    const projects = (held: string) => ask('/identity/v3/projects', { headers: { 'x-auth-token': held } });
    expect((await projects(token)).status).toBe(401);
    expect((await projects(other)).status).toBe(200);
    now += 13 * 3_600_000;
    expect((await projects(other)).status).toBe(401);
  });

  test('says which service a cloud does not have', async () => {
    const answer = await ask('/object-store/v1', { headers: { 'x-auth-token': await myToken() } });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('no service of the type');
  });
});
