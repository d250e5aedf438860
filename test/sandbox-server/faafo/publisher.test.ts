import type { ConsumeMessage } from 'amqplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../../sandbox-server/faafo/broker/broker.ts';
import { memoryStorage } from '../../../sandbox-server/faafo/broker/storage.ts';
import { Deployment, hear, task } from './deployment.ts';

let faafo: Deployment;

beforeEach(async () => {
  faafo = await Deployment.begin();
});

afterEach(() => faafo.stop());

describe('the API and its broker', () => {
  it('takes tasks while the broker is away, and sends them when it is back', async () => {
    let away = true;
    await faafo.startApi(async () => {
      if (away) throw new Error('connection refused');
      return faafo.broker.connect();
    });
    expect((await faafo.post(task('a'))).status).toBe(201);
    expect((await faafo.ask('/')).status).toBe(200);
    away = false;
    const { progress, heard } = hear('finished');
    faafo.startWorker({ progress });
    await heard;
    expect((await faafo.show('a')).checksum).not.toBeNull();
    expect(faafo.log).toContain('WARNING faafo.api tasks have to wait: connection refused');
  });

  it('sends after a restart what had not been sent before', async () => {
    await faafo.startApi(async () => {
      throw new Error('connection refused');
    });
    await faafo.post(task('a'));
    await faafo.stop();
    await faafo.startApi();
    const { progress, heard } = hear('finished');
    faafo.startWorker({ progress });
    await heard;
    expect((await faafo.show('a')).checksum).not.toBeNull();
  });

  it('loses no task when the broker dies and comes back with its storage', async () => {
    const storage = memoryStorage();
    faafo.broker = await createBroker({ storage });
    await faafo.startApi();
    for (const uuid of ['a', 'b', 'c']) await faafo.post(task(uuid));
    await faafo.broker.close();
    faafo.broker = await createBroker({ storage });
    await faafo.post(task('d'));
    const missing = new Set(['a', 'b', 'c', 'd']);
    const all = Promise.withResolvers<void>();
    faafo.startWorker({
      progress: (event) => {
        if (event.kind === 'finished') missing.delete(event.uuid);
        if (missing.size === 0) all.resolve();
      },
    });
    await all.promise;
    for (const uuid of ['a', 'b', 'c', 'd']) expect((await faafo.show(uuid)).checksum).not.toBeNull();
  });

  it('sends what the original sends: thirteen fields, persistent JSON', async () => {
    await faafo.startApi();
    const channel = await (await faafo.broker.connect()).createChannel();
    await channel.assertQueue('normal', { durable: true });
    const message = new Promise<ConsumeMessage | null>((resolve) => channel.consume('normal', resolve));
    await faafo.post(task('a'));
    const sent = await message;
    expect(JSON.parse(sent?.content.toString() ?? '')).toEqual({
      ...task('a'),
      checksum: null,
      duration: null,
      generated_by: null,
      size: null,
      url: null,
    });
    expect(sent?.properties).toMatchObject({
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      deliveryMode: 2,
      priority: 0,
      headers: {},
    });
    expect(sent?.fields).toMatchObject({ exchange: 'tasks', routingKey: 'normal' });
  });
});
