import { beforeAll, expect, test } from 'vitest';
import { openPocket } from '../../../../fakes/pocket.ts';

const PATH = '/identity/v3/users';
let pocket: Awaited<ReturnType<typeof openPocket>>;
beforeAll(async () => {
  pocket = await openPocket();
});

test('a user sees itself and its projects, and no other user', async () => {
  const { ana, ben } = pocket;
  expect((await ana.ask('GET', `${PATH}/${ana.user}`)).at('user', 'name')).toBe('ana');
  expect((await ana.ask('GET', `${PATH}/${ana.user}/projects`)).each('name', 'projects')).toEqual(['ana']);
  expect((await ana.ask('GET', `${PATH}/${ben.user}`)).status).toBe(403);
  expect((await ana.ask('GET', PATH)).status).toBe(403);
});

test('no answer contains a password, in whatever form', async () => {
  const made = await pocket.admin.ask('POST', PATH, {
    body: { user: { name: 'gil', password: 'very-secret' } },
  });
  const shown = await pocket.admin.ask('GET', PATH);
  expect(made.text + shown.text).not.toMatch(/very-secret|pbkdf2/);
  expect([...pocket.store.load('users')].map(({ json }) => json).join()).not.toContain('very-secret');
});

test('a changed password ends the tokens of the old one', async () => {
  const { cloud, enter, admin } = pocket;
  const { userId } = await cloud.createLearner({ name: 'eva', password: 'old' });
  const eva = await enter('eva', 'old');
  await admin.ask('PATCH', `${PATH}/${userId}`, { body: { user: { password: 'new' } } });
  expect((await eva.ask('GET', '/compute/v2.1/servers')).status).toBe(401);
  expect((await enter('eva', 'old')).token).toBe('');
  expect((await enter('eva', 'new')).token).not.toBe('');
});

test('a user changes its own password by knowing it', async () => {
  const { cloud, enter, nobody } = pocket;
  const { userId } = await cloud.createLearner({ name: 'ivo', password: 'old' });
  const change = (original_password: string) =>
    nobody.ask('POST', `${PATH}/${userId}/password`, {
      body: { user: { original_password, password: 'new' } },
    });
  expect((await change('wrong')).status).toBe(401);
  expect((await change('old')).status).toBe(204);
  expect((await enter('ivo', 'new')).token).not.toBe('');
});

test('names are unique, unknown users are not found', async () => {
  const twice = await pocket.admin.ask('POST', PATH, { body: { user: { name: 'ana' } } });
  expect(twice.at('error', 'message')).toBe(
    'Conflict occurred attempting to store user - Duplicate entry found with name ana at domain ID default.',
  );
  const missing = await pocket.admin.ask('GET', `${PATH}/nobody`);
  expect([missing.status, missing.at('error', 'message')]).toEqual([404, 'Could not find user: nobody.']);
});

test('what else is said of a user is kept', async () => {
  const { admin, ana } = pocket;
  const reply = await admin.ask('PATCH', `${PATH}/${ana.user}`, {
    body: { user: { email: 'ana@example.com' } },
  });
  expect(reply.at('user', 'email')).toBe('ana@example.com');
  expect((await ana.ask('GET', `${PATH}/${ana.user}`)).at('user', 'email')).toBe('ana@example.com');
});
