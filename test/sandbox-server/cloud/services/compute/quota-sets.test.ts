import { beforeEach, expect, test } from 'vitest';
import { bootServer, openPocket, type Person, serverOrder } from '../../../../fakes/pocket.ts';

const PATH = '/compute/v2.1/os-quota-sets';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
});

test('an administrator limits a project, and servers are refused from then on', async () => {
  const body = { quota_set: { instances: '1' } };
  expect((await ana.ask('PUT', `${PATH}/${ana.project}`, { body })).status).toBe(403);
  const set = await pocket.admin.ask('PUT', `${PATH}/${ana.project}`, { body });
  expect(set.at('quota_set', 'instances')).toBe(1);
  await bootServer(pocket, ana);
  const refused = await ana.ask('POST', '/compute/v2.1/servers', { body: await serverOrder(ana) });
  expect(refused.at('forbidden', 'message')).toBe(
    'Quota exceeded for instances: Requested 1, but already used 1 of 1 instances',
  );
  await pocket.admin.ask('DELETE', `${PATH}/${ana.project}`);
  expect((await ana.ask('GET', `${PATH}/${ana.project}`)).at('quota_set', 'instances')).toBe(10);
});

test('what is used is shown beside what may be, in quotas and limits alike', async () => {
  await bootServer(pocket, ana, { flavorRef: '3' });
  const detail = await ana.ask('GET', `${PATH}/${ana.project}/detail`);
  expect(detail.at('quota_set', 'cores')).toEqual({ limit: 20, in_use: 2, reserved: 0 });
  const limits = await ana.ask('GET', '/compute/v2.1/limits');
  expect(limits.at('limits', 'absolute')).toMatchObject({
    maxTotalInstances: 10,
    totalInstancesUsed: 1,
    totalCoresUsed: 2,
    totalRAMUsed: 4096,
  });
});

test("another project's quota is not shown to a learner", async () => {
  expect((await ana.ask('GET', `${PATH}/${pocket.ben.project}`)).status).toBe(403);
  expect((await pocket.admin.ask('GET', `${PATH}/${pocket.ben.project}`)).status).toBe(200);
});

test('a limit is a whole number', async () => {
  const body = { quota_set: { instances: 'many' } };
  const reply = await pocket.admin.ask('PUT', `${PATH}/${ana.project}`, { body });
  expect(reply.textAt('badRequest', 'message')).toBe(
    "Invalid input for field/attribute instances. Value: many. 'many' does not match '^-?[0-9]+$'",
  );
});
