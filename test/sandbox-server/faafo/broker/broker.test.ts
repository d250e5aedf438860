import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../../../sandbox-server/faafo/broker/broker.ts';
import { BrokerConnection } from '../../../../sandbox-server/faafo/broker/connection.ts';
import { memoryStorage, sqlStorage } from '../../../../sandbox-server/faafo/broker/storage.ts';
import { openSqlite } from '../../../../sandbox-server/faafo/sqlite.ts';

/** Who takes messages, and can be waited for until so many have come. */
async function listen(channel: Channel, queue: string) {
  const messages: (ConsumeMessage | null)[] = [];
  let come = Promise.withResolvers<void>();
  const { consumerTag } = await channel.consume(queue, (message) => {
    messages.push(message);
    come.resolve();
    come = Promise.withResolvers<void>();
  });
  return {
    consumerTag,
    messages,
    texts: () => messages.map((message) => message?.content.toString() ?? null),
    async until(count: number) {
      while (messages.length < count) await come.promise;
      return messages;
    },
    at(index: number): ConsumeMessage {
      const message = messages[index];
      if (!message) throw new Error(`Message ${index} has not come.`);
      return message;
    },
  };
}

/** Lets everything happen that is about to. */
const settled = (channel: Channel) => channel.checkQueue('q');

let broker: Broker;
let connection: ChannelModel;
let channel: Channel;

beforeEach(async () => {
  broker = await createBroker();
  connection = await broker.connect();
  channel = await connection.createChannel();
  await channel.assertQueue('q');
});

const send = (...texts: string[]): void => {
  for (const text of texts) channel.sendToQueue('q', Buffer.from(text), { persistent: true });
};

describe('a queue', () => {
  it('gives its messages in the order in which they came, with what was said of them', async () => {
    channel.sendToQueue('q', Buffer.from('{}'), {
      contentType: 'application/json',
      persistent: true,
      priority: 0,
    });
    send('second');
    const consumer = await listen(channel, 'q');
    await consumer.until(2);
    expect(consumer.texts()).toEqual(['{}', 'second']);
    expect(consumer.at(0)).toMatchObject({
      properties: { contentType: 'application/json', deliveryMode: 2, priority: 0, headers: {} },
      fields: { routingKey: 'q', exchange: '', redelivered: false, consumerTag: consumer.consumerTag },
    });
  });

  it('serves its consumers in turn', async () => {
    const one = await listen(channel, 'q');
    const other = await listen(await connection.createChannel(), 'q');
    send('1', '2', '3', '4');
    await Promise.all([one.until(2), other.until(2)]);
    expect([one.texts(), other.texts()]).toEqual([
      ['1', '3'],
      ['2', '4'],
    ]);
  });

  it('gives a consumer no more than its prefetch count until it acknowledges', async () => {
    await channel.prefetch(1);
    const consumer = await listen(channel, 'q');
    send('1', '2');
    await consumer.until(1);
    await settled(channel);
    expect(consumer.texts()).toEqual(['1']);
    expect(broker.queues()).toEqual([{ name: 'q', ready: 1, unacknowledged: 1, consumers: 1 }]);
    channel.ack(consumer.at(0));
    await consumer.until(2);
    expect(consumer.texts()).toEqual(['1', '2']);
  });

  it('gives a free consumer what a busy one has no room for', async () => {
    await channel.prefetch(1);
    const busy = await listen(channel, 'q');
    const second = await connection.createChannel();
    await second.prefetch(1);
    const free = await listen(second, 'q');
    send('1', '2', '3');
    await free.until(1);
    second.ack(free.at(0));
    await free.until(2);
    expect([busy.texts(), free.texts()]).toEqual([['1'], ['2', '3']]);
  });

  it('takes a refused message back to its old place, marked as redelivered', async () => {
    await channel.prefetch(1);
    const consumer = await listen(channel, 'q');
    send('1', '2');
    await consumer.until(1);
    channel.nack(consumer.at(0));
    await consumer.until(2);
    expect(consumer.at(1).content.toString()).toBe('1');
    expect(consumer.at(1).fields.redelivered).toBe(true);
  });

  it('drops a message that is refused for good', async () => {
    const consumer = await listen(channel, 'q');
    send('1');
    await consumer.until(1);
    channel.nack(consumer.at(0), false, false);
    await settled(channel);
    expect(broker.queues()).toMatchObject([{ ready: 0, unacknowledged: 0 }]);
  });

  it('can be asked for one message at a time', async () => {
    send('1', '2');
    const first = await channel.get('q', { noAck: true });
    expect(first && [first.content.toString(), first.fields.messageCount]).toEqual(['1', 1]);
    await channel.get('q', { noAck: true });
    expect(await channel.get('q')).toBe(false);
  });

  it('tells its consumers when it is deleted', async () => {
    const consumer = await listen(channel, 'q');
    await (await connection.createChannel()).deleteQueue('q');
    expect((await consumer.until(1))[0]).toBeNull();
  });

  it('acknowledges everything up to a message at once', async () => {
    const consumer = await listen(channel, 'q');
    send('1', '2', '3');
    await consumer.until(3);
    channel.ack(consumer.at(1), true);
    expect(broker.queues()).toMatchObject([{ unacknowledged: 1 }]);
  });
});

