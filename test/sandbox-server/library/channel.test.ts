import { beforeEach, describe, expect, test, vi } from 'vitest';

type Channel = typeof import('../../../sandbox-server/library/channel.ts');
let channel: Channel;
let sent: unknown[];
beforeEach(async () => {
  vi.resetModules();
  channel = await import('../../../sandbox-server/library/channel.ts');
  sent = [];
});
const connect = () => channel.connect((text) => sent.push(JSON.parse(text)));

/** Does something as part of a run, and leaves it again. */
const within = <Result>(run: string, act: () => Promise<Result>): Promise<Result> =>
  Promise.resolve().then(async () => {
    channel.enter(run);
    return act();
  });

test('what a run shows carries its id, also after it waited and from a timer', async () => {
  connect();
  await within('r1', async () => {
    await null;
    channel.show({ kind: 'text', text: 'a' });
    await new Promise<void>((resolve) => {
      setTimeout(() => {
        channel.show({ kind: 'text', text: 'b' });
        resolve();
      });
    });
  });
  expect(sent).toEqual([
    { run: 'r1', display: { kind: 'text', text: 'a' } },
    { run: 'r1', display: { kind: 'text', text: 'b' } },
  ]);
});

test('who speaks is announced when it changes, and only then', async () => {
  connect();
  await within('r1', async () => {
    channel.announce();
    channel.announce();
  });
  await within('r2', async () => channel.announce());
  channel.announce('r1');
  expect(sent).toEqual([{ run: 'r1' }, { run: 'r2' }, { run: 'r1' }]);
});

test('only the first connection counts, and without one a display is refused', () => {
  expect(() => channel.show({ kind: 'text', text: 'a' })).toThrow('Only a cell of the workbook');
  connect();
  channel.connect(() => expect.fail('a cell took the channel over'));
  channel.show({ kind: 'text', text: 'a' });
  expect(sent).toHaveLength(1);
});

describe('stopping', () => {
  test('a run aborts what it waits for, and nothing of other runs', async () => {
    const signals = await Promise.all(
      ['r1', 'r2'].map((run) => within(run, async () => channel.runSignal())),
    );
    channel.stop('r1');
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
    expect([channel.isStopped('r1'), channel.isStopped('r2'), channel.isStopped(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('holds for what the run asks for afterwards', async () => {
    channel.stop('r1');
    expect(await within('r1', async () => channel.runSignal()?.aborted)).toBe(true);
  });

  test('all ends every run that was known', async () => {
    const signal = await within('r1', async () => channel.runSignal());
    channel.stop();
    expect(signal?.aborted).toBe(true);
    expect(channel.isStopped('r1')).toBe(true);
  });
});
