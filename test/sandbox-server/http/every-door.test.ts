import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import { afterAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createApp, createCellApp, upgradeDoors } from '../../../sandbox-server/app.ts';
import { readLearnerCookie, writeLearnerCookie } from '../../../sandbox-server/http/learner-cookie.ts';
import type { TypingParts } from '../../../sandbox-server/http/terminals.ts';
import { attachUpgrades } from '../../../sandbox-server/http/upgrades.ts';
import type { Learner } from '../../../sandbox-server/learners/learners.ts';
import type { CallRecord } from '../../../sandbox-server/protocol/wire.ts';
import { noTerminals } from '../../../sandbox-server/wiring/terminals.ts';
import { fakeAppParts } from '../../fakes/app-parts.ts';
import { serve } from '../../support/serve.ts';
import { doors, guards } from './door-table.ts';

/** Handlers that know their path themselves: Express passes them everything. */
const ownPaths: Record<string, string> = {
  cloudDoor: '/cloud/',
  networkDoor: '/at/',
  dockerDoor: '/docker/',
};

const layer = z.object({
  name: z.string(),
  rawPath: z.string(),
  handle: z.unknown(),
  route: z.object({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
});

/** All that an application answers to, from its own tables: `GET /path`, or `ALL /path by handler`. */
function doorsOf(stack: unknown, under = ''): string[] {
  return z
    .array(layer)
    .parse(stack)
    .flatMap(({ name, rawPath, handle, route }) => {
      if (route)
        return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${under}${route.path}`);
      const inner = typeof handle === 'function' && 'stack' in handle ? handle.stack : undefined;
      const path = `${under}${rawPath}`.replaceAll('//', '/');
      if (inner !== undefined) return doorsOf(inner, path.replace(/\/$/, ''));
      return [`ALL ${ownPaths[name] ?? path} by ${name}`];
    });
}

const pageParts = {
  engine: 'process',
  cloud: 'pocket',
  lesson: () => expect.fail('no lesson was asked for'),
  watchFractals: () => () => undefined,
  watchWire: () => () => undefined,
  terminals: () => noTerminals(new Error('There are none.')),
  report: () => undefined,
};

/** A book of two pages. */
const site = mkdtempSync(join(tmpdir(), 'book-'));
for (const page of ['index.html', '404.html'])
  writeFileSync(join(site, page), '<!doctype html><title>A page</title>');
afterAll(() => rmSync(site, { recursive: true }));

/** A call to the cloud with somebody's project in it. */
const callOf = ({ projectId }: Learner): CallRecord => ({
  id: 1,
  client: 'openstacksdk/4.4.0',
  service: 'compute',
  method: 'GET',
  path: `/compute/v2.1/servers?project_id=${projectId}`,
  status: 200,
  time: '2026-01-01T00:00:00.000Z',
  elapsed: 1,
  request: { headers: {} },
  response: { headers: {} },
});

async function classroom() {
  const parts = fakeAppParts({ site });
  const [ada, bob] = [await parts.learners.create(), await parts.learners.create()];
  const call = (of: Learner): CallRecord | undefined => (of.id === ada.id ? callOf(ada) : undefined);
  const app = createApp({ ...parts, sessions: { ...parts.sessions, call } });
  const sockets = upgradeDoors({ page: pageParts, embed: parts.embed });
  const guard = {
    host: parts.host,
    learnerOf: (from: { headers: { cookie?: string | undefined } }) =>
      parts.learners.find(readLearnerCookie(from.headers.cookie, 'key') ?? ''),
  };
  const server = await serve(app, (http) => attachUpgrades(http, guard, sockets));
  const cookieOf = ({ id }: { id: string }) => writeLearnerCookie(id, 'key', false).split(';')[0] ?? '';
  return { app, server, sockets, ada, bob, cookieOf };
}

/** Asks with whatever headers, the host's included, as no `fetch` would. */
async function ask(port: number, method: string, path: string, headers: Record<string, string>) {
  const sent = request({ host: '127.0.0.1', port, method, path, headers });
  sent.end();
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: z.number().parse(answer.statusCode), text };
}

const listed = (app: Express): string[] => doorsOf(app.router.stack);

/** The method and the path by which a door of the table is tried. */
function trial(door: string): [method: string, path: string] {
  const [method = '', path = ''] = door.split(' ');
  const about = doors[door];
  const asked = about?.for === 'learner' ? about.asked : undefined;
  return [method === 'ALL' ? 'GET' : method, asked ?? path];
}

const ofLearners = Object.keys(doors).filter((door) => doors[door]?.for === 'learner');
const forAll = Object.keys(doors).filter((door) => doors[door]?.for === 'all');

describe('the doors of the application', () => {
  test('are all in the table, and the table has no others', async () => {
    const { app, server } = await classroom();
    await using _ = server;
    const found = listed(app).filter((door) => !guards.includes(door));
    expect(found).toEqual(Object.keys(doors));
  });

  test('a door that nobody has thought about is found', async () => {
    const app = createApp(fakeAppParts());
    app.get('/new', (_request, response) => void response.end());
    expect(listed(app)).toContain('GET /new');
    expect(Object.keys(doors)).not.toContain('GET /new');
  });

  test.each(ofLearners)('%s opens with a learner’s cookie, for what is that learner’s', async (door) => {
    const { server, ada, bob, cookieOf } = await classroom();
    await using _ = server;
    const [method, path] = trial(door);
    const as = (cookie: string, more: Record<string, string> = {}) =>
      ask(server.port, method, path, { cookie, ...more });
    expect((await as(cookieOf(ada), { origin: server.url })).status).toBeLessThan(300);
    expect((await ask(server.port, method, path, {})).status).toBe(401);
    expect((await as(`${cookieOf(ada)}x`)).status).toBe(401);
    expect((await as('workbook=nobody.forged')).status).toBe(401);
    expect((await as(cookieOf(ada), { origin: 'http://evil.example' })).status).toBe(403);
    expect((await as(cookieOf(ada), { origin: 'null' })).status).toBe(403);
    expect((await as(cookieOf(ada), { host: 'evil.example' })).status).toBe(421);
    const theirs = (await as(cookieOf(bob))).text;
    for (const secret of [ada.username, ada.password, ada.projectId]) expect(theirs).not.toContain(secret);
  });

  test.each(forAll)('%s is open, but to no foreign name, and tells nothing of learners', async (door) => {
    const { server, ada } = await classroom();
    await using _ = server;
    const [method, path] = trial(door);
    const about = doors[door];
    const { status, text } = await ask(server.port, method, path, {});
    expect(status).toBeLessThan(500);
    if (without[path] === undefined) expect([401, 403]).not.toContain(status);
    for (const secret of [ada.password, ada.id]) expect(text).not.toContain(secret);
    const foreign = await ask(server.port, method, path, { host: 'evil.example' });
    if (about?.for === 'all' && about.anyHost) expect(foreign.status).toBe(200);
    else expect(foreign.status).toBe(421);
  });

  test('no page of another site becomes a learner', async () => {
    const { server } = await classroom();
    await using _ = server;
    const answer = await ask(server.port, 'POST', '/api/sessions', { origin: 'http://evil.example' });
    expect(answer.status).toBe(403);
  });
});

describe('the sockets', () => {
  test('are all in the table of those that are tried', async () => {
    const doors = upgradeDoors({ page: pageParts, embed: fakeAppParts().embed });
    expect(doors.map(({ path }) => path)).toEqual(['/ws', '/embed/ws']);
  });

  test('each of the course opens for a learner of ours, from our own pages, and for nobody else', async () => {
    const { server, sockets, ada, cookieOf } = await classroom();
    await using _ = server;
    const cookie = cookieOf(ada);
    for (const { path } of sockets.filter((door) => door.isWelcome === undefined)) {
      const address = `${server.url.replace('http', 'ws')}${path}`;
      const refusal = async (headers: Record<string, string>): Promise<string> => {
        const [error] = await once(new WebSocket(address, { headers }), 'error');
        return String(error);
      };
      expect(await refusal({})).toContain('401');
      expect(await refusal({ cookie: `${cookie}x` })).toContain('401');
      expect(await refusal({ cookie, origin: 'http://evil.example' })).toContain('403');
      expect(await refusal({ cookie, origin: 'null' })).toContain('403');
      expect(await refusal({ cookie, host: 'evil.example' })).toContain('421');
      const opened = new WebSocket(address, { headers: { cookie, origin: server.url } });
      await once(opened, 'open');
      opened.terminate();
    }
  });
});

/** What the doors say to whoever does not say where they want to go, or who they are. */
const without: Record<string, number> = { '/at/': 400, '/docker/': 403 };

describe('the door of the cells', () => {
  const doorOfCells = () => {
    const parts = fakeAppParts();
    const typed: string[] = [];
    const typing: TypingParts = {
      learnerWith: (username, password) =>
        parts.learners.verify(username, password) ? parts.learners.named(username) : undefined,
      terminals: ({ username }) => ({
        ...noTerminals(new Error('There are none.')),
        typeOn: async (machine, text) => void typed.push(`${username} on ${machine}: ${text}`),
      }),
    };
    return { parts, typed, app: createCellApp({ ...parts, typing }) };
  };

  test('lets a cell type at its own learner’s terminals, whom it proves by their credentials', async () => {
    const { parts, typed, app } = doorOfCells();
    await using server = await serve(app);
    const [ada, bob] = [await parts.learners.create(), await parts.learners.create()];
    const type = async (username: string, password: string, order: unknown): Promise<number> => {
      const authorization = `Basic ${btoa(`${username}:${password}`)}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const body = JSON.stringify(order);
      return (await fetch(`${server.url}/terminals/input`, { method: 'POST', headers, body })).status;
    };
    const order = { machine: 'app', text: 'ls' };
    expect(await type(ada.username, ada.password, order)).toBe(204);
    expect(await type(ada.username, bob.password, order)).toBe(401);
    expect(await type('nobody', '', order)).toBe(401);
    expect(await type(ada.username, ada.password, { machine: 'app' })).toBe(400);
    expect(await type(ada.username, ada.password, { ...order, text: 'x'.repeat(40_000) })).toBe(400);
    expect((await fetch(`${server.url}/terminals/input`, { method: 'POST' })).status).toBe(401);
    expect(typed).toEqual([`${ada.username} on app: ls`]);
  });

  test('has the cloud and the virtual network behind it, and nothing else', async () => {
    const { parts, app } = doorOfCells();
    const found = listed(app).filter((door) => !guards.includes(door));
    expect(found).toEqual([
      'ALL /cloud/ by cloudDoor',
      'ALL /at/ by networkDoor',
      'ALL /docker/ by dockerDoor',
      'POST /terminals/input',
    ]);
    await using server = await serve(app);
    const { id } = await parts.learners.create();
    const cookie = writeLearnerCookie(id, 'key', false).split(';')[0] ?? '';
    for (const door of Object.keys(doors)) {
      const [method, path] = trial(door);
      const { status } = await ask(server.port, method, path, { cookie });
      expect(status, door).toBe(found.includes(door) ? (without[path] ?? 200) : 404);
    }
    expect((await ask(server.port, 'GET', '/cloud/', { host: 'evil.example' })).status).toBe(421);
  });
});