describe('a connection that ends', () => {
  it.each([
    ['is closed', (ended: ChannelModel) => ended.close()],
    [
      'is cut',
      (ended: ChannelModel) => {
        if (ended instanceof BrokerConnection) ended.sever(new Error('the wire was cut'));
      },
    ],
  ])('gives back what it had not acknowledged when it %s', async (_, end) => {
    const dying = await broker.connect();
    const its = await dying.createChannel();
    const first = await listen(its, 'q');
    send('1', '2');
    await first.until(2);
    its.ack(first.at(0));
    const second = await listen(channel, 'q');
    await end(dying);
    await second.until(1);
    expect(second.texts()).toEqual(['2']);
    expect(second.at(0).fields.redelivered).toBe(true);
  });

  it('lets nobody use it any more', async () => {
    await connection.close();
    expect(() => channel.sendToQueue('q', Buffer.from('x'))).toThrow('Channel closed');
    await expect(connection.createChannel()).rejects.toThrow('Connection closed');
  });

  it('takes its exclusive queues along', async () => {
    const other = await broker.connect();
    const { queue } = await (await other.createChannel()).assertQueue('', { exclusive: true });
    await channel.checkQueue(queue);
    await other.close();
    channel.on('error', () => undefined);
    await expect(channel.checkQueue(queue)).rejects.toThrow('404 (NOT-FOUND)');
  });
});

describe('an exchange', () => {
  it.each([
    ['direct', 'normal', ['normal'], ['other', 'normal.low']],
    ['topic', 'stock.*.new', ['stock.usd.new'], ['stock.new', 'stock.usd.eur.new']],
    ['topic', 'stock.#', ['stock', 'stock.usd.new'], ['other']],
    ['fanout', '', ['anything'], []],
  ])('of type %s bound with "%s" passes %j and not %j', async (type, pattern, passing, stopped) => {
    await channel.assertExchange('e', type);
    await channel.bindQueue('q', 'e', pattern);
    for (const key of [...passing, ...stopped]) channel.publish('e', key, Buffer.from(key));
    const consumer = await listen(channel, 'q');
    await consumer.until(passing.length);
    await settled(channel);
    expect(consumer.texts()).toEqual(passing);
  });

  it('passes on to another exchange', async () => {
    await channel.assertExchange('from', 'fanout');
    await channel.assertExchange('to', 'direct');
    await channel.bindExchange('to', 'from', '');
    await channel.bindQueue('q', 'to', 'key');
    channel.publish('from', 'key', Buffer.from('x'));
    expect(await channel.get('q')).toMatchObject({ fields: { exchange: 'from' } });
  });

  it('gives back what reaches no queue, when that was asked for', async () => {
    await channel.assertExchange('e', 'direct');
    const returned = new Promise((resolve) => channel.on('return', resolve));
    channel.publish('e', 'nowhere', Buffer.from('lost'), { mandatory: true });
    expect(await returned).toMatchObject({ fields: { routingKey: 'nowhere' } });
  });

  it.each([
    ['a message for none', () => channel.publish('none', 'k', Buffer.from('x')), '404'],
    ['another type', () => channel.assertExchange('amq.direct', 'fanout'), '406'],
    ['a queue declared otherwise', () => channel.assertQueue('q', { durable: false }), '406'],
    [
      'a tag acknowledged twice',
      () =>
        channel.ack({
          content: Buffer.of(),
          fields: { deliveryTag: 7, redelivered: false, exchange: '', routingKey: '' },
          properties: messageProperties,
        }),
      '406',
    ],
  ])('closes the channel over %s', async (_, act, code) => {
    const failed = new Promise<Error>((resolve) => channel.on('error', resolve));
    const closed = new Promise<void>((resolve) => channel.on('close', resolve));
    await Promise.allSettled([act()]);
    expect((await failed).message).toContain(`Channel closed by server: ${code} (`);
    await closed;
    expect(() => channel.sendToQueue('q', Buffer.of())).toThrow('Channel closed');
  });
});

it.each([
  ['an unknown type of exchange', () => channel.assertExchange('x', 'magic'), '503 (COMMAND-INVALID)'],
  [
    'a consumer tag used twice',
    async () => {
      await channel.consume('q', () => undefined, { consumerTag: 't' });
      await channel.consume('q', () => undefined, { consumerTag: 't' });
    },
    '530 (NOT-ALLOWED)',
  ],
  [
    'an option that it does not know',
    () => channel.assertQueue('x', { maxLength: 3 }),
    '540 (NOT-IMPLEMENTED)',
  ],
])('the connection is closed over %s', async (_, act, code) => {
  const failed = new Promise<Error>((resolve) => connection.on('error', resolve));
  const closed = new Promise((resolve) => connection.on('close', resolve));
  await expect(act()).rejects.toThrow(code);
  expect((await failed).message).toContain(`Connection closed: ${code}`);
  await closed;
});

const messageProperties = {
  contentType: undefined,
  contentEncoding: undefined,
  headers: undefined,
  deliveryMode: undefined,
  priority: undefined,
  correlationId: undefined,
  replyTo: undefined,
  expiration: undefined,
  messageId: undefined,
  timestamp: undefined,
  type: undefined,
  userId: undefined,
  appId: undefined,
  clusterId: undefined,
};

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
