import { base64, type Server } from 'openstack';
import { describe, expect, it } from 'vitest';
import { ScriptedCloud } from '../scripted-cloud.ts';

const server = (status: string, more: object = {}) => ({
  id: 's1',
  name: 'web',
  status,
  addresses: {},
  created: '2030-01-01T00:00:00Z',
  updated: '2030-01-01T00:00:00Z',
  flavor: { id: '1' },
  ...more,
});

/** A cloud whose server goes through these states, one more at each look, and stays in the last. */
function moving(...states: (object | null)[]): ScriptedCloud {
  let look = 0;
  return new ScriptedCloud(() => {
    const state = states[Math.min(look++, states.length - 1)];
    return state === null
      ? { status: 404, body: { itemNotFound: { message: 'Instance s1 could not be found.' } } }
      : { body: { server: state } };
  });
}

it('orders a server and reads it, as the order is answered with its id alone', async () => {
  const scripted = new ScriptedCloud(({ method }) =>
    method === 'POST'
      ? { status: 202, body: { server: { id: 's1' } } }
      : { body: { server: server('BUILD') } },
  );
  const cloud = await scripted.connect();
  const order = { name: 'web', imageRef: 'i', flavorRef: '1', user_data: base64('#!/bin/sh\necho ñ\n') };
  expect((await cloud.compute.servers.create(order)).status).toBe('BUILD');
  expect(scripted.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['POST', '/compute/v2.1/servers', { server: order }],
    ['GET', '/compute/v2.1/servers/s1', undefined],
  ]);
  expect(Buffer.from(order.user_data, 'base64').toString()).toBe('#!/bin/sh\necho ñ\n');
});

it('spells each action as Nova does', async () => {
  const scripted = new ScriptedCloud(({ body }) =>
    JSON.stringify(body).includes('Console') ? { body: { output: 'login:' } } : { status: 202 },
  );
  const { servers } = (await scripted.connect()).compute;
  await servers.start('s1');
  await servers.stop({ id: 's1' });
  await servers.reboot('s1', 'HARD');
  await servers.addSecurityGroup('s1', 'web');
  await servers.removeSecurityGroup('s1', 'web');
  expect(await servers.consoleLog('s1', 10)).toBe('login:');
  expect(await servers.consoleLog('s1')).toBe('login:');
  expect(new Set(scripted.calls.map(({ method, path }) => `${method} ${path}`))).toEqual(
    new Set(['POST /compute/v2.1/servers/s1/action']),
  );
  expect(scripted.calls.map(({ body }) => body)).toEqual([
    { 'os-start': null },
    { 'os-stop': null },
    { reboot: { type: 'HARD' } },
    { addSecurityGroup: { name: 'web' } },
    { removeSecurityGroup: { name: 'web' } },
    { 'os-getConsoleOutput': { length: 10 } },
    { 'os-getConsoleOutput': {} },
  ]);
});

describe('waiting for a server', () => {
  it('tells each change once, and gives the server when it is there', async () => {
    const scripted = moving(server('BUILD'), server('BUILD'), server('ACTIVE', { accessIPv4: '' }));
    const { servers } = (await scripted.connect()).compute;
    const seen: string[] = [];
    const onStatus = (status: string, { name }: Server) => seen.push(`${name} ${status}`);
    expect(await servers.waitFor('s1', 'ACTIVE', { onStatus })).toMatchObject({ status: 'ACTIVE' });
    expect(seen).toEqual(['web BUILD', 'web ACTIVE']);
  });

  it('ends with the reason when the server fails', async () => {
    const scripted = moving(
      server('BUILD'),
      server('ERROR', { fault: { code: 500, message: 'No valid host was found.' } }),
    );
    const { servers } = (await scripted.connect()).compute;
    await expect(servers.waitFor('s1', 'ACTIVE')).rejects.toThrow(
      'The server web failed: No valid host was found.',
    );
  });

  it('gives up when the time is over', async () => {
    const { servers } = (await moving(server('BUILD')).connect()).compute;
    await expect(servers.waitFor('s1', 'ACTIVE', { timeout: 20_000 })).rejects.toThrow(
      'The server did not become ACTIVE within 20 s; it is BUILD.',
    );
  });

  it('ends when the server is deleted meanwhile', async () => {
    const { servers } = (await moving(server('BUILD'), null).connect()).compute;
    await expect(servers.waitFor('s1', 'ACTIVE')).rejects.toThrow('was deleted while we waited for ACTIVE');
  });

  it('can be stopped from outside', async () => {
    const { servers } = (await moving(server('BUILD')).connect()).compute;
    const controller = new AbortController();
    const reason = new Error('enough');
    const onStatus = () => controller.abort(reason);
    await expect(servers.waitFor('s1', 'ACTIVE', { onStatus, signal: controller.signal })).rejects.toBe(
      reason,
    );
  });

  it('sees a deleted server go', async () => {
    const scripted = moving(server('ACTIVE'), server('ACTIVE'), null);
    const { servers } = (await scripted.connect()).compute;
    await servers.waitUntilGone('s1');
    expect(scripted.calls).toHaveLength(3);
  });

  it('does not take a failing service for a server that is gone', async () => {
    const scripted = new ScriptedCloud(() => ({ status: 500, body: { computeFault: { message: 'oops' } } }));
    const { servers } = (await scripted.connect()).compute;
    await expect(servers.waitUntilGone('s1')).rejects.toMatchObject({ status: 500 });
  });
});

describe('key pairs', () => {
  const keypair = { name: 'my key', public_key: 'ssh-ed25519 AAAA', fingerprint: 'aa:bb' };

  it('have names for ids, and are unwrapped one by one', async () => {
    const scripted = new ScriptedCloud(({ path, method }) => {
      if (method === 'DELETE') return { status: 202 };
      return { body: path.endsWith('os-keypairs') ? { keypairs: [{ keypair }] } : { keypair } };
    });
    const { keypairs } = (await scripted.connect()).compute;
    expect(await keypairs.list()).toEqual([keypair]);
    expect(await keypairs.find('my key')).toEqual(keypair);
    await keypairs.delete('my key');
    expect(scripted.calls.map(({ path }) => path)).toEqual([
      '/compute/v2.1/os-keypairs',
      '/compute/v2.1/os-keypairs/my%20key',
      '/compute/v2.1/os-keypairs/my%20key',
    ]);
  });

  it('are made by the cloud, which tells the private half once', async () => {
    const scripted = new ScriptedCloud(() => ({ body: { keypair: { ...keypair, private_key: '-----' } } }));
    const { keypairs } = (await scripted.connect()).compute;
    expect((await keypairs.create({ name: 'my key' })).private_key).toBe('-----');
    expect(scripted.calls[0]?.body).toEqual({ keypair: { name: 'my key' } });
  });

  it('that do not exist are found to be undefined', async () => {
    const { keypairs } = (await new ScriptedCloud().connect()).compute;
    expect(await keypairs.find('none')).toBeUndefined();
  });
});
