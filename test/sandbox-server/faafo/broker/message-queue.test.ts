import type { Channel, ChannelModel } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../../../sandbox-server/faafo/broker/broker.ts';
import { listen, openQueue, sendTo, settled } from './open-queue.ts';

let broker: Broker;
let connection: ChannelModel;
let channel: Channel;

beforeEach(async () => {
  ({ broker, connection, channel } = await openQueue());
});

describe('a queue', () => {
  it('gives its messages in the order in which they came, with what was said of them', async () => {
    channel.sendToQueue('q', Buffer.from('{}'), {
      contentType: 'application/json',
      persistent: true,
      priority: 0,
    });
    sendTo(channel, 'second');
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
    sendTo(channel, '1', '2', '3', '4');
    await Promise.all([one.until(2), other.until(2)]);
    expect([one.texts(), other.texts()]).toEqual([
      ['1', '3'],
      ['2', '4'],
    ]);
  });

  it('gives a consumer no more than its prefetch count until it acknowledges', async () => {
    await channel.prefetch(1);
    const consumer = await listen(channel, 'q');
    sendTo(channel, '1', '2');
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
    sendTo(channel, '1', '2', '3');
    await free.until(1);
    second.ack(free.at(0));
    await free.until(2);
    expect([busy.texts(), free.texts()]).toEqual([['1'], ['2', '3']]);
  });

  it('takes a refused message back to its old place, marked as redelivered', async () => {
    await channel.prefetch(1);
    const consumer = await listen(channel, 'q');
    sendTo(channel, '1', '2');
    await consumer.until(1);
    channel.nack(consumer.at(0));
    await consumer.until(2);
    expect(consumer.at(1).content.toString()).toBe('1');
    expect(consumer.at(1).fields.redelivered).toBe(true);
  });

  it('drops a message that is refused for good', async () => {
    const consumer = await listen(channel, 'q');
    sendTo(channel, '1');
    await consumer.until(1);
    channel.nack(consumer.at(0), false, false);
    await settled(channel);
    expect(broker.queues()).toMatchObject([{ ready: 0, unacknowledged: 0 }]);
  });

  it('can be asked for one message at a time', async () => {
    sendTo(channel, '1', '2');
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
    sendTo(channel, '1', '2', '3');
    await consumer.until(3);
    channel.ack(consumer.at(1), true);
    expect(broker.queues()).toMatchObject([{ unacknowledged: 1 }]);
  });
});
