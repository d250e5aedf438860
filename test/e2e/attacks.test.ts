import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newLearner } from '../support/learner.ts';
import { Reader } from '../support/reader.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

const lesson = '10-openstack/20-deploy-faafo';
type Learner = Awaited<ReturnType<typeof newLearner>>;

let workbook: RunningWorkbook;
/** Somebody who learns and does no harm. */
let victim: Learner;
let attacker: Learner;

/** Sends bytes as they are, and gives the status of what comes back. */
async function raw(text: string): Promise<string | undefined> {
  const { port } = new URL(workbook.url);
  const line = connect(Number(port), '127.0.0.1');
  line.write(text);
  let answer = '';
  for await (const chunk of line) {
    answer += String(chunk);
    if (answer.includes('\r\n')) break;
  }
  line.destroy();
  return / (\d{3}) /.exec(answer)?.[1];
}

function get(path: string, host = '127.0.0.1'): Promise<string | undefined> {
  return raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
}

/** Sends a body of 100 MiB for as long as it is taken; resolves to the answer's status. */
async function pour(path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const sent = request(`${workbook.url}${path}`, { method: 'POST', headers });
  // A server that has heard enough may hang up after its answer.
  sent.on('error', () => undefined);
  const megabyte = Buffer.alloc(1 << 20, 'a');
  let left = 100;
  const more = (): void => {
    while (left > 0) {
      left -= 1;
      if (!sent.write(megabyte)) return void sent.once('drain', more);
    }
    sent.end();
  };
  more();
  const [response] = await once(sent, 'response');
  left = 0;
  response.resume();
  return response.statusCode;
}

