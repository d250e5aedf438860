import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openPocketCloud, type PocketCloud } from '../../../sandbox-server/cloud/pocket-cloud.ts';
import type { CallRecord, CallSummary } from '../../../sandbox-server/protocol/wire.ts';
import { RUN_HEADER, Wire } from '../../../sandbox-server/wire/wire.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { memoryStore } from '../../fakes/memory-store.ts';

const RUN = '0b0e7f0c-98a5-4a4e-9c0e-2f0f4a2d7b11';
const unused = () => Promise.reject(new Error('no server is booted here'));
const hypervisor = { boot: unused, power: unused, destroy: unused, update: unused, console: unused };

let cloud: PocketCloud;
let wire: Wire;
let faults: unknown[];

beforeEach(async () => {
  faults = [];
  wire = new Wire({
    database: new DatabaseSync(':memory:'),
    ownerOf: (token) => cloud.userOf(token),
    now: () => performance.now(),
    report: (error) => faults.push(error),
  });
  cloud = await openPocketCloud({
    store: memoryStore(),
    clock: new ManualClock(Date.UTC(2026, 0, 1)),
    hypervisor,
    adminPassword: 'of the admin',
    observe: (service, request, answer) => wire.nest(service, request, answer),
  });
  for (const name of ['ada', 'bob']) await cloud.createLearner({ name, password: `of ${name}` });
});

const carry = (path: string, init?: RequestInit): Promise<Response> =>
  wire.carry(new Request(`http://127.0.0.1:4321/cloud${path}`, init), (request) => cloud.fetch(request));

async function logIn(name: string, password = `of ${name}`): Promise<string> {
  const user = { name, password, domain: { name: 'Default' } };
  const scope = { project: { name, domain: { name: 'Default' } } };
  const auth = { identity: { methods: ['password'], password: { user } }, scope };
  const answer = await carry('/identity/v3/auth/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth }),
  });
  await answer.text();
  return answer.headers.get('x-subject-token') ?? '';
}

/** Waits until a learner's wire shows a call that fits. */
function seen(learner: string, fits: (call: CallSummary) => boolean): Promise<CallSummary> {
  return new Promise((resolve) => {
    wire.watch(learner, (calls) => {
      const found = calls.find(fits);
      if (found) resolve(found);
    });
  });
}

function callsOf(learner: string): CallSummary[] {
  let all: CallSummary[] = [];
  wire.watch(learner, (calls) => {
    all = calls;
  })();
  return all;
}

async function whole(learner: string, fits: (call: CallSummary) => boolean): Promise<CallRecord | undefined> {
  return wire.find(learner, (await seen(learner, fits)).id);
}

