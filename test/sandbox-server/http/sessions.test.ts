import { describe, expect, test } from 'vitest';
import { createApp } from '../../../sandbox-server/app.ts';
import type { CallRecord } from '../../../sandbox-server/protocol/wire.ts';
import { fakeAppParts } from '../../fakes/app-parts.ts';
import { callSummary } from '../../fakes/call-summary.ts';
import { serve } from '../../support/serve.ts';

async function newLearner(url: string) {
  const answer = await fetch(`${url}/api/sessions`, { method: 'POST' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, body: await answer.json() };
}

const own = [
  '/current',
  '/current/openrc',
  '/current/clouds.yaml',
  '/current/cloud',
  '/current/trace?address=1.2.3.4',
];

describe('the door of the sessions', () => {
  test('makes a learner with credentials of their own, and knows them again by their cookie', async () => {
    await using server = await serve(createApp(fakeAppParts()));
    const { cookie, body } = await newLearner(server.url);
    expect(body).toMatchObject({
      learner: expect.stringMatching(/^learner-/),
      cloud: {
        auth_url: `${server.url}/cloud/identity/v3`,
        project_id: 'project-1',
        region_name: 'RegionOne',
      },
    });
    const again = await fetch(`${server.url}/api/sessions`, { method: 'POST', headers: { cookie } });
    expect(await again.json()).toEqual(body);
    expect((await newLearner(server.url)).body.cloud.project_id).toBe('project-2');
  });

  test.each(own)('%s needs a cookie that this server signed', async (path) => {
    const parts = fakeAppParts();
    await using server = await serve(createApp(parts));
    const { cookie } = await newLearner(server.url);
    const ask = (headers: Record<string, string>) => fetch(`${server.url}/api/sessions${path}`, { headers });
    expect((await ask({ cookie })).status).toBe(200);
    expect((await ask({})).status).toBe(401);
    expect((await ask({ cookie: `${cookie}x` })).status).toBe(401);
    expect((await ask({ cookie: 'workbook=learner-1.forged' })).status).toBe(401);
    expect((await ask({ cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask({ cookie, origin: 'null' })).status).toBe(403);
  });

  test.each(['abc', '-1', '0', '65536', '1.5'])('follows no packet to the port %s', async (port) => {
    await using server = await serve(createApp(fakeAppParts()));
    const { cookie } = await newLearner(server.url);
    const path = `/api/sessions/current/trace?address=203.0.113.5&port=${port}`;
    const answer = await fetch(`${server.url}${path}`, { headers: { cookie } });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: { message: 'A port is a whole number from 1 to 65535.' } });
  });

  test('shows a call to the one who made it, and to nobody else', async () => {
    const parts = fakeAppParts();
    const call: CallRecord = { ...callSummary(7), request: { headers: {} }, response: { headers: {} } };
    parts.sessions.call = ({ projectId }, id) => (projectId === 'project-1' && id === 7 ? call : undefined);
    await using server = await serve(createApp(parts));
    const [own, other] = [await newLearner(server.url), await newLearner(server.url)];
    const ask = (headers: Record<string, string>, id = '7') =>
      fetch(`${server.url}/api/sessions/current/wire/${id}`, { headers });
    expect(await (await ask({ cookie: own.cookie })).json()).toEqual(call);
    expect((await ask({ cookie: other.cookie })).status).toBe(404);
    expect((await ask({ cookie: own.cookie }, '8')).status).toBe(404);
    expect((await ask({ cookie: own.cookie }, 'all')).status).toBe(404);
    expect((await ask({})).status).toBe(401);
    expect((await ask({ cookie: `${own.cookie}x` })).status).toBe(401);
    expect((await ask({ cookie: own.cookie, origin: 'http://evil.example' })).status).toBe(403);
  });

  test('resets the cloud of the one who asks, and of nobody else', async () => {
    const parts = fakeAppParts();
    await using server = await serve(createApp(parts));
    await newLearner(server.url);
    const { cookie } = await newLearner(server.url);
    const reset = (headers: Record<string, string>) =>
      fetch(`${server.url}/api/sessions/current/cloud/reset`, { method: 'POST', headers });
    expect((await reset({})).status).toBe(401);
    expect((await reset({ cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect(parts.resets).toEqual([]);
    expect((await reset({ cookie })).status).toBe(204);
    expect(parts.resets).toEqual(['project-2']);
  });

  test('hands out an openrc that a shell can read and a clouds.yaml', async () => {
    await using server = await serve(createApp(fakeAppParts()));
    const { cookie, body } = await newLearner(server.url);
    const get = async (path: string) =>
      (await fetch(`${server.url}/api/sessions/current/${path}`, { headers: { cookie } })).text();
    expect(await get('openrc')).toContain(`export OS_PASSWORD='${body.cloud.password}'`);
    expect(await get('clouds.yaml')).toContain(`auth_url: ${server.url}/cloud/identity/v3`);
  });

  test('lets a class in, but not a flood', async () => {
    await using server = await serve(createApp(fakeAppParts()));
    const statuses: number[] = [];
    for (let i = 0; i < 125; i += 1)
      statuses.push((await fetch(`${server.url}/api/sessions`, { method: 'POST' })).status);
    expect(statuses.slice(0, 120).every((status) => status === 200)).toBe(true);
    expect(statuses.slice(120)).toEqual([429, 429, 429, 429, 429]);
  });

  test('says when the classroom is full, and lets in those whom it knows', async () => {
    const parts = fakeAppParts();
    let full = false;
    const app = createApp({ ...parts, sessions: { ...parts.sessions, isFull: () => full } });
    await using server = await serve(app);
    const { cookie } = await newLearner(server.url);
    full = true;
    const refused = await fetch(`${server.url}/api/sessions`, { method: 'POST' });
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toEqual({
      error: { message: expect.stringContaining('The classroom is full') },
    });
    const known = await fetch(`${server.url}/api/sessions`, { method: 'POST', headers: { cookie } });
    expect(known.status).toBe(200);
  });

  test('says what it does not have', async () => {
    await using server = await serve(createApp(fakeAppParts()));
    const answer = await fetch(`${server.url}/api/nothing`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: { message: expect.stringContaining('There is no GET') } });
  });
});