async function tokenOf({ cloud }: Learner): Promise<string> {
  const user = { name: cloud.username, domain: { name: 'Default' }, password: cloud.password };
  const auth = {
    identity: { methods: ['password'], password: { user } },
    scope: { project: { id: cloud.project_id } },
  };
  const answer = await fetch(`${cloud.auth_url}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth }),
  });
  return answer.headers.get('x-subject-token') ?? '';
}

const socket = (headers: Record<string, string>): WebSocket =>
  new WebSocket(`${workbook.url.replace('http', 'ws')}/ws`, { headers });

beforeAll(async () => {
  workbook = await startWorkbook();
  [victim, attacker] = await Promise.all([newLearner(workbook.url), newLearner(workbook.url)]);
});
afterAll(() => workbook?.close());

describe('at the doors', () => {
  test.each([
    ['a name that is not ours', '/en/', 'evil.example', '421'],
    ['a name with a port that is none', '/cloud/identity/v3', '127.0.0.1:99999', '421'],
    ['a name with another inside', '/cloud/identity/v3', '127.0.0.1:80@evil.example', '421'],
    ['a path out of the book', '/../../package.json', '127.0.0.1', '404'],
    ['the same in disguise', '/%2e%2e/%2e%2e/package.json', '127.0.0.1', '404'],
    ['the same within the assets', '/_astro/..%2f..%2fpackage.json', '127.0.0.1', '404'],
    ['a path that is no text', '/%ff%zz', '127.0.0.1', '404'],
    ['an unknown service', '/cloud/nothing', '127.0.0.1', '404'],
    ['an unknown route', '/api/nothing', '127.0.0.1', '404'],
    ['this computer, through the virtual network', '/at/127.0.0.1/22/', '127.0.0.1', '502'],
    ['a private address of somebody', '/at/10.0.0.5/80/', '127.0.0.1', '502'],
    ['the metadata service', '/at/169.254.169.254/80/', '127.0.0.1', '502'],
    ['the doors, through the virtual network', '/at/203.0.113.5/80/../../../../api', '127.0.0.1', '400'],
  ])('%s is turned away', async (_, path, host, status) => {
    expect(await get(path, host)).toBe(status);
  });

  test('a body that is no JSON, or of a wrong type, is told what it is', async () => {
    for (const [body, words] of [
      ['{{', 'valid JSON'],
      ['{"auth":5}', "5 is not of type 'object'"],
    ] as const) {
      const answer = await fetch(`${workbook.url}/cloud/identity/v3/auth/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(words);
    }
  });

  test('100 MiB are refused, or not even read', async () => {
    expect(await pour('/cloud/identity/v3/auth/tokens', { 'content-type': 'application/json' })).toBe(413);
    expect(await pour('/cloud/compute/v2.1/servers')).toBe(401);
    expect(await pour('/at/203.0.113.9/80/')).toBe(413);
    expect(await pour('/api/sessions', { cookie: attacker.cookie })).toBe(200);
    expect(await pour('/api/nothing')).toBe(404);
  });

  test('a token opens its own project only, and a forged cookie nothing', async () => {
    const [mine, theirs] = await Promise.all([tokenOf(attacker), tokenOf(victim)]);
    const headers = { 'content-type': 'application/json', 'x-auth-token': theirs };
    const made = await fetch(`${workbook.url}/cloud/networking/v2.0/networks`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ network: { name: 'secret' } }),
    });
    const text = await made.text();
    const id = /"id":"([^"]+)"/.exec(text)?.[1];
    for (const method of ['GET', 'DELETE']) {
      const answer = await fetch(`${workbook.url}/cloud/networking/v2.0/networks/${id}`, {
        method,
        headers: { 'x-auth-token': mine },
      });
      expect(answer.status, text).toBe(404);
    }
    const forged = await fetch(`${workbook.url}/api/sessions/current/openrc`, {
      headers: { cookie: `${victim.cookie.slice(0, -2)}xx` },
    });
    expect(forged.status).toBe(401);
  });

  test('the socket opens for no foreign page, and closes on what no page sends', async () => {
    const foreign = socket({ cookie: attacker.cookie, origin: 'http://evil.example' });
    expect(String((await once(foreign, 'error'))[0])).toContain('403');
    const { cookie } = attacker;
    const flooding = socket({ cookie, origin: workbook.url });
    const floodingEnds = once(flooding, 'close');
    await once(flooding, 'open');
    for (let count = 0; count < 5000; count += 1) flooding.send('{"type":');
    const huge = socket({ cookie, origin: workbook.url });
    const hugeEnds = once(huge, 'close');
    await once(huge, 'open');
    huge.send('x'.repeat(8 << 20));
    const codes = (await Promise.all([floodingEnds, hugeEnds])).map(([code]) => code);
    expect(codes).toEqual([1008, 1009]);
  });

  test('whoever hangs up in the middle leaves no trace in the log', async () => {
    const { port } = new URL(workbook.url);
    for (const path of ['/cloud/identity/v3/auth/tokens', '/at/203.0.113.9/80/', '/api/sessions', '/ws']) {
      const line = connect(Number(port), '127.0.0.1');
      line.write(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`);
      line.write('Content-Length: 1000\r\n\r\n{"a');
      await once(line, 'connect');
      line.resetAndDestroy();
      await once(line, 'close');
    }
    expect(await get('/healthz')).toBe('200');
    expect(workbook.output()).toMatch(/^ready \S+$/);
  });
});

describe('from a cell', () => {
  test.each([
    ['an endless array', 'const a = []; while (true) a.push(new Array(1e6))', 'OutOfMemory'],
    ['bytes without end', 'const a = []; while (true) a.push(new Uint8Array(1e8).fill(1))', 'OutOfMemory'],
    ['a flood of output', 'while (true) console.log("spam")', 'TooMuchOutput'],
    ['a syntax error', 'const x = ;', 'SyntaxError'],
    ['brackets without end', '['.repeat(50_000), 'SyntaxError'],
    ['a fork', 'new Deno.Command("sh").outputSync()', 'NotFound'],
    ['reading what is not theirs', 'Deno.readTextFileSync("/etc/passwd")', 'NotCapable'],
    ['another port of this computer', 'await fetch("http://127.0.0.1:1024/")', 'NotCapable'],
    ['another host', 'await fetch("https://198.51.100.1/")', 'NotCapable'],
  ])(
    '%s gets its error, and others learn on',
    async (_, code, name) => {
      const bystander = await Reader.open(workbook.url, victim.cookie, lesson);
      expect((await bystander.run('connect', 'globalThis.kept ??= 42; kept')).outcome).toBe('ok');
      const reader = await Reader.open(workbook.url, attacker.cookie, lesson);
      const attacked = reader.run('attack', code);
      expect((await bystander.run('connect', 'kept')).text).toBe('42');
      expect((await attacked).error?.name).toBe(name);
      expect((await bystander.run('connect', 'kept')).text).toBe('42');
      for (const each of [reader, bystander]) each.close();
    },
    30_000,
  );

  test('the server’s own data can be neither read nor written', async () => {
    const reader = await Reader.open(workbook.url, attacker.cookie, lesson);
    const secret = JSON.stringify(join(workbook.data, 'cookie.secret'));
    for (const code of [`Deno.readTextFileSync(${secret})`, `Deno.writeTextFileSync(${secret}, 'mine')`]) {
      expect((await reader.run('attack', code)).error?.name).toBe('NotCapable');
    }
    expect((await reader.run('attack', 'Deno.cwd()')).text).not.toContain(workbook.data);
    reader.close();
  });

  test('the doors of the pages are out of reach, so that no cell makes itself learners', async () => {
    const reader = await Reader.open(workbook.url, attacker.cookie, lesson);
    const page = `await fetch('${workbook.url}/api/sessions', { method: 'POST' })`;
    expect((await reader.run('attack', page)).error?.name).toBe('NotCapable');
    const own = `const door = new URL(Deno.env.get('OS_AUTH_URL')).origin;
      const statuses = [];
      for (const path of ['/api/sessions', '/api/sessions/current', '/healthz', '/en/', '/ws']) {
        const { status, body } = await fetch(door + path, { method: 'POST' });
        await body?.cancel();
        statuses.push(status);
      }
      statuses.join()`;
    expect((await reader.run('attack', own)).text).toBe('"404,404,404,404,404"');
    reader.close();
  });

  test('a flood of new learners is stopped', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 130; count += 1) {
      const { status, body } = await fetch(`${workbook.url}/api/sessions`, { method: 'POST' });
      await body?.cancel();
      statuses.push(status);
    }
    expect(statuses).toContain(429);
    expect((await fetch(`${workbook.url}/healthz`)).status).toBe(200);
    expect((await victim.get('')).status).toBe(200);
  }, 60_000);
});

test('after all of it the log of the server is empty', () => {
  expect(workbook.output()).toMatch(/^ready \S+$/);
});

test('what was acknowledged before a kill -9 in the middle of writing is there afterwards', async () => {
  const headers = { 'content-type': 'application/json', 'x-auth-token': await tokenOf(victim) };
  const acknowledged: string[] = [];
  const write = async (number: number): Promise<void> => {
    const name = `network-${number}`;
    const body = JSON.stringify({ network: { name } });
    const answer = await fetch(`${workbook.url}/cloud/networking/v2.0/networks`, {
      method: 'POST',
      headers,
      body,
    });
    if (answer.status === 201) acknowledged.push(name);
    if (acknowledged.length === 20) await workbook.kill();
  };
  await Promise.allSettled(Array.from({ length: 60 }, (_, number) => write(number)));
  expect(acknowledged.length).toBeGreaterThanOrEqual(20);
  workbook = await startWorkbook({ data: workbook.data });
  const answer = await fetch(`${workbook.url}/cloud/networking/v2.0/networks`, { headers });
  const text = await answer.text();
  for (const name of acknowledged) expect(text).toContain(`"${name}"`);
}, 60_000);
