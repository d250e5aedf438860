import type { Channel } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import { listen, openQueue, settled } from './open-queue.ts';

let channel: Channel;

beforeEach(async () => {
  ({ channel } = await openQueue());
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
