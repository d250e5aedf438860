import { expect, it } from 'vitest';
import { readCredentials } from '../../../../sandbox-server/library/openstack/credentials.ts';

const read = (variables: Record<string, string>) => readCredentials((name) => variables[name]);

const openrc = { OS_AUTH_URL: 'https://keystone.test:5000', OS_USERNAME: 'ada', OS_PASSWORD: 'secret' };

it('names every variable that is missing', () => {
  expect(() => read({ OS_AUTH_URL: 'https://keystone.test' })).toThrow(
    'OS_USERNAME and OS_PASSWORD must be set',
  );
  expect(() => read({})).toThrow('OS_AUTH_URL must be set');
  expect(() => read(openrc)).toThrow('OS_PROJECT_NAME must be set');
});

it('adds /v3 to the address of Keystone when it is not there', () => {
  const project = { ...openrc, OS_PROJECT_ID: 'p1' };
  expect(read(project).authUrl).toBe('https://keystone.test:5000/v3');
  expect(read({ ...project, OS_AUTH_URL: 'https://keystone.test/identity/v3/' }).authUrl).toBe(
    'https://keystone.test/identity/v3',
  );
});

it('finds a project by its name in its domain', () => {
  const { request } = read({ ...openrc, OS_PROJECT_NAME: 'engines', OS_PROJECT_DOMAIN_NAME: 'lab' });
  expect(request).toMatchObject({
    auth: { scope: { project: { name: 'engines', domain: { name: 'lab' } } } },
  });
});

it('prefers an application credential, which needs no scope', () => {
  const { request } = read({
    ...openrc,
    OS_APPLICATION_CREDENTIAL_ID: 'c1',
    OS_APPLICATION_CREDENTIAL_SECRET: 's1',
  });
  expect(request).toEqual({
    auth: {
      identity: {
        methods: ['application_credential'],
        application_credential: { id: 'c1', secret: 's1' },
      },
    },
  });
});
