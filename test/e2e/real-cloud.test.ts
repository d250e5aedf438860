import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLesson } from '../../src/lessons/read-lesson.ts';
import { newLearner } from '../support/learner.ts';
import { Reader } from '../support/reader.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

const folder = new URL('../../content/10-openstack/10-your-first-server', import.meta.url).pathname;

/**
 * One workbook whose cloud is "real": another one, reached by a `clouds.yaml` over the network alone. No
 * cloud of a provider can be had in a test; the relay cannot tell the difference.
 */
describe('a workbook on a cloud of clouds.yaml', { timeout: 120_000 }, () => {
  let far: RunningWorkbook;
  let near: RunningWorkbook;
  let home: string;
  let owner: Awaited<ReturnType<typeof newLearner>>;

  beforeAll(async () => {
    far = await startWorkbook();
    owner = await newLearner(far.url);
    home = mkdtempSync(join(tmpdir(), 'home-'));
    mkdirSync(join(home, '.config', 'openstack'), { recursive: true });
    const clouds = await (await owner.get('/clouds.yaml')).text();
    writeFileSync(
      join(home, '.config', 'openstack', 'clouds.yaml'),
      clouds.replace('pocket:', 'university:'),
    );
    near = await startWorkbook({ env: { HOME: home, WORKBOOK_CLOUD: 'university' } });
  });
  afterAll(async () => {
    await near?.close();
    await far?.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('says which cloud it runs on', async () => {
    expect(await (await fetch(`${near.url}/healthz`)).json()).toMatchObject({ cloud: 'university' });
  });

  test('runs the same lesson, and its servers are on that cloud', async () => {
    const learner = await newLearner(near.url);
    const lesson = readLesson(folder);
    const reader = await Reader.open(near.url, learner.cookie, lesson.id);
    for (const cell of lesson.cells) {
      if (cell.optional) continue;
      const { outcome, error } = await reader.run(cell.name, cell.code);
      expect({ cell: cell.name, outcome, error }).toEqual({
        cell: cell.name,
        outcome: 'ok',
        error: undefined,
      });
      if (cell.name === 'watch-server') break;
    }
    reader.close();
    const there = await (await owner.get('/cloud')).json();
    const here = await (await learner.get('/cloud')).json();
    expect(there.servers).toHaveLength(1);
    expect(here.servers).toEqual(there.servers);
  });

  test('keeps the real credentials to itself', async () => {
    const learner = await newLearner(near.url);
    const handed = `${await (await learner.get('/openrc')).text()}${await (await learner.get('/clouds.yaml')).text()}`;
    expect(handed).not.toContain(owner.cloud.password);
    expect(handed).not.toContain(far.url);
  });

  test('shows a learner their calls to it, and nothing of the real credentials', async () => {
    const learner = await newLearner(near.url);
    const reader = await Reader.open(near.url, learner.cookie, 'openstack/your-first-server');
    const code =
      "const { connect } = await import('openstack'); await (await connect()).network.networks.list();";
    expect((await reader.run('connect', code)).outcome).toBe('ok');
    const [login, list] = await reader.calls(2);
    reader.close();
    expect(login).toMatchObject({ method: 'POST', path: '/identity/v3/auth/tokens', status: 201 });
    expect(list).toMatchObject({ method: 'GET', service: 'network', status: 200, run: login?.run });
    const kept = await Promise.all([login, list].map((call) => learner.get(`/wire/${call?.id}`)));
    const text = (await Promise.all(kept.map((answer) => answer.text()))).join('\n');
    expect(text).toContain('"x-auth-token":"***"');
    for (const secret of [owner.cloud.password, learner.cloud.password, far.url])
      expect(text).not.toContain(secret);
    const other = await newLearner(near.url);
    expect((await other.get(`/wire/${list?.id}`)).status).toBe(404);
  });

  test('deletes nothing on a real cloud for a reset, and says so', async () => {
    const learner = await newLearner(near.url);
    const answer = await fetch(`${near.url}/api/sessions/current/cloud/reset`, {
      method: 'POST',
      headers: { cookie: learner.cookie },
    });
    expect(answer.status).toBe(501);
    expect(await answer.text()).toContain('This cloud is real');
  });

  test("leads to that cloud's floating IPs and to no other address", async () => {
    const answer = await fetch(`${near.url}/at/127.0.0.1/${new URL(far.url).port}/healthz`);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('x-workbook-network-error')).toBe('EHOSTUNREACH');
  });
});
