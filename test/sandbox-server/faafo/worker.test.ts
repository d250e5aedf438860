import { createHash } from 'node:crypto';
import type { ChannelModel } from 'amqplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../../sandbox-server/faafo/broker/broker.ts';
import { BrokerConnection } from '../../../sandbox-server/faafo/broker/connection.ts';
import { Deployment, hear, task } from './deployment.ts';

let faafo: Deployment;

beforeEach(async () => {
  faafo = await Deployment.begin();
});

afterEach(() => faafo.stop());

describe('a worker', () => {
  it('draws a task, reports it and leaves the queue empty', async () => {
    await faafo.startApi();
    const { progress, events, heard } = hear('finished');
    faafo.startWorker({ progress });
    await faafo.post(task('a'));
    await heard;
    const fractal = await faafo.show('a');
    const png = new Uint8Array(await (await faafo.ask('/fractal/a')).arrayBuffer());
    expect(fractal).toMatchObject({ generated_by: 'app-worker-1', size: png.length });
    expect(createHash('sha256').update(png).digest('hex')).toBe(fractal.checksum);
    expect(events[0]).toMatchObject({ kind: 'started', task: task('a'), hostname: 'app-worker-1' });
    const rows = events.filter((event) => event.kind === 'rows');
    expect(rows.reduce((sum, event) => sum + event.rows, 0)).toBe(20);
    expect(rows.reduce((sum, event) => sum + event.indices.length, 0)).toBe(600);
    expect(faafo.log).toContain('INFO faafo.worker processing task a');
    expect(faafo.log.join('\n')).toMatch(/INFO faafo\.worker task a processed in \d+\.\d{6} seconds/);
  });

  it('draws a task that was posted before any worker was there', async () => {
    await faafo.startApi();
    await faafo.post(task('a'));
    const { progress, heard } = hear('finished');
    faafo.startWorker({ progress });
    await heard;
    expect((await faafo.show('a')).checksum).not.toBeNull();
  });

  it('is as fast as its processor is on the clock, and says so as its duration', async () => {
    await faafo.startApi();
    const { progress, events, heard } = hear('finished');
    faafo.startWorker({ progress, iterationsPerSecond: 1000 });
    await faafo.post(task('a', { width: 40, height: 30 }));
    await heard;
    const { duration } = await faafo.show('a');
    const drawn = createHash('sha256').update(
      new Uint8Array(await (await faafo.ask('/fractal/a')).arrayBuffer()),
    );
    expect(drawn.digest('hex')).toBe((await faafo.show('a')).checksum);
    const batches = events.filter((event) => event.kind === 'rows');
    expect(batches.length).toBeGreaterThan(10);
    // 1200 pixels go at least once round the loop each.
    expect(duration).toBeGreaterThan(1.2);
    expect(faafo.clock.waits.reduce((sum, wait) => sum + wait, 0) / 1000).toBeCloseTo(duration ?? 0, 6);
  });

  it('takes one task at a time and leaves the others to other workers', async () => {
    await faafo.startApi();
    const first = hear('started');
    const busy = faafo.startWorker({
      progress: first.progress,
      fetch: (_, init) =>
        new Promise((_resolve, reject) =>
          init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    });
    await faafo.post(task('a'));
    await first.heard;
    const { progress, heard } = hear('finished', 2);
    faafo.startWorker({ progress, hostname: 'app-worker-2' });
    await faafo.post(task('b'));
    await faafo.post(task('c'));
    await heard;
    expect([
      (await faafo.show('a')).checksum,
      (await faafo.show('b')).generated_by,
      (await faafo.show('c')).generated_by,
    ]).toEqual([null, 'app-worker-2', 'app-worker-2']);
    busy.kill.abort();
  });

  it.each([
    ['in the middle of a task', 1000],
    ['at the very end of drawing', 40_000_000],
  ])('that is killed %s leaves the task to another', async (_, iterationsPerSecond) => {
    await faafo.startApi();
    const first = hear('rows');
    const dying: { kill: AbortController; ended: Promise<void> } = faafo.startWorker({
      progress: (event) => {
        first.progress(event);
        if (event.kind === 'rows') dying.kill.abort();
      },
      iterationsPerSecond,
    });
    await faafo.post(task('a'));
    await first.heard;
    await dying.ended;
    expect(first.events.at(-1)).toEqual({ kind: 'abandoned', uuid: 'a', hostname: 'app-worker-1' });
    expect((await faafo.show('a')).checksum).toBeNull();
    const { progress, heard } = hear('finished');
    faafo.startWorker({ progress, hostname: 'app-worker-2' });
    await heard;
    expect((await faafo.show('a')).generated_by).toBe('app-worker-2');
    expect(faafo.broker.queues()).toMatchObject([{ name: 'normal', ready: 0 }]);
  });

  it('refuses messages that would kill or hang the original, and goes on', async () => {
    await faafo.startApi();
    const { progress, heard } = hear('finished');
    faafo.startWorker({ progress });
    const channel = await (await faafo.broker.connect()).createConfirmChannel();
    const json = { contentType: 'application/json', persistent: true };
    await channel.assertQueue('normal', { durable: true });
    channel.sendToQueue('normal', Buffer.from('not JSON'), json);
    channel.sendToQueue('normal', Buffer.from(JSON.stringify(task('x'))), { contentType: 'text/plain' });
    channel.sendToQueue('normal', Buffer.from(JSON.stringify(task('x', { width: 1 }))), json);
    channel.sendToQueue(
      'normal',
      Buffer.from(JSON.stringify(task('x', { xa: 3, xb: 4, ya: 3, yb: 4 }))),
      json,
    );
    await channel.waitForConfirms();
    await faafo.post(task('a'));
    await heard;
    expect(
      faafo.log
        .filter((line) => line.startsWith('ERROR'))
        .map((line) => line.replace('ERROR faafo.worker ', '')),
    ).toEqual([
      'refusing a message: it is not JSON',
      'refusing a message: its content type is text/plain, not application/json',
      'refusing a message: width must be a whole number from 2 to 16384',
      'task x: its view holds no constant to draw with',
    ]);
  });

  it('comes back after its broker has been away', async () => {
    await faafo.startApi();
    const before = hear('finished');
    const after = hear('finished', 2);
    faafo.startWorker({
      progress: (event) => {
        before.progress(event);
        after.progress(event);
      },
    });
    await faafo.post(task('a'));
    await before.heard;
    const first = faafo.broker;
    faafo.broker = await createBroker();
    await first.close();
    await faafo.post(task('b'));
    await after.heard;
    expect((await faafo.show('b')).checksum).not.toBeNull();
    expect(faafo.log.join('\n')).toContain(
      'WARNING faafo.worker connection to the broker lost: 320 (CONNECTION-FORCED)',
    );
  });

  it('gives up a picture when its connection is cut, for the broker has given the task to another', async () => {
    await faafo.startApi();
    const { progress, heard, events } = hear('finished');
    let connection: ChannelModel | undefined;
    faafo.startWorker({
      connect: async () => {
        connection = await faafo.broker.connect();
        return connection;
      },
      iterationsPerSecond: 1000,
      progress: (event) => {
        progress(event);
        const first = events.filter(({ kind }) => kind === 'rows').length === 1;
        if (first && event.kind === 'rows' && connection instanceof BrokerConnection) {
          connection.sever(new Error('cut'));
        }
      },
    });
    await faafo.post(task('a', { height: 2, width: 2 }));
    await heard;
    expect(events.filter(({ kind }) => kind !== 'rows').map(({ kind }) => kind)).toEqual([
      'started',
      'abandoned',
      'started',
      'finished',
    ]);
  });
});
