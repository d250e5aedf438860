import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createApp } from '../../../sandbox-server/app.ts';
import { readLearnerCookie, writeLearnerCookie } from '../../../sandbox-server/http/learner-cookie.ts';
import { type FractalRows, pageDoor } from '../../../sandbox-server/http/socket.ts';
import { attachUpgrades, type UpgradeGuard } from '../../../sandbox-server/http/upgrades.ts';
import { type ServerMessage, serverMessage } from '../../../sandbox-server/protocol/browser.ts';
import { noTerminals } from '../../../sandbox-server/wiring/terminals.ts';
import { fakeAppParts } from '../../fakes/app-parts.ts';
import { callSummary } from '../../fakes/call-summary.ts';
import { fakeLesson } from '../../fakes/fake-lesson.ts';
import { serve } from '../../support/serve.ts';

async function classroom() {
  const parts = fakeAppParts();
  const learner = await parts.learners.create();
  const calls: unknown[] = [];
  let draw: ((rows: FractalRows) => void) | undefined;
  const page = pageDoor({
    engine: 'process',
    cloud: 'pocket',
    lesson: (_learner, lesson) => {
      calls.push(['lesson', lesson]);
      return fakeLesson(calls);
    },
    watchFractals: (_learner, read) => {
      draw = read;
      return () => calls.push(['stop watching']);
    },
    watchWire: (of, read) => {
      calls.push(['watch the wire', of.id]);
      read([call], true);
      return () => calls.push(['stop watching the wire']);
    },
    terminals: () => noTerminals(new Error('There are none.')),
    report: (error) => calls.push(['report', String(error)]),
  });
  const guard: UpgradeGuard = {
    host: '127.0.0.1',
    learnerOf: (request) => parts.learners.find(readLearnerCookie(request.headers.cookie, 'key') ?? ''),
  };
  const server = await serve(createApp(parts), (http) => attachUpgrades(http, guard, [page]));
  const cookie = writeLearnerCookie(learner.id, 'key', false).split(';')[0] ?? '';
  return { server, cookie, calls, learner, draw: (rows: FractalRows) => draw?.(rows) };
}

function open(url: string, headers: Record<string, string>, path = '/ws') {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers });
  const waiting: ((message: ServerMessage) => void)[] = [];
  const arrived: ServerMessage[] = [];
  socket.on('message', (data) => {
    const message = serverMessage.parse(JSON.parse(String(data)));
    const reader = waiting.shift();
    if (reader) reader(message);
    else arrived.push(message);
  });
  const next = () =>
    new Promise<ServerMessage>((resolve) => {
      const message = arrived.shift();
      if (message) resolve(message);
      else waiting.push(resolve);
    });
  return { socket, next, send: (message: unknown) => socket.send(JSON.stringify(message)) };
}

async function refusedWith(url: string, headers: Record<string, string>, path?: string): Promise<string> {
  const { socket } = open(url, headers, path);
  const [error] = await once(socket, 'error');
  return String(error);
}

const lesson = 'openstack/deploy-faafo';

const call = callSummary(1);

