import type { ChannelModel } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../../../sandbox-server/faafo/broker/broker.ts';
import { memoryStorage, sqlStorage } from '../../../../sandbox-server/faafo/broker/storage.ts';
import { openSqlite } from '../../../../sandbox-server/faafo/sqlite.ts';
import { listen } from './open-queue.ts';

let broker: Broker;
let connection: ChannelModel;

beforeEach(async () => {
  broker = await createBroker();
  connection = await broker.connect();
});

describe('a broker', () => {
  it('refuses a wrong password', async () => {
    await expect(broker.connect('amqp://guest:wrong@somewhere:5672/')).rejects.toThrow(
      '403 (ACCESS-REFUSED)',
    );
    await (await broker.connect('amqp://faafo:guest@somewhere:5672//')).close();
  });

  it('tells its clients when it ends, and takes no more of them', async () => {
    const closed = new Promise((resolve) => connection.on('close', resolve));
    connection.on('error', () => undefined);
    await broker.close();
    expect(await closed).toMatchObject({ code: 320 });
    await expect(broker.connect()).rejects.toThrow('320 (CONNECTION-FORCED)');
  });

  it.each([
    ['memory', async () => memoryStorage()],
    ['a database', () => sqlStorage(openSqlite(':memory:'))],
  ])('finds what must last in %s when it starts again', async (_, open) => {
    const storage = await open();
    const first = await createBroker({ storage });
    const its = await (await first.connect()).createConfirmChannel();
    await its.assertExchange('tasks', 'direct');
    await its.assertQueue('normal');
    await its.assertQueue('passing', { durable: false });
    await its.bindQueue('normal', 'tasks', 'normal');
    await its.bindQueue('passing', 'tasks', 'normal');
    const consumer = await listen(its, 'normal');
    its.publish('tasks', 'normal', Buffer.from('done'), {
      persistent: true,
      contentType: 'application/json',
    });
    its.publish('tasks', 'normal', Buffer.from('taken'), {
      persistent: true,
      contentType: 'application/json',
    });
    its.publish('tasks', 'normal', Buffer.from('light'), { persistent: false });
    await consumer.until(3);
    its.ack(consumer.at(0));
    its.publish('tasks', 'normal', Buffer.from('waiting'), { persistent: true });
    await its.waitForConfirms();
    await first.close();

    const second = await createBroker({ storage });
    expect(second.queues()).toEqual([{ name: 'normal', ready: 2, unacknowledged: 0, consumers: 0 }]);
    const again = await (await second.connect()).createChannel();
    const later = await listen(again, 'normal');
    again.publish('tasks', 'normal', Buffer.from('new'), {});
    await later.until(3);
    expect(later.texts()).toEqual(['taken', 'waiting', 'new']);
    expect(later.at(0)).toMatchObject({
      properties: { contentType: 'application/json' },
      fields: { redelivered: true },
    });
  });

  it('ends when it cannot keep what it was given, and confirms nothing', async () => {
    const storage = memoryStorage();
    const failing = await createBroker({
      storage: {
        ...storage,
        put: async (id, json) => {
          if (id.startsWith('message/')) throw new Error('disk full');
          await storage.put(id, json);
        },
      },
    });
    const model = await failing.connect();
    model.on('error', () => undefined);
    const confirming = await model.createConfirmChannel();
    await confirming.assertQueue('q');
    const refusal = new Promise((resolve) => {
      confirming.sendToQueue('q', Buffer.from('x'), { persistent: true }, resolve);
    });
    expect(await refusal).toMatchObject({ message: 'The broker cannot write to its storage.' });
    await expect(failing.connect()).rejects.toThrow('cannot write');
  });
});
