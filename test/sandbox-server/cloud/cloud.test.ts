import { expect, test } from 'vitest';
import { Cloud } from '../../../sandbox-server/cloud/cloud.ts';
import { route } from '../../../sandbox-server/cloud/route.ts';
import type { Parts, ServiceFactory } from '../../../sandbox-server/cloud/service.ts';
import { novaSpelling } from '../../../sandbox-server/cloud/services/compute/spelling.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { watchedHypervisor } from '../../fakes/watched-hypervisor.ts';

function small(run: (parts: Parts) => Promise<object>): ServiceFactory {
  return (parts) => ({
    type: 'small',
    name: 'small',
    segment: 'small',
    endpoint: '/small',
    spelling: novaSpelling,
    routes: [
      route({
        method: 'GET',
        path: '/v1/thing',
        docs: 'none',
        run: async () => ({ status: 200, body: await run(parts) }),
      }),
      route({
        method: 'GET',
        path: '/v1/who',
        docs: 'none',
        run: ({ caller }) => ({ status: 200, body: { name: caller.user.name, admin: caller.admin } }),
      }),
    ],
  });
}

function cloudOf(run: (parts: Parts) => Promise<object>) {
  const faults: unknown[] = [];
  const clock = new ManualClock();
  const cloud = new Cloud({
    store: memoryStore(),
    clock,
    hypervisor: watchedHypervisor(),
    services: [small(run)],
    report: (error) => faults.push(error),
  });
  return { cloud, faults, clock };
}

test('an error of our own is a 500 for the client, and reported with its cause', async () => {
  const { cloud, faults } = cloudOf(async () => {
    throw new Error('a wire came loose');
  });
  const response = await cloud.ask('/small/v1/thing');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('wire');
  expect(faults).toEqual([new Error('a wire came loose')]);
});

test('a service asks another in its own name, as an administrator', async () => {
  const { cloud } = cloudOf(async (parts) => (await parts.fetch('/small/v1/who')).json());
  const response = await cloud.ask('/small/v1/thing');
  expect(await response.json()).toEqual({ name: 'small', admin: true });
});

test('what goes on in the background is waited for, and its failure reported', async () => {
  const { cloud, faults } = cloudOf(async (parts) => {
    parts.background(async () => {
      throw new Error('later');
    });
    return {};
  });
  await cloud.ask('/small/v1/thing');
  await cloud.idle();
  expect(faults).toEqual([new Error('later')]);
});

test('what waits for its time is not begun after the cloud is closed', async () => {
  const begun: string[] = [];
  const { cloud, clock, faults } = cloudOf(async (parts) => {
    parts.later(100, async () => {
      begun.push('one');
    });
    return {};
  });
  await cloud.ask('/small/v1/thing');
  await cloud.close();
  clock.advance(1000);
  await cloud.idle();
  expect([begun, faults]).toEqual([[], []]);
});
