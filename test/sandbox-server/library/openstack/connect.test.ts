import { expect, it } from 'vitest';
import { ScriptedCloud } from './scripted-cloud.ts';

it('logs in with the user, password and project of the environment', async () => {
  const scripted = new ScriptedCloud();
  const cloud = await scripted.connect();
  expect(cloud.user.name).toBe('ada');
  expect(cloud.project).toEqual({ id: 'p1', name: 'engines' });
  expect(scripted.arrivals).toMatchObject([
    {
      method: 'POST',
      path: '/identity/v3/auth/tokens',
      token: null,
      body: {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'ada', password: 'secret', domain: { name: 'Default' } } },
          },
          scope: { project: { id: 'p1' } },
        },
      },
    },
  ]);
});

it('adds the version where the catalog gives a service without one', async () => {
  const scripted = new ScriptedCloud(({ path }) => ({
    body: path.startsWith('/image') ? { images: [] } : { networks: [], flavors: [] },
  }));
  const cloud = await scripted.connect();
  await cloud.image.images.list();
  await cloud.network.networks.list();
  await cloud.compute.flavors.list();
  expect(scripted.calls.map(({ path }) => path)).toEqual([
    '/image/v2/images',
    '/networking/v2.0/networks',
    '/compute/v2.1/flavors/detail',
  ]);
});

it('uses the endpoints of the region that the environment names', async () => {
  const cloud = await new ScriptedCloud().connect({ OS_REGION_NAME: 'Elsewhere' });
  await expect(cloud.compute.flavors.list()).rejects.toThrow(
    'This cloud has no public compute service in the region Elsewhere. It offers: compute, image, network.',
  );
});
