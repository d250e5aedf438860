import { expect, it } from 'vitest';
import { ScriptedCloud } from './scripted-cloud.ts';

const noServers = () => ({ body: { servers: [] } });

it('sends the same token with each call while it is good', async () => {
  const scripted = new ScriptedCloud(noServers);
  const cloud = await scripted.connect();
  await cloud.compute.servers.list();
  await cloud.compute.servers.list();
  expect(scripted.calls.map(({ token }) => token)).toEqual(['token-1', 'token-1']);
});

it('logs in again before the token expires, once for all calls of the moment', async () => {
  const scripted = new ScriptedCloud(noServers);
  const cloud = await scripted.connect();
  scripted.now += 3_600_000 - 30_000;
  await Promise.all([cloud.compute.servers.list(), cloud.compute.servers.list()]);
  await cloud.compute.servers.list();
  expect(scripted.calls.map(({ token }) => token)).toEqual(['token-2', 'token-2', 'token-2']);
});

it('repeats a call with a new token when a service calls the old one invalid', async () => {
  const scripted = new ScriptedCloud(({ token }) =>
    token === 'token-1' ? { status: 401, body: { error: { message: 'token expired' } } } : noServers(),
  );
  const cloud = await scripted.connect();
  expect(await cloud.compute.servers.list()).toEqual([]);
  expect(scripted.calls.map(({ token }) => token)).toEqual(['token-1', 'token-2']);
});

it('tells a 401 that a new token does not cure', async () => {
  const scripted = new ScriptedCloud(() => ({ status: 401, body: { error: { message: 'go away' } } }));
  const cloud = await scripted.connect();
  await expect(cloud.compute.servers.list()).rejects.toThrow('401 from compute: go away');
  expect(scripted.calls).toHaveLength(2);
});

it('logs in anew after a login that failed', async () => {
  const scripted = new ScriptedCloud(noServers);
  const cloud = await scripted.connect();
  scripted.now += 4_000_000;
  const { fetch } = scripted.world;
  scripted.world.fetch = () => Promise.reject(new TypeError('network is down'));
  await expect(cloud.compute.servers.list()).rejects.toThrow('Nothing answers at http://cloud.test.');
  scripted.world.fetch = fetch;
  expect(await cloud.compute.servers.list()).toEqual([]);
});
