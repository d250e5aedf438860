import type { Channel, ChannelModel } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../../../sandbox-server/faafo/broker/broker.ts';
import { BrokerConnection } from '../../../../sandbox-server/faafo/broker/connection.ts';
import { listen, openQueue, sendTo } from './open-queue.ts';

let broker: Broker;
let connection: ChannelModel;
let channel: Channel;

beforeEach(async () => {
  ({ broker, connection, channel } = await openQueue());
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
    sendTo(channel, '1', '2');
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
