import { beforeAll, expect, test } from 'vitest';
import { openPocket } from '../../../../fakes/pocket.ts';

let pocket: Awaited<ReturnType<typeof openPocket>>;
let member = '';
beforeAll(async () => {
  pocket = await openPocket();
  member = (await pocket.admin.ask('GET', '/identity/v3/roles?name=member')).textAt('roles', 0, 'id');
});

test('a role on a project lets a user in; taken away, it ends their tokens there', async () => {
  const { admin, ana, ben, nobody } = pocket;
  const path = `/identity/v3/projects/${ben.project}/users/${ana.user}/roles/${member}`;
  expect((await admin.ask('HEAD', path)).status).toBe(404);
  expect((await admin.ask('PUT', path)).status).toBe(204);
  expect((await admin.ask('HEAD', path)).status).toBe(204);
  const identity = { methods: ['token'], token: { id: ana.token } };
  const body = { auth: { identity, scope: { project: { id: ben.project } } } };
  const guest = await nobody.ask('POST', '/identity/v3/auth/tokens', { body });
  const headers = { 'x-auth-token': guest.headers.get('x-subject-token') ?? '' };
  expect((await nobody.ask('GET', '/compute/v2.1/servers', { headers })).status).toBe(200);
  expect((await admin.ask('DELETE', path)).status).toBe(204);
  expect((await nobody.ask('GET', '/compute/v2.1/servers', { headers })).status).toBe(401);
});

test('assignments are listed with ids or names, assigned or implied', async () => {
  const { admin, ana } = pocket;
  const path = `/identity/v3/role_assignments?user.id=${ana.user}`;
  const plain = await admin.ask('GET', path);
  expect(plain.at('role_assignments', 0, 'role')).toEqual({ id: member });
  const named = await admin.ask('GET', `${path}&include_names`);
  expect(named.at('role_assignments', 0, 'scope', 'project', 'name')).toBe('ana');
  expect((await admin.ask('GET', `${path}&effective`)).each('user', 'role_assignments')).toHaveLength(2);
});

test('a learner sees their own assignments alone, and assigns nothing', async () => {
  const { ana, ben } = pocket;
  expect((await ana.ask('GET', `/identity/v3/role_assignments?user.id=${ana.user}`)).status).toBe(200);
  expect((await ana.ask('GET', '/identity/v3/role_assignments')).status).toBe(403);
  const path = `/identity/v3/projects/${ben.project}/users/${ana.user}/roles/${member}`;
  expect((await ana.ask('PUT', path)).status).toBe(403);
});

test('the roles the cloud relies on cannot be deleted', async () => {
  const reply = await pocket.admin.ask('DELETE', `/identity/v3/roles/${member}`);
  expect(reply.status).toBe(403);
});