describe('a call from outside', () => {
  test('is recorded with its way there and back, for the learner whose token it carries', async () => {
    const token = await logIn('ada');
    const headers = {
      'x-auth-token': token,
      'openstack-api-version': 'compute 2.79',
      'user-agent': 'a-client/1',
    };
    const answer = await carry('/compute/v2.1/servers?limit=5', { headers });
    expect(await answer.json()).toMatchObject({ servers: [] });
    const call = await whole('ada', ({ service }) => service === 'compute');
    expect(call).toMatchObject({
      client: 'a-client/1',
      method: 'GET',
      path: '/compute/v2.1/servers?limit=5',
      status: 200,
      request: { headers: { 'openstack-api-version': 'compute 2.79', 'x-auth-token': '***' } },
      response: {
        headers: { 'x-openstack-request-id': expect.stringMatching(/^req-/) },
        body: { type: 'application/json', text: '{"servers":[]}' },
      },
    });
    expect(callsOf('bob')).toEqual([]);
    expect(wire.find('bob', call?.id ?? 0)).toBeUndefined();
  });

  test('that logs in is theirs whose token comes back; neither password nor token is kept', async () => {
    const token = await logIn('ada');
    const call = await whole('ada', ({ method }) => method === 'POST');
    const text = JSON.stringify(call);
    expect(call?.request.body?.text).toContain('"password":"***"');
    expect(text).not.toContain('of ada');
    expect(text).not.toContain(token);
  });

  test('is nobody’s when it fails to log in, has no token, or one that is not valid or no learner’s', async () => {
    await logIn('ada', 'wrong');
    await carry('/identity/v3');
    await carry('/compute/v2.1/servers', { headers: { 'x-auth-token': 'forged' } });
    await logIn('bob');
    await seen('bob', () => true);
    expect(callsOf('ada')).toEqual([]);
  });

  test('marks a run, which goes no further; a forged one marks the calls of its forger only', async () => {
    const [ada, bob] = [await logIn('ada'), await logIn('bob')];
    const forwarded: (string | null)[] = [];
    const ask = async (token: string, run: string) => {
      const headers = { 'x-auth-token': token, [RUN_HEADER]: run };
      await wire
        .carry(new Request('http://h/cloud/image/v2/images', { headers }), async (request) => {
          forwarded.push(request.headers.get(RUN_HEADER));
          return cloud.fetch(request);
        })
        .then((answer) => answer.text());
    };
    await ask(ada, RUN);
    await ask(bob, RUN);
    await ask(bob, '<b>no run</b>');
    const isImages = ({ service }: CallSummary) => service === 'image';
    expect(await seen('ada', isImages)).toMatchObject({ run: RUN });
    await seen('bob', (call) => isImages(call) && call.run === undefined);
    expect(callsOf('ada').filter(isImages)).toHaveLength(1);
    expect(forwarded).toEqual([null, null, null]);
  });

  test('that ends its own token is still recorded', async () => {
    const token = await logIn('ada');
    const headers = { 'x-auth-token': token, 'x-subject-token': token };
    expect((await carry('/identity/v3/auth/tokens', { method: 'DELETE', headers })).status).toBe(204);
    expect(await seen('ada', ({ method }) => method === 'DELETE')).toMatchObject({ status: 204 });
  });

  test('that is refused before its body was read is recorded all the same', async () => {
    const token = await logIn('ada');
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
    const answer = await carry('/compute/v2.1/nothing', { method: 'POST', headers, body: '{"a":1}' });
    await answer.text();
    expect(await whole('ada', ({ path }) => path.endsWith('nothing'))).toMatchObject({ status: 404 });
  });

  test('that brings an image’s data lets it stream, and tells its type and size', async () => {
    const token = await logIn('ada');
    const chunks = Array.from({ length: 50 }, (_, n) => new Uint8Array(100_000).fill(n));
    let pulled = 0;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        const chunk = chunks[pulled];
        pulled += 1;
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'PUT',
      headers: {
        'x-auth-token': token,
        'content-type': 'application/octet-stream',
        'content-length': '5000000',
      },
      body,
      duplex: 'half',
    };
    let atFirst = 0;
    const answer = await wire.carry(
      new Request('http://h/cloud/image/v2/images/a/file', init),
      async (request) => {
        const reader = request.body?.getReader();
        await reader?.read();
        atFirst = pulled;
        await reader?.cancel();
        return new Response(null, { status: 204 });
      },
    );
    expect(answer.status).toBe(204);
    expect(atFirst).toBeLessThan(5);
    expect(await whole('ada', ({ method }) => method === 'PUT')).toMatchObject({
      request: { body: { type: 'application/octet-stream', size: 5_000_000 } },
    });
  });

  test('with a long text keeps its beginning and says so, and hands on the whole of it', async () => {
    const token = await logIn('ada');
    const long = JSON.stringify({ output: 'x'.repeat(100_000) });
    const answer = await wire.carry(
      new Request('http://h/cloud/compute/v2.1/console', { headers: { 'x-auth-token': token } }),
      async () => new Response(long, { headers: { 'content-type': 'application/json' } }),
    );
    expect(await answer.text()).toBe(long);
    const call = await whole('ada', ({ path }) => path.endsWith('console'));
    expect(call?.response.body).toMatchObject({ size: long.length, missing: 'rest' });
    expect(call?.response.body?.text).toBe(long.slice(0, 16_384));
  });
});

describe('what services ask of each other', () => {
  test('is recorded under the call that caused it', async () => {
    const token = await logIn('ada');
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
    // Compute has network make the group: https://docs.openstack.org/api-ref/compute/#create-security-group
    const body = JSON.stringify({ security_group: { name: 'web', description: '' } });
    const answer = await carry('/compute/v2.1/os-security-groups', { method: 'POST', headers, body });
    const { id } = z
      .object({ security_group: z.object({ id: z.string() }) })
      .parse(await answer.json()).security_group;
    const outer = await seen('ada', ({ path }) => path.endsWith('os-security-groups'));
    const inner = await whole('ada', ({ cause, method }) => cause === outer.id && method === 'POST');
    expect(inner).toMatchObject({ client: 'nova', service: 'networking', status: 201 });
    expect(inner?.response.body?.text).toContain(id);
    expect(callsOf('bob')).toEqual([]);
  });

  test('in its own name is recorded without what it was told, which may not be the learner’s', async () => {
    const token = await logIn('ada');
    const ask = (path: string, as: string): Promise<Response> =>
      wire.nest(
        'nova',
        new Request(`http://h/cloud${path}`, { headers: { 'x-auth-token': as, 'x-service-token': 'own' } }),
        async () => Response.json({ ports: ['of somebody'] }),
      );
    const request = new Request('http://h/cloud/compute/v2.1/servers', {
      headers: { 'x-auth-token': token },
    });
    await wire.carry(request, async () => {
      await ask('/networking/own-name', 'own');
      await ask('/networking/learners-name', token);
      return new Response();
    });
    const own = await whole('ada', ({ path }) => path === '/networking/own-name');
    expect(own?.response.body).toEqual({ type: 'application/json', size: 25, missing: 'withheld' });
    const theirs = await whole('ada', ({ path }) => path === '/networking/learners-name');
    expect(theirs?.response.body).toMatchObject({ text: '{"ports":["of somebody"]}' });
  });

  test('is not recorded when no call of a learner caused it', async () => {
    await cloud.createLearner({ name: 'eve', password: 'of eve' });
    await logIn('eve');
    await seen('eve', () => true);
    expect(callsOf('eve')).toHaveLength(1);
    expect(faults).toEqual([]);
  });
});
