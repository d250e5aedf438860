import { beforeAll, expect, test } from 'vitest';
import { openPocket } from '../../../../fakes/pocket.ts';

const PATH = '/identity/v3/projects';
let pocket: Awaited<ReturnType<typeof openPocket>>;
beforeAll(async () => {
  pocket = await openPocket();
});

test('an administrator makes, changes and deletes projects', async () => {
  const { admin } = pocket;
  const made = await admin.ask('POST', PATH, { body: { project: { name: 'class', domain_id: 'default' } } });
  expect(made.status).toBe(201);
  const id = made.textAt('project', 'id');
  expect(made.at('project', 'links', 'self')).toBe(`http://cloud.test/cloud${PATH}/${id}`);
  const changed = await admin.ask('PATCH', `${PATH}/${id}`, {
    body: { project: { description: 'of 2026' } },
  });
  expect(changed.at('project', 'description')).toBe('of 2026');
  expect((await admin.ask('GET', `${PATH}?name=class`)).each('id', 'projects')).toEqual([id]);
  expect((await admin.ask('DELETE', `${PATH}/${id}`)).status).toBe(204);
  expect((await admin.ask('GET', `${PATH}/${id}`)).at('error', 'message')).toBe(
    `Could not find project: ${id}.`,
  );
});

test('a learner sees their own project and may do nothing else', async () => {
  const { ana, ben } = pocket;
  expect((await ana.ask('GET', `${PATH}/${ana.project}`)).at('project', 'name')).toBe('ana');
  const refused = await ana.ask('GET', PATH);
  expect(refused.status).toBe(403);
  expect(refused.at('error', 'message')).toBe(
    'You are not authorized to perform the requested action: identity:list_projects.',
  );
  expect((await ana.ask('GET', `${PATH}/${ben.project}`)).status).toBe(403);
  expect((await ana.ask('DELETE', `${PATH}/${ana.project}`)).status).toBe(403);
});

test('two projects of a domain do not have the same name', async () => {
  const reply = await pocket.admin.ask('POST', PATH, { body: { project: { name: 'ana' } } });
  expect(reply.status).toBe(409);
  expect(reply.textAt('error', 'message')).toContain(`name is ana, project id ${pocket.ana.project}`);
});

test('a project without a name is refused, and the answer says what is missing', async () => {
  const reply = await pocket.admin.ask('POST', PATH, { body: { project: { domain_id: 'default' } } });
  expect([reply.status, reply.at('error', 'message')]).toEqual([400, "'name' is a required property"]);
});

test('the tokens of a project end when it is disabled', async () => {
  const { admin, cloud, enter } = pocket;
  const { projectId } = await cloud.createLearner({ name: 'eva', password: 'p' });
  const eva = await enter('eva', 'p');
  await admin.ask('PATCH', `${PATH}/${projectId}`, { body: { project: { enabled: false } } });
  expect((await eva.ask('GET', '/compute/v2.1/servers')).status).toBe(401);
  expect((await enter('eva', 'p')).token).toBe('');
});
