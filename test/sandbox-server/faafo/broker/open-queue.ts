import type { Channel, ConsumeMessage } from 'amqplib';
import { createBroker } from '../../../../sandbox-server/faafo/broker/broker.ts';

/** A broker with one connection, one channel, and on it a queue `q`. */
export async function openQueue() {
  const broker = await createBroker();
  const connection = await broker.connect();
  const channel = await connection.createChannel();
  await channel.assertQueue('q');
  return { broker, connection, channel };
}

/** Who takes messages, and can be waited for until so many have come. */
export async function listen(channel: Channel, queue: string) {
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
export const settled = (channel: Channel) => channel.checkQueue('q');

/** Sends texts to the queue `q`, to be kept. */
export function sendTo(channel: Channel, ...texts: string[]): void {
  for (const text of texts) channel.sendToQueue('q', Buffer.from(text), { persistent: true });
}
