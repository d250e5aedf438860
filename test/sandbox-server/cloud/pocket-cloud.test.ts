import { describe, expect, test } from 'vitest';
import { bootServer, login, makeNetwork, openPocket } from '../../fakes/pocket.ts';

test('a learner is a member of a project of their own, and of no other', async () => {
  const { ana, ben, nobody } = await openPocket();
  expect(ana.project).not.toBe(ben.project);
  const projects = await ana.ask('GET', '/identity/v3/auth/projects');
  expect(projects.each('name', 'projects')).toEqual(['ana']);
  const foreign = { body: login('ana', 'ana-password', 'ben') };
  expect((await nobody.ask('POST', '/identity/v3/auth/tokens', foreign)).status).toBe(401);
});

test('a learner of a name that is taken is refused, and nothing is left behind', async () => {
  const { cloud, admin } = await openPocket();
  await expect(cloud.createLearner({ name: 'ana', password: 'x' })).rejects.toThrow('Conflict');
  expect((await admin.ask('GET', '/identity/v3/users?name=ana')).each('name', 'users')).toEqual(['ana']);
});

test('a learner whose user name is taken leaves no project behind', async () => {
  const { cloud, admin } = await openPocket();
  await admin.ask('POST', '/identity/v3/users', { body: { user: { name: 'zoe' } } });
  await expect(cloud.createLearner({ name: 'zoe', password: 'x' })).rejects.toThrow('Conflict');
  expect((await admin.ask('GET', '/identity/v3/projects?name=zoe')).at('projects')).toEqual([]);
});

describe('purging a project', () => {
  test('takes away all that it has, and nothing of others', async () => {
    const pocket = await openPocket();
    const { ana, ben, cloud, hypervisor } = pocket;
    await makeNetwork(ana);
    await makeNetwork(ben);
    await bootServer(pocket, ana, { name: 'of-ana' });
    await bootServer(pocket, ben, { name: 'of-ben' });
    await ana.ask('POST', '/image/v2/images', { body: { name: 'own' } });
    await ana.ask('POST', '/compute/v2.1/os-keypairs', { body: { keypair: { name: 'mine' } } });
    await cloud.purgeProject(ana.project);
    expect((await ana.ask('GET', '/compute/v2.1/servers')).at('servers')).toEqual([]);
    expect((await ana.ask('GET', '/compute/v2.1/os-keypairs')).at('keypairs')).toEqual([]);
    expect((await ana.ask('GET', '/networking/v2.0/ports')).at('ports')).toEqual([]);
    expect((await ana.ask('GET', '/networking/v2.0/networks')).each('name', 'networks')).toEqual(['public']);
    expect((await ana.ask('GET', `/image/v2/images?owner=${ana.project}`)).at('images')).toEqual([]);
    expect((await ben.ask('GET', '/compute/v2.1/servers')).each('name', 'servers')).toEqual(['of-ben']);
    expect(hypervisor.calls).toContain('destroy of-ana');
    expect(hypervisor.calls).not.toContain('destroy of-ben');
  });

  test('also takes the learner away when they leave', async () => {
    const { ana, cloud, enter } = await openPocket();
    await cloud.removeLearner({ projectId: ana.project, userId: ana.user });
    expect((await ana.ask('GET', '/compute/v2.1/servers')).status).toBe(401);
    expect((await enter('ana', 'ana-password')).token).toBe('');
  });
});

test('after a restart everything is there: tokens, servers, images, and who is to run', async () => {
  const before = await openPocket();
  await makeNetwork(before.ana);
  const id = await bootServer(before, before.ana);
  const images = await before.ana.ask('GET', '/image/v2/images');
  await before.cloud.close();
  const after = await openPocket(before.store, before.clock);
  const headers = { 'x-auth-token': before.ana.token };
  const servers = await after.nobody.ask('GET', '/compute/v2.1/servers', { headers });
  expect(servers.each('id', 'servers')).toEqual([id]);
  const again = await after.nobody.ask('GET', '/image/v2/images', { headers });
  expect(again.at('images')).toEqual(images.at('images'));
  const [card] = await after.cloud.serverCards();
  expect(card).toMatchObject({ id, name: 'one', running: true, project: before.ana.project });
  expect(card?.ports[0]?.addresses[0]).toEqual({ address: '10.0.0.2', prefix: 24, gateway: '10.0.0.1' });
});

test('a server that was being built when the process ended is built after it', async () => {
  const before = await openPocket();
  await makeNetwork(before.ana);
  const body = { server: { name: 'late', flavorRef: '1', imageRef: '', networks: [] } };
  const images = await before.ana.ask('GET', '/image/v2/images');
  body.server.imageRef = images.textAt('images', 0, 'id');
  await before.ana.ask('POST', '/compute/v2.1/servers', { body });
  await before.cloud.close();
  const after = await openPocket(before.store, before.clock);
  after.clock.advance(10_000);
  await after.ana.ask('GET', '/compute/v2.1/servers');
  await after.cloud.idle();
  expect(after.hypervisor.calls).toEqual(['boot late']);
});

test('a server whose ports were being made when the process ended is in error after it', async () => {
  const before = await openPocket();
  await bootServer(before, before.ana);
  const [row] = before.store.load('servers');
  const cut = { ...JSON.parse(row?.json ?? ''), connected: false, phase: 'scheduling', launchedAt: null };
  before.store.put('servers', cut.id, JSON.stringify(cut));
  const after = await openPocket(before.store, before.clock);
  const seen = await after.ana.ask('GET', `/compute/v2.1/servers/${cut.id}`);
  expect(seen.at('server', 'status')).toBe('ERROR');
  expect(seen.textAt('server', 'fault', 'message')).toContain('The cloud stopped');
});
