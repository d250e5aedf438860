import type { MessageProperties, Options } from 'amqplib';
import { z } from 'zod';

/** A message as it lies in one queue. */
export interface QueuedMessage {
  /** Its place in the order of all messages that the broker has taken. */
  sequence: number;
  exchange: string;
  routingKey: string;
  content: Buffer;
  properties: MessageProperties;
  /** Whether it survives the broker, in a durable queue. */
  persistent: boolean;
  redelivered: boolean;
}

/** What a publisher says of a message, in the words in which a consumer reads it. */
export function propertiesOf(options: Options.Publish): MessageProperties {
  const persistent = options.persistent ?? (options.deliveryMode === 2 || options.deliveryMode === true);
  return {
    contentType: options.contentType,
    contentEncoding: options.contentEncoding,
    headers: options.headers ?? {},
    deliveryMode: persistent ? 2 : options.deliveryMode === 1 ? 1 : undefined,
    priority: options.priority,
    correlationId: options.correlationId,
    replyTo: options.replyTo,
    expiration: options.expiration === undefined ? undefined : String(options.expiration),
    messageId: options.messageId,
    timestamp: options.timestamp,
    type: options.type,
    userId: options.userId,
    appId: options.appId,
    clusterId: undefined,
  };
}

const text = z.string().optional();
const number = z.number().optional();
const storedMessage = z.object({
  sequence: z.number(),
  exchange: z.string(),
  routingKey: z.string(),
  content: z.base64(),
  properties: z.object({
    contentType: text,
    contentEncoding: text,
    headers: z.record(z.string(), z.unknown()),
    deliveryMode: number,
    priority: number,
    correlationId: text,
    replyTo: text,
    expiration: text,
    messageId: text,
    timestamp: number,
    type: text,
    userId: text,
    appId: text,
  }),
});

/** A persistent message as the storage keeps it. */
export const writeMessage = ({
  sequence,
  exchange,
  routingKey,
  content,
  properties,
}: QueuedMessage): string =>
  JSON.stringify({ sequence, exchange, routingKey, content: content.toString('base64'), properties });

/** Reads what `writeMessage` wrote. As nobody knows who had seen it before the broker ended, it counts as redelivered. */
export function readMessage(json: string): QueuedMessage {
  const { content, properties, ...rest } = storedMessage.parse(JSON.parse(json));
  return {
    ...rest,
    content: Buffer.from(content, 'base64'),
    properties: {
      contentType: properties.contentType,
      contentEncoding: properties.contentEncoding,
      headers: properties.headers,
      deliveryMode: properties.deliveryMode,
      priority: properties.priority,
      correlationId: properties.correlationId,
      replyTo: properties.replyTo,
      expiration: properties.expiration,
      messageId: properties.messageId,
      timestamp: properties.timestamp,
      type: properties.type,
      userId: properties.userId,
      appId: properties.appId,
      clusterId: undefined,
    },
    persistent: true,
    redelivered: true,
  };
}
