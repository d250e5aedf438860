import { expect, test } from 'vitest';
import { createLearnerCalls } from '../../../sandbox-server/http/learner-calls.ts';
import { overview } from '../../../sandbox-server/http/overview.ts';
import { bootServer, makeNetwork, openPocket } from '../../fakes/pocket.ts';

const ORIGIN = 'http://cloud.test';

test('the panel names what a learner has: servers with their flavors, images, groups and addresses', async () => {
  const pocket = await openPocket();
  const { ana, ben } = pocket;
  const network = await makeNetwork(ana);
  await bootServer(pocket, ana, { name: 'app-controller', networks: [{ uuid: network }] });
  pocket.clock.advance(60_000);
  await bootServer(pocket, ana, { name: 'app-worker-1', networks: [{ uuid: network }] });
  await makeNetwork(ben, 'of-ben');
  for (const name of ['worker', 'control']) {
    const body = { security_group: { name } };
    await ana.ask('POST', '/networking/v2.0/security-groups', { body });
  }
  const learner = {
    id: 'learner-1',
    username: 'ana',
    password: 'ana-password',
    projectId: ana.project,
    projectName: 'ana',
    userId: ana.user,
    createdAt: '2026-01-01T00:00:00Z',
  };
  const seen = await overview(createLearnerCalls(pocket.cloud), learner, ORIGIN);
  expect(seen.project).toBe('ana');
  expect(seen.servers).toMatchObject([
    {
      name: 'app-controller',
      status: 'ACTIVE',
      flavor: 'm1.tiny',
      image: 'cirros-0.6.3',
      groups: ['default'],
      addresses: [{ address: expect.stringMatching(/^10\.0\.0\./), type: 'fixed' }],
    },
    { name: 'app-worker-1' },
  ]);
  expect(seen.networks.map(({ name }) => name)).toEqual(['private']);
  expect(seen.groups).toEqual([
    { name: 'control', rules: 2 },
    { name: 'default', rules: 4 },
    { name: 'worker', rules: 2 },
  ]);
});
