import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { WORKSTATION } from '../../../sandbox-server/machines/workstations.ts';
import { serverMessage } from '../../../sandbox-server/protocol/browser.ts';
import { workExport } from '../../../sandbox-server/protocol/work.ts';
import { newLearner } from '../../support/learner.ts';
import { Reader } from '../../support/reader.ts';
import { type RunningWorkbook, startWorkbook } from '../../support/workbook.ts';

const LESSON = 'openstack/your-first-server';
const MINUTE = 60_000;

let workbook: RunningWorkbook;
beforeAll(async () => {
  workbook = await startWorkbook();
});
afterAll(() => workbook?.close());

/** A server in the cloud and a text of their own in the log: all that a learner can leave behind. */
const bootCode = (mark: string) => `
  import { connect } from 'openstack';
  const cloud = await connect();
  const network = await cloud.network.networks.create({ name: 'net-${mark}' });
  await cloud.network.subnets.create({ name: 'subnet', network_id: network.id, ip_version: 4, cidr: '10.0.0.0/24' });
  const image = await cloud.image.images.named('cirros-0.6.3');
  const flavor = await cloud.compute.flavors.named('m1.tiny');
  await cloud.compute.servers.create({
    name: 'server-${mark}', imageRef: image.id, flavorRef: flavor.id, networks: [{ uuid: network.id }],
  });
  console.log('said ${mark}');`;

async function busyLearner(mark: string) {
  const learner = await newLearner(workbook.url);
  const reader = await Reader.open(workbook.url, learner.cookie, LESSON);
  const { outcome, error } = await reader.run('order-server', bootCode(mark));
  expect(error).toBeUndefined();
  expect(outcome).toBe('ok');
  const remove = (path: string) =>
    fetch(`${workbook.url}/api/sessions/current${path}`, {
      method: 'DELETE',
      headers: { cookie: learner.cookie, origin: workbook.url },
    });
  return { ...learner, reader, remove };
}

/** Sits down at the learner's own machine and leaves a file there. */
async function useTerminal(cookie: string, mark: string): Promise<void> {
  const socket = new WebSocket(`${workbook.url.replace('http', 'ws')}/ws`, {
    headers: { cookie, origin: workbook.url },
  });
  await once(socket, 'open');
  let seen = '';
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('message', (data) => {
    const message = serverMessage.parse(JSON.parse(String(data)));
    if (message.type === 'terminal-opened') {
      const { terminal } = message;
      socket.send(JSON.stringify({ type: 'terminal-attach', terminal, after: 0 }));
      const text = `echo 'file ${mark}' > note; cat note; echo don''e\r`;
      socket.send(JSON.stringify({ type: 'terminal-input', terminal, text }));
    }
    if (message.type === 'terminal-output') seen += message.text;
    if (seen.includes('done')) resolve();
  });
  const size = { columns: 80, rows: 24 };
  socket.send(JSON.stringify({ type: 'terminal-open', request: 1, machine: WORKSTATION, ...size }));
  await promise;
}

/** The files of the data folder in which one of these texts stands. */
function filesWith(texts: readonly string[]): string[] {
  const files = readdirSync(workbook.data, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return texts.some((text) => path.includes(text) || bytes.includes(text));
    });
}

describe('a learner’s work', () => {
  test(
    'can be taken along in one file, which its schema describes',
    async () => {
      const { get, cloud: body, reader } = await busyLearner('exported');
      const answer = await get('/work/export');
      expect(answer.headers.get('content-disposition')).toContain('my-work.json');
      const text = await answer.text();
      const file = workExport.parse(JSON.parse(text));
      const valid = new Ajv2020({ strict: false }).compile(z.toJSONSchema(workExport));
      expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)).toBe(true);
      expect(file.learner.name).toBe(body.username);
      expect(file.lessons.map(({ lesson }) => lesson)).toEqual([LESSON]);
      const kinds = file.lessons[0]?.entries.map(({ event }) => event.kind);
      expect(kinds).toEqual(expect.arrayContaining(['queued', 'output', 'finished']));
      expect(file.calls.some(({ path }) => path.startsWith('/compute/'))).toBe(true);
      expect(JSON.stringify(file.cloud)).toContain('server-exported');
      expect(text).not.toContain(body.password);
      reader.close();
    },
    MINUTE,
  );

  test(
    'of one lesson can be deleted, and that of others is left alone',
    async () => {
      const { get, reader, remove, cookie } = await busyLearner('one-lesson');
      const other = await Reader.open(workbook.url, cookie, 'openstack/deploy-faafo');
      await other.run('connect', "console.log('kept')");
      const lessons = async () =>
        z
          .object({ lessons: z.array(z.object({ lesson: z.string() })) })
          .parse(await (await get('/work')).json()).lessons;
      expect((await lessons()).map(({ lesson }) => lesson)).toEqual(['openstack/deploy-faafo', LESSON]);
      expect((await remove(`/work/${LESSON}`)).status).toBe(204);
      expect((await lessons()).map(({ lesson }) => lesson)).toEqual(['openstack/deploy-faafo']);
      expect((await remove('/work/Not/a-lesson')).status).toBe(404);
      reader.close();
      other.close();
    },
    MINUTE,
  );

  test(
    'is gone from the database, its files and the cloud when all of it is deleted, and only theirs',
    async () => {
      const { cloud: body, cookie, get, remove, reader } = await busyLearner('goes-away');
      const stays = await busyLearner('stays-here');
      const id = /=([^.]+)\./.exec(cookie)?.[1] ?? expect.fail('The cookie names nobody.');
      const traces = [id, body.username, body.password, body.project_id, 'goes-away'];
      await useTerminal(cookie, 'goes-away');
      const places = filesWith(traces).map((path) => path.slice(workbook.data.length).split('/')[1]);
      expect(places).toEqual(
        expect.arrayContaining([expect.stringMatching(/^workbook.sqlite/), 'workstations']),
      );
      expect((await get('/cloud')).status).toBe(200);

      const answer = await remove('');
      expect(answer.status).toBe(204);
      expect(answer.headers.get('set-cookie')).toMatch(/^workbook=;.*Max-Age=0/);
      await expect(reader.run('connect', '1')).rejects.toThrow('closed');
      expect((await get('')).status).toBe(401);
      expect((await get('/work')).status).toBe(401);
      await expect.poll(() => filesWith(traces)).toEqual([]);
      const login = await fetch(`${body.auth_url}/auth/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          auth: {
            identity: {
              methods: ['password'],
              password: {
                user: { name: body.username, domain: { name: 'Default' }, password: body.password },
              },
            },
          },
        }),
      });
      expect(login.status).toBe(401);

      expect(filesWith(['stays-here'])).not.toEqual([]);
      expect(JSON.stringify(await (await stays.get('/cloud')).json())).toContain('server-stays-here');
      stays.reader.close();
    },
    2 * MINUTE,
  );
});
