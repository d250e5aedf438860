import { expect, test } from 'vitest';
import { CloudFeed, type FeedState } from '../../../src/sandbox/cloud-feed.ts';
import { type CloudView, floatingAddress } from '../../../src/sandbox/cloud-view.ts';
import { FakeWorld, settle } from './fake-world.ts';

const empty: CloudView = { project: 'p', servers: [], networks: [], floating_ips: [], groups: [] };

class Reader {
  readonly world = new FakeWorld();
  visible = true;
  reads = 0;
  answer: () => Promise<CloudView> = async () => empty;
  show: () => void = () => undefined;
  readonly feed = new CloudFeed(
    () => {
      this.reads += 1;
      return this.answer();
    },
    {
      after: this.world.after,
      visible: () => this.visible,
      onVisible: (call) => {
        this.show = call;
      },
    },
  );
}

test('a cloud that nobody looks at is not read', async () => {
  const reader = new Reader();
  reader.feed.refresh();
  expect(reader.reads).toBe(0);
  reader.visible = false;
  reader.feed.subscribe(() => undefined);
  expect(reader.reads).toBe(0);
});

test('a cloud that is looked at is read again and again, until the page is hidden, and at once when it is shown', async () => {
  const reader = new Reader();
  reader.feed.subscribe(() => undefined);
  await settle();
  reader.world.passTime();
  await settle();
  expect(reader.reads).toBe(2);
  reader.visible = false;
  reader.world.passTime();
  await settle();
  expect(reader.reads).toBe(2);
  reader.visible = true;
  reader.show();
  expect(reader.reads).toBe(3);
});

test('a change during a reading leads to one more reading, not to many', async () => {
  const reader = new Reader();
  reader.feed.subscribe(() => undefined);
  reader.feed.refresh();
  reader.feed.refresh();
  await settle();
  expect(reader.reads).toBe(2);
});

test('a reading that fails keeps what was known, and says so', async () => {
  const reader = new Reader();
  const states: FeedState[] = [];
  reader.feed.subscribe((state) => states.push(state));
  await settle();
  reader.answer = () => Promise.reject(new Error('down'));
  reader.world.passTime();
  await settle();
  expect(states.at(-1)).toEqual({ cloud: empty, failure: 'Error: down' });
});

test('the floating address of a server is found by the server’s name', () => {
  const server = {
    id: '1',
    name: 'app-controller',
    status: 'ACTIVE',
    flavor: 'm1.small',
    image: 'ubuntu',
    groups: [],
    addresses: [
      { address: '10.0.0.4', type: 'fixed' as const },
      { address: '203.0.113.7', type: 'floating' as const },
    ],
  };
  expect(floatingAddress({ ...empty, servers: [server] }, 'app-controller')).toBe('203.0.113.7');
  expect(floatingAddress({ ...empty, servers: [server] }, 'app-worker-1')).toBeUndefined();
});
