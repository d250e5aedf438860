import { beforeEach, describe, expect, test } from 'vitest';
import {
  bootServer,
  makeNetwork,
  openPocket,
  type Person,
  pass,
  type Reply,
} from '../../../../fakes/pocket.ts';

const PATH = '/compute/v2.1/servers';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
let id = '';
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
  await makeNetwork(ana);
  id = await bootServer(pocket, ana);
  pocket.hypervisor.calls.length = 0;
});

const act = (body: object, version = '2.1', who = ana): Promise<Reply> =>
  who.ask('POST', `${PATH}/${id}/action`, { body, version });
const status = async (ms: number): Promise<unknown> =>
  (await pass(pocket, ana, id, ms)).at('server', 'status');

describe('power', () => {
  test.each([
    ['os-stop', 'os-start', 'SHUTOFF', 4],
    ['pause', 'unpause', 'PAUSED', 3],
    ['suspend', 'resume', 'SUSPENDED', 4],
    ['shelve', 'unshelve', 'SHELVED_OFFLOADED', 4],
  ])('%s and %s', async (there, back, between, power) => {
    expect((await act({ [there]: null })).status).toBe(202);
    const seen = await pass(pocket, ana, id, 2000);
    expect([seen.at('server', 'status'), seen.at('server', 'OS-EXT-STS:power_state')]).toEqual([
      between,
      power,
    ]);
    expect(pocket.hypervisor.calls).toEqual(['stop one']);
    expect((await act({ [back]: null })).status).toBe(202);
    expect(await status(2000)).toBe('ACTIVE');
    expect(pocket.hypervisor.calls).toEqual(['stop one', 'start one']);
  });

  test('a server is active until it has stopped', async () => {
    await act({ 'os-stop': null });
    const seen = await pass(pocket, ana, id, 0);
    expect(seen.at('server', 'OS-EXT-STS:task_state')).toBe('powering-off');
    expect((await act({ 'os-stop': null })).at('conflictingRequest', 'message')).toBe(
      `Cannot 'stop' instance ${id} while it is in task_state powering-off`,
    );
  });

  test('rebooting goes through REBOOT, hard from SHUTOFF too', async () => {
    await act({ reboot: { type: 'SOFT' } });
    expect(await status(0)).toBe('REBOOT');
    expect(await status(2000)).toBe('ACTIVE');
    await act({ 'os-stop': null });
    await status(2000);
    expect((await act({ reboot: { type: 'SOFT' } })).status).toBe(409);
    await act({ reboot: { type: 'HARD' } });
    expect(await status(0)).toBe('HARD_REBOOT');
    expect(await status(2000)).toBe('ACTIVE');
    expect(pocket.hypervisor.calls).toEqual(['reboot one', 'stop one', 'reboot one']);
  });

  test.each([
    [{ 'os-start': null }, 409, "Cannot 'start' instance ID while it is in vm_state active"],
    [{ unpause: null }, 409, "Cannot 'unpause' instance ID while it is in vm_state active"],
    [
      { reboot: { type: 'GENTLE' } },
      400,
      "'GENTLE' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']",
    ],
    [{ juggle: null }, 400, 'There is no such action: juggle'],
    [{}, 400, 'Malformed request body'],
    [{ migrate: null }, 403, 'os_compute_api:os-migrate-server:migrate'],
    [{ rescue: null }, 501, 'does not support rescue'],
    [{ 'os-getConsoleOutput': { length: 'x' } }, 400, "'x' does not match '^-?[0-9]+$'"],
  ])('%j is %i', async (body, code, words) => {
    const reply = await act(body);
    expect(reply.status).toBe(code);
    expect(reply.text).toContain(words.replace('ID', id));
  });
});

test('the console log is given whole, or its last lines', async () => {
  expect((await act({ 'os-getConsoleOutput': {} })).at('output')).toBe('one login:\none\ntwo\n');
  expect((await act({ 'os-getConsoleOutput': { length: 1 } })).at('output')).toBe('two');
  expect((await act({ 'os-getConsoleOutput': { length: '2' } })).at('output')).toBe('one\ntwo');
});

test('a locked server obeys nobody but an administrator until it is unlocked', async () => {
  await act({ lock: { locked_reason: 'exam' } }, '2.73');
  const seen = await ana.ask('GET', `${PATH}/${id}`, { version: '2.73' });
  expect([seen.at('server', 'locked'), seen.at('server', 'locked_reason')]).toEqual([true, 'exam']);
  expect((await act({ 'os-stop': null })).status).toBe(409);
  await act({ unlock: null });
  expect((await act({ 'os-stop': null })).status).toBe(202);
});

