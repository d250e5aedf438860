import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createApp, upgradeDoors } from '../../../sandbox-server/app.ts';
import { createEmbedPasses } from '../../../sandbox-server/http/embed-passes.ts';
import { writeLearnerCookie } from '../../../sandbox-server/http/learner-cookie.ts';
import { attachUpgrades } from '../../../sandbox-server/http/upgrades.ts';
import { createEmbeddedLearners } from '../../../sandbox-server/learners/embedded-learners.ts';
import { createLearners } from '../../../sandbox-server/learners/learners.ts';
import { clientMessage } from '../../../sandbox-server/protocol/browser.ts';
import { noTerminals } from '../../../sandbox-server/wiring/terminals.ts';
import { fakeAppParts } from '../../fakes/app-parts.ts';
import { serve } from '../../support/serve.ts';

const SITE = 'http://site.example';
const EVIL = 'http://evil.example';
const session = z.object({ pass: z.string().regex(/^[\w.-]+$/), expires: z.number() });
const refused = z.object({ type: z.literal('refused'), message: z.string() });

async function open() {
  const parts = fakeAppParts();
  const asked: string[] = [];
  const page = {
    engine: 'process',
    cloud: 'pocket',
    lesson(_learner: unknown, lesson: string): never {
      asked.push(lesson);
      throw Object.assign(new Error('There are no lessons here.'), { status: 404 });
    },
    watchFractals: () => expect.fail('fractals were asked for'),
    watchWire: () => expect.fail('the wire was asked for'),
    terminals: () => noTerminals(new Error('There are none.')),
    report: () => undefined,
  };
  const doors = upgradeDoors({ page, embed: parts.embed });
  const server = await serve(createApp(parts), (http) =>
    attachUpgrades(http, { host: parts.host, learnerOf: () => undefined }, doors),
  );
  const begin = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/embed-sessions`, { method: 'POST', headers });
  const dial = (pass: string, headers: Record<string, string>, path = '/embed/ws') =>
    new WebSocket(`${server.url.replace('http', 'ws')}${path}`, ['workbook', pass], { headers });
  const pass = async (origin = SITE) => session.parse(await (await begin({ origin })).json()).pass;
  return { parts, server, asked, begin, dial, pass };
}

describe('POST /api/embed-sessions', () => {
  test('gives a page of an allowed site a pass, which that page alone may read, and no cookie', async () => {
    const { server, begin } = await open();
    await using _ = server;
    const answer = await begin({ origin: SITE });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(SITE);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
    expect(answer.headers.getSetCookie()).toEqual([]);
    session.parse(await answer.json());
  });

  test.each([EVIL, 'null', `${SITE}.evil.example`, 'http://site.example:81', 'https://site.example'])(
    'gives %s nothing',
    async (origin) => {
      const { server, begin } = await open();
      await using _ = server;
      const answer = await begin({ origin });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('gives nothing to who does not say where they come from', async () => {
    const { server, begin } = await open();
    await using _ = server;
    expect((await begin({})).status).toBe(403);
  });

  test('makes a reader anew, whatever cookie comes along', async () => {
    const { server, parts, begin } = await open();
    await using _ = server;
    const ada = await parts.learners.create();
    const cookie = writeLearnerCookie(ada.id, 'key', false).split(';')[0] ?? '';
    const { pass } = session.parse(await (await begin({ origin: SITE, cookie })).json());
    expect(parts.embed.passes.read(pass, SITE)?.learner).not.toBe(ada.id);
  });
});

describe('/embed/ws', () => {
  test('opens with a pass at the site that it was given to', async () => {
    const { server, dial, pass } = await open();
    await using _ = server;
    const socket = dial(await pass(), { origin: SITE });
    await once(socket, 'open');
    expect(socket.protocol).toBe('workbook');
    socket.terminate();
  });

  test('opens to nobody else', async () => {
    const { server, parts, dial, pass } = await open();
    await using _ = server;
    const refusal = async (given: string, headers: Record<string, string>): Promise<string> => {
      const [error] = await once(dial(given, headers), 'error');
      return String(error);
    };
    const good = await pass();
    const ada = await parts.learners.create();
    const cookie = writeLearnerCookie(ada.id, 'key', false).split(';')[0] ?? '';
    expect(await refusal(good, {})).toContain('403');
    expect(await refusal(good, { origin: EVIL })).toContain('403');
    expect(await refusal(good, { origin: server.url })).toContain('401');
    expect(await refusal(`${good}x`, { origin: SITE })).toContain('401');
    expect(await refusal('nonsense', { origin: SITE, cookie })).toContain('401');
    expect(await refusal(good, { origin: SITE, host: 'evil.example' })).toContain('421');
    const other = createEmbedPasses('a key of somebody else');
    const forged = other.issue({ learner: ada.id, origin: SITE, expires: Date.now() + 1000 });
    expect(await refusal(forged, { origin: SITE })).toContain('401');
    const old = parts.embed.passes.issue({ learner: ada.id, origin: SITE, expires: Date.now() - 1 });
    expect(await refusal(old, { origin: SITE })).toContain('401');
  });

  test('a pass opens none of the course’s own doors', async () => {
    const { server, dial, pass } = await open();
    await using _ = server;
    const given = await pass();
    const [error] = await once(dial(given, { origin: server.url }, '/ws'), 'error');
    expect(String(error)).toContain('401');
    const answer = await fetch(`${server.url}/api/sessions/current`, {
      headers: { cookie: `workbook=${given}`, authorization: `Bearer ${given}` },
    });
    expect(answer.status).toBe(401);
  });

  test.each([
    { type: 'terminal-watch' },
    { type: 'terminal-open', request: 1, machine: 'workstation', columns: 80, rows: 24 },
    { type: 'watch-fractals' },
    { type: 'open', lesson: 'openstack/deploy-faafo', after: 0 },
    { type: 'reset-lesson', lesson: 'embed/page' },
    { type: 'step', lesson: 'embed/page', run: randomUUID(), how: 'continue' },
    { type: 'set-breakpoints', lesson: 'embed/page', run: randomUUID(), breakpoints: [] },
    {
      type: 'run',
      lesson: 'embed/page',
      run: randomUUID(),
      cell: 'one',
      code: '1',
      breakpoints: [{ cell: 'one', lines: [1] }],
    },
    { type: 'read-variables', lesson: 'embed/page', request: 1 },
    { type: 'check', lesson: 'embed/page', run: randomUUID(), exercise: 'two' },
    { type: 'help', lesson: 'embed/page', part: 'exercise-two', help: { hints: 1, solution: true } },
  ])('does not know %o', async (message) => {
    expect(clientMessage.safeParse(message).success, 'a page of the book may ask it').toBe(true);
    const { server, asked, dial, pass } = await open();
    await using _ = server;
    const socket = dial(await pass(), { origin: SITE });
    await once(socket, 'message');
    socket.send(JSON.stringify(message));
    const [answer] = await once(socket, 'message');
    expect(refused.parse(JSON.parse(String(answer))).message).toContain('not one that this server knows');
    expect(asked).toEqual([]);
    socket.terminate();
  });
});

describe('the files of cells in other sites’ pages', () => {
  test('are readable for allowed sites only', async () => {
    const { server } = await open();
    await using _ = server;
    const readable = async (origin: string) =>
      (await fetch(`${server.url}/embed/live.js`, { headers: { origin } })).headers.get(
        'access-control-allow-origin',
      );
    expect(await readable(SITE)).toBe(SITE);
    expect(await readable(EVIL)).toBeNull();
  });
});

describe('readers of a site', () => {
  test('are so many at once, and go by themselves with all that is theirs', async () => {
    const database = new DatabaseSync(':memory:');
    let time = 0;
    const learners = createLearners(database, {
      createLearner: async ({ name }) => ({ projectId: name, userId: name }),
    });
    const removed: string[] = [];
    const remove = async ({ id }: { id: string }) => void removed.push(id);
    const parts = { database, learners, remove, now: () => time, most: 2, life: 1000 };
    const embedded = createEmbeddedLearners(parts);
    const first = await embedded.begin(SITE);
    await embedded.begin(SITE);
    await expect(embedded.begin(SITE)).rejects.toThrow('2 readers of http://site.example');
    await embedded.begin('http://other.example');
    time = 1000;
    await createEmbeddedLearners(parts).begin(SITE);
    expect(removed).toHaveLength(3);
    expect(removed).toContain(first.learner.id);
  });
});
