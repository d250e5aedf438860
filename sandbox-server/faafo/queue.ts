import type { Channel, ChannelModel, Message, Options } from 'amqplib';
import type { Fractal, Task } from './fractal.ts';
import { shownColumns } from './schema.ts';
import { taskSchema } from './task.ts';

/** Opens a connection to the broker: amqplib's `connect`, or one of the broker in this process. Rejects when it cannot. */
export type Connect = (signal: AbortSignal) => Promise<ChannelModel>;

/** The exchange that tasks are published to. */
export const EXCHANGE = 'tasks';
/** The queue that workers take tasks from; also its routing key. */
export const QUEUE = 'normal';

/**
 * Declares exchange, queue and binding. The original's API leaves the queue to the workers, so that a task posted
 * before the first of them is lost; here both sides declare all.
 */
export async function declareTasks(channel: Channel): Promise<void> {
  await channel.assertExchange(EXCHANGE, 'direct', { durable: true });
  await channel.assertQueue(QUEUE, { durable: true });
  await channel.bindQueue(QUEUE, EXCHANGE, QUEUE);
}

/** The message of a new row: its thirteen fields as JSON, persistent. */
export function taskMessage(fractal: Fractal): { content: Buffer; options: Options.Publish } {
  const fields = Object.fromEntries(shownColumns.map((column) => [column, fractal[column]]));
  return {
    content: Buffer.from(JSON.stringify(fields)),
    options: {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      persistent: true,
      priority: 0,
      headers: {},
    },
  };
}

/**
 * Reads a message from the queue.
 * @throws {Error} in words for the worker's log, when it is no task that can be drawn
 */
export function readTask({ content, properties }: Message): Task {
  if (properties.contentType !== 'application/json') {
    throw new Error(`its content type is ${String(properties.contentType)}, not application/json`);
  }
  let fields: unknown;
  try {
    fields = JSON.parse(content.toString('utf8'));
  } catch (cause) {
    throw new Error('it is not JSON', { cause });
  }
  const task = taskSchema.safeParse(fields);
  if (task.success) return task.data;
  const faults = task.error.issues.map(({ path, message }) => `${path.join('.') || 'task'} ${message}`);
  throw new Error(faults.join(', '), { cause: task.error });
}
