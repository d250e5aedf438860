import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

const main = resolve(import.meta.dirname, '../../sandbox-server/main.ts');
let data: string;
let running: RunningWorkbook | undefined;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'main-'));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(data, { recursive: true, force: true });
});

/** Starts the server where it cannot start; resolves to how it ended and what it said. */
async function failing(env: Record<string, string>): Promise<{ status: number; said: string }> {
  const server = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', WORKBOOK_DATA: data, ...env },
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  const [status] = await once(server, 'close');
  return { status, said };
}

describe('a start that cannot be', () => {
  test('on a port that is taken names it and another one', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const { status, said } = await failing({ PORT: String(port) });
    other.close();
    expect(status).toBe(1);
    expect(said).toContain(`Port ${port} is taken`);
    expect(said).toContain(`PORT=${port + 1} npm start`);
    expect(said).not.toContain('    at ');
  });

  test('in a data folder that cannot be written names it and the setting', async () => {
    const file = join(data, 'file');
    writeFileSync(file, '');
    const { status, said } = await failing({ WORKBOOK_DATA: join(file, 'data') });
    expect(status).toBe(1);
    expect(said).toContain(`The data folder ${join(file, 'data')} cannot be written. Set WORKBOOK_DATA`);
    expect(said).not.toContain('    at ');
  });

  test('in the data folder of a workbook that is running says so', async () => {
    running = await startWorkbook({ data });
    const { status, said } = await failing({});
    expect(status).toBe(1);
    expect(said).toContain('in use by a workbook that is running already');
  });

  test.each([
    ['PORT', 'eighty', 'PORT="eighty" cannot be used'],
    ['WORKBOOK_ENGINE', 'swarm', 'is not part of this version'],
    ['WORKBOOK_ENGINE', 'docker', 'No Docker engine answers at /no/such/docker.sock: start Docker'],
    ['WORKBOOK_CLOUD', 'nowhere', 'clouds.yaml'],
  ])('with %s=%s says why and what to do', async (name, value, words) => {
    const { status, said } = await failing({
      DOCKER_HOST: 'unix:///no/such/docker.sock',
      [name]: value,
      HOME: data,
    });
    expect(status).toBe(1);
    expect(said).toContain(words);
    expect(said).not.toContain('    at ');
  });
});

describe('a start', () => {
  test('says where, and that it is well', async () => {
    running = await startWorkbook({ data });
    expect(running.output()).toBe(`ready ${running.url}/`);
    const health = await (await fetch(`${running.url}/healthz`)).json();
    expect(health).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      engine: 'process',
      cloud: 'pocket',
      docker: 'none',
    });
  });

  test("takes the administrator's password from the environment, and the catalog's addresses from the request", async () => {
    running = await startWorkbook({ data, env: { WORKBOOK_ADMIN_PASSWORD: 'of the teacher' } });
    const user = { name: 'admin', domain: { name: 'Default' }, password: 'of the teacher' };
    const scope = { project: { name: 'admin', domain: { name: 'Default' } } };
    const auth = { identity: { methods: ['password'], password: { user } }, scope };
    const { port } = new URL(running.url);
    const answer = await fetch(`http://localhost:${port}/cloud/identity/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth }),
    });
    expect(answer.status).toBe(201);
    expect(await answer.text()).toContain(`http://localhost:${port}/cloud/compute/v2.1`);
  });
});