describe('resizing', () => {
  test('is tried, and kept when confirmed', async () => {
    await act({ resize: { flavorRef: '2' } });
    expect(await status(0)).toBe('RESIZE');
    expect(await status(3000)).toBe('VERIFY_RESIZE');
    expect((await act({ confirmResize: null })).status).toBe(204);
    const seen = await ana.ask('GET', `${PATH}/${id}`);
    expect([seen.at('server', 'status'), seen.at('server', 'flavor', 'id')]).toEqual(['ACTIVE', '2']);
    expect(pocket.hypervisor.calls).toEqual(['stop one', 'update one', 'start one']);
    expect(pocket.hypervisor.cards.get(id)?.flavor.name).toBe('m1.small');
  });

  test('is given back when reverted', async () => {
    await act({ resize: { flavorRef: '2' } });
    await status(3000);
    await act({ revertResize: null });
    expect(await status(3000)).toBe('ACTIVE');
    expect(pocket.hypervisor.cards.get(id)?.flavor.name).toBe('m1.tiny');
  });

  test.each([
    [{ resize: { flavorRef: '1' } }, 400, 'When resizing, instances must change flavor!'],
    [{ resize: { flavorRef: 'nowhere' } }, 400, 'Flavor nowhere could not be found.'],
    [{ confirmResize: null }, 409, "Cannot 'confirmResize' instance"],
  ])('%j is %i', async (body, code, words) => {
    const reply = await act(body);
    expect([reply.status, reply.text]).toEqual([code, expect.stringContaining(words)]);
  });
});

test('rebuilding gives a fresh machine with the same addresses', async () => {
  const before = (await ana.ask('GET', `${PATH}/${id}/ips`)).body;
  const image = (await ana.ask('GET', '/image/v2/images?name=debian-12')).textAt('images', 0, 'id');
  const reply = await act({ rebuild: { imageRef: image, name: 'again' } });
  expect([reply.status, reply.at('server', 'status')]).toEqual([202, 'REBUILD']);
  expect(await status(3000)).toBe('ACTIVE');
  expect(pocket.hypervisor.calls).toEqual(['destroy one', 'boot again']);
  expect(pocket.hypervisor.cards.get(id)?.image?.name).toBe('debian-12');
  expect((await ana.ask('GET', `${PATH}/${id}/ips`)).body).toEqual(before);
});

test('an image of a server is its owner’s, and says what it is of', async () => {
  const reply = await act({ createImage: { name: 'snap', metadata: { from: 'ana' } } }, '2.45');
  const image = await ana.ask('GET', `/image/v2/images/${reply.textAt('image_id')}`);
  expect(image.body).toMatchObject({
    name: 'snap',
    status: 'active',
    visibility: 'private',
    owner: ana.project,
    instance_uuid: id,
    image_type: 'snapshot',
    from: 'ana',
  });
});

test('security groups are added to a running server, and taken away', async () => {
  const group = { body: { security_group: { name: 'web' } } };
  await ana.ask('POST', '/networking/v2.0/security-groups', group);
  const names = async (): Promise<unknown[]> =>
    (await ana.ask('GET', `${PATH}/${id}/os-security-groups`)).each('name', 'security_groups').sort();
  expect((await act({ addSecurityGroup: { name: 'web' } })).status).toBe(202);
  expect(await names()).toEqual(['default', 'web']);
  expect((await act({ removeSecurityGroup: { name: 'web' } })).status).toBe(202);
  expect(await names()).toEqual(['default']);
  expect((await act({ removeSecurityGroup: { name: 'web' } })).text).toContain(
    'not associated with the instance',
  );
  expect((await act({ addSecurityGroup: { name: 'no' } })).text).toContain('Security group no is not found');
});

test('floating addresses go by way of compute until 2.43, and no more since', async () => {
  const body = { addFloatingIp: { address: '203.0.113.9' } };
  expect((await act(body, '2.43')).text).toContain('floating IP not found');
  expect((await act(body, '2.44')).at('itemNotFound', 'message')).toBe('The resource could not be found.');
});

test('what was done is noted, the last first', async () => {
  await act({ 'os-stop': null });
  await status(2000);
  const list = await ana.ask('GET', `${PATH}/${id}/os-instance-actions`, { version: '2.51' });
  expect(list.each('action', 'instanceActions')).toEqual(['stop', 'create']);
  const request = list.textAt('instanceActions', 0, 'request_id');
  const one = await ana.ask('GET', `${PATH}/${id}/os-instance-actions/${request}`, { version: '2.51' });
  expect(one.at('instanceAction', 'events', 0, 'event')).toBe('compute_stop_instance');
});
