import { beforeAll, describe, expect, test } from 'vitest';
import { bootServer, makeNetwork, openPocket, type Person } from '../../../../fakes/pocket.ts';

const PATH = '/compute/v2.1/servers';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
beforeAll(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
  await makeNetwork(ana);
  await bootServer(pocket, ana, { name: 'app-controller' });
  await bootServer(pocket, ana, { name: 'app-worker-1', flavorRef: '2' });
  const stopped = await bootServer(pocket, ana, { name: 'app-worker-2' });
  await ana.ask('POST', `${PATH}/${stopped}/action`, { body: { 'os-stop': null } });
  pocket.clock.advance(5000);
  await bootServer(pocket, pocket.ben, { name: 'of-ben' });
});

test('a project sees its own servers, the newest first', async () => {
  const list = await ana.ask('GET', PATH);
  expect(list.each('name', 'servers')).toEqual(['app-worker-2', 'app-worker-1', 'app-controller']);
  expect((await pocket.ben.ask('GET', PATH)).each('name', 'servers')).toEqual(['of-ben']);
});

describe('filters', () => {
  test.each([
    ['name=worker', ['app-worker-2', 'app-worker-1']],
    ['name=^app-c', ['app-controller']],
    ['status=ACTIVE', ['app-worker-1', 'app-controller']],
    ['status=SHUTOFF', ['app-worker-2']],
    ['status=SLEEPY', []],
    ['flavor=2', ['app-worker-1']],
    ['ip=10.0.0.3', ['app-worker-1']],
    ['changes-since=2011-01-01T00:00:00Z&name=controller', ['app-controller']],
    ['changes-since=2031-01-01T00:00:00Z', []],
    ['sort_key=display_name&sort_dir=asc', ['app-controller', 'app-worker-1', 'app-worker-2']],
  ])('%s', async (query, names) => {
    expect((await ana.ask('GET', `${PATH}?${query}`)).each('name', 'servers')).toEqual(names);
  });

  test.each([
    ['limit=many', "Invalid input for query parameters limit. Value: many. 'many' does not match '^[0-9]*$'"],
    ['marker=nowhere', 'marker [nowhere] not found'],
    ['changes-since=yesterday', "'yesterday' is not a 'date-time'"],
    ['sort_key=shoe_size', "'shoe_size' is not one of ["],
    ['name=(', 'is not a regular expression'],
    ['name=(a%2B)%2B$', 'is too complex a regular expression'],
    ['name=a*a*a*a*b', 'is too complex a regular expression'],
  ])('%s is a bad request', async (query, words) => {
    const reply = await ana.ask('GET', `${PATH}?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.textAt('badRequest', 'message')).toContain(words);
  });
});

test('pages follow each other to the end', async () => {
  const names: unknown[] = [];
  let next = `${PATH}?limit=2`;
  while (next !== '') {
    const reply = await ana.ask('GET', next);
    names.push(...reply.each('name', 'servers'));
    next = reply.textAt('servers_links', 0, 'href').replace('http://cloud.test/cloud', '');
  }
  expect(names).toEqual(['app-worker-2', 'app-worker-1', 'app-controller']);
});

test('all projects are seen by an administrator alone', async () => {
  const refused = await ana.ask('GET', `${PATH}?all_tenants=1`);
  expect(refused.at('forbidden', 'message')).toBe(
    "Policy doesn't allow os_compute_api:servers:index:get_all_tenants to be performed.",
  );
  const all = await pocket.admin.ask('GET', `${PATH}/detail?all_tenants=1`);
  expect(all.each('name', 'servers')).toHaveLength(4);
  const one = await pocket.admin.ask('GET', `${PATH}?all_tenants=1&project_id=${pocket.ben.project}`);
  expect(one.each('name', 'servers')).toEqual(['of-ben']);
});

test('details are those of the server itself', async () => {
  const list = await ana.ask('GET', `${PATH}/detail?name=controller`, { version: '2.70' });
  const one = await ana.ask('GET', `${PATH}/${list.textAt('servers', 0, 'id')}`, { version: '2.70' });
  expect(list.at('servers', 0)).toEqual(one.at('server'));
});