describe('the socket of a page', () => {
  test('opens for a learner of ours, on our own pages, and for nobody else', async () => {
    const { server, cookie, learner } = await classroom();
    await using _ = server;
    expect(await refusedWith(server.url, {})).toContain('401');
    expect(await refusedWith(server.url, { cookie: `${cookie}x` })).toContain('401');
    expect(await refusedWith(server.url, { cookie, origin: 'http://evil.example' })).toContain('403');
    expect(await refusedWith(server.url, { cookie, origin: 'null' })).toContain('403');
    expect(await refusedWith(server.url, { cookie, host: 'evil.example' })).toContain('421');
    expect(await refusedWith(server.url, { cookie }, '/other')).toContain('404');
    const page = open(server.url, { cookie, origin: server.url });
    expect(await page.next()).toEqual({
      type: 'welcome',
      learner: learner.username,
      engine: 'process',
      cloud: 'pocket',
    });
    page.socket.close();
  });

  test('reads a log from where the page was', async () => {
    const { server, cookie, calls } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    page.send({ type: 'open', lesson, after: 41 });
    expect(await page.next()).toMatchObject({ type: 'entries', lesson, entries: [{ seq: 42 }] });
    expect(calls).toEqual([
      ['lesson', lesson],
      ['subscribe', 41],
    ]);
    page.socket.close();
  });

  test('carries out what a page asks, in its order', async () => {
    const { server, cookie, calls } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    page.send({ type: 'run', lesson, run: crypto.randomUUID(), cell: 'one', code: '1 + 1' });
    page.send({ type: 'edit', lesson, cell: 'one', code: null });
    page.send({ type: 'check', lesson, run: crypto.randomUUID(), exercise: 'boot' });
    page.send({ type: 'answer', lesson, part: 'quiz-a', answer: { kind: 'choice', chosen: [1] } });
    page.send({ type: 'help', lesson, part: 'exercise-boot', help: { hints: 1, solution: false } });
    for (const type of ['interrupt', 'restart', 'reset-lesson']) page.send({ type, lesson });
    for (const type of ['cancel', 'extend'])
      page.send({ type, lesson, run: '00000000-0000-4000-8000-000000000001' });
    const debugged = { lesson, run: '00000000-0000-4000-8000-000000000002' };
    page.send({ type: 'step', ...debugged, how: 'over' });
    page.send({ type: 'set-breakpoints', ...debugged, breakpoints: [{ cell: 'one', lines: [2] }] });
    page.send({ type: 'unfold', lesson, request: 7, handle: 'h' });
    expect(await page.next()).toEqual({
      type: 'unfolded',
      lesson,
      request: 7,
      properties: [{ name: 'x', text: '1', type: 'number' }],
    });
    page.send({ type: 'unfold', lesson, request: 8, handle: 'gone' });
    expect(await page.next()).toEqual({ type: 'unfolded', lesson, request: 8, properties: [], gone: true });
    expect(calls.filter((call) => Array.isArray(call) && call[0] !== 'lesson')).toEqual([
      ['run', 'one', '1 + 1'],
      ['edit', 'one', null],
      ['check', 'boot'],
      ['answer', 'quiz-a', { kind: 'choice', chosen: [1] }],
      ['help', 'exercise-boot', { hints: 1, solution: false }],
      ['interrupt'],
      ['restart'],
      ['reset'],
      ['cancel', '00000000-0000-4000-8000-000000000001'],
      ['extend', '00000000-0000-4000-8000-000000000001'],
      ['step', debugged.run, 'over'],
      ['set-breakpoints', debugged.run, [{ cell: 'one', lines: [2] }]],
    ]);
    page.socket.close();
  });

  test.each([
    'not JSON',
    '{"type":"unknown"}',
    '{"type":"open","lesson":"../../etc","after":0}',
    '{"type":"open","lesson":"a/b","after":-1}',
    `{"type":"step","lesson":"a/b","run":"${crypto.randomUUID()}","how":"back"}`,
    `{"type":"run","lesson":"a/b","run":"${crypto.randomUUID()}","cell":"a","code":"1","breakpoints":[{"cell":"a","lines":[0]}]}`,
    // The text of a check is the server's own.
    `{"type":"run","lesson":"a/b","run":"${crypto.randomUUID()}","cell":"check-boot","code":"1"}`,
    '{"type":"answer","lesson":"a/b","part":"cell-a","answer":{"kind":"choice","chosen":[0]}}',
  ])('refuses %s in words and stays open', async (text) => {
    const { server, cookie, calls } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    page.socket.send(text);
    expect(await page.next()).toMatchObject({ type: 'refused', reason: { code: 'unknown-message' } });
    page.send({ type: 'open', lesson, after: 0 });
    expect(await page.next()).toMatchObject({ type: 'entries' });
    expect(calls.flat()).not.toContain('../../etc');
    page.socket.close();
  });

  test('is closed on a message beyond its limit', async () => {
    const { server, cookie } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    page.socket.send('x'.repeat(2 << 20));
    const [code] = await once(page.socket, 'close');
    expect(code).toBe(1009);
  });

  test('hands over rows of fractals to the page that watches', async () => {
    const { server, cookie, draw } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    page.send({ type: 'watch-fractals' });
    page.send({ type: 'open', lesson, after: 0 });
    await page.next();
    draw({ uuid: 'u', width: 2, height: 1, y: 0, pixels: Uint8Array.of(1, 31), worker: 'app-worker-1' });
    expect(await page.next()).toEqual({
      type: 'rows',
      uuid: 'u',
      width: 2,
      height: 1,
      y: 0,
      pixels: 'AR8=',
      worker: 'app-worker-1',
    });
    page.socket.close();
  });

  test('cuts off whoever sends nonsense without end', async () => {
    const { server, cookie } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    for (let count = 0; count < 200; count += 1) page.socket.send('nonsense');
    const [code] = await once(page.socket, 'close');
    expect(code).toBe(1008);
  });

  test('reads so many lessons at once, and so many pages of one learner', async () => {
    const { server, cookie, calls } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    for (let count = 0; count < 64; count += 1) {
      page.send({ type: 'open', lesson: `a/${count}`, after: 0 });
      await page.next();
    }
    page.send({ type: 'open', lesson: 'a/one-more', after: 0 });
    expect(await page.next()).toMatchObject({ type: 'refused', lesson: 'a/one-more' });
    page.send({ type: 'open', lesson: 'a/3', after: 0 });
    expect(await page.next()).toMatchObject({ type: 'entries', lesson: 'a/3' });
    expect(calls.flat()).not.toContain('report');
    const more = Array.from({ length: 23 }, () => open(server.url, { cookie }));
    await Promise.all(more.map((each) => each.next()));
    expect(await refusedWith(server.url, { cookie })).toContain('429');
    page.socket.close();
    await once(page.socket, 'close');
    const again = open(server.url, { cookie });
    await again.next();
    for (const { socket } of [...more, again]) socket.close();
  });

  test('shows the calls of the learner whose cookie it has, once, for as long as it is open', async () => {
    const { server, cookie, calls, learner } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    // Whose calls, nobody can ask for: what a message says beside its type is not read.
    page.send({ type: 'watch-wire', learner: 'somebody-else' });
    expect(await page.next()).toEqual({ type: 'calls', calls: [call], all: true });
    page.send({ type: 'watch-wire' });
    page.send({ type: 'open', lesson, after: 0 });
    expect(await page.next()).toMatchObject({ type: 'entries' });
    expect(calls.filter((each) => String(each).startsWith('watch the wire'))).toEqual([
      ['watch the wire', learner.id],
    ]);
    page.socket.close();
    await expect.poll(() => calls.map(String)).toContain('stop watching the wire');
  });

  test('leaves others their turn between the messages of a flood', async () => {
    const { server, cookie, calls } = await classroom();
    await using _ = server;
    const page = open(server.url, { cookie });
    await page.next();
    for (let count = 0; count < 3000; count += 1) page.send({ type: 'edit', lesson, cell: 'a', code: null });
    await fetch(`${server.url}/healthz`);
    const edits = calls.filter((call) => Array.isArray(call) && call[0] === 'edit');
    expect(edits.length).toBeLessThan(3000);
    page.socket.terminate();
  });
});
