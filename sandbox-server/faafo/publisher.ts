import type { ConfirmChannel } from 'amqplib';
import { backoff, type Clock } from './clock.ts';
import { aborted, closeQuietly, watch, wordsOf } from './ending.ts';
import type { Fractal } from './fractal.ts';
import type { Log } from './log.ts';
import { type Connect, declareTasks, EXCHANGE, QUEUE, taskMessage } from './queue.ts';
import type { FractalStore } from './store.ts';

/** Sends the tasks that the store holds as unsent, while it runs. */
export interface TaskPublisher {
  /** There may be something to send. */
  wake(): void;
  /** Settles once the signal has ended it. */
  ended: Promise<void>;
}

function confirmed(channel: ConfirmChannel, fractal: Fractal): Promise<void> {
  const { content, options } = taskMessage(fractal);
  return new Promise((resolve, reject) => {
    channel.publish(EXCHANGE, QUEUE, content, options, (error: unknown) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/**
 * Starts sending. A task counts as sent when the broker has confirmed it, so that none is lost when the broker, or
 * this program, dies in between; it waits for a broker that is not there as long as it must.
 */
export function startPublisher({
  connect,
  store,
  log,
  clock,
  signal,
}: {
  connect: Connect;
  store: FractalStore;
  log: Log;
  clock: Clock;
  signal: AbortSignal;
}): TaskPublisher {
  let bell = Promise.withResolvers<void>();
  let failures = 0;

  async function sendAll(channel: ConfirmChannel): Promise<void> {
    for (const fractal of await store.unsent()) {
      await confirmed(channel, fractal);
      await store.sent(fractal.uuid);
      log('DEBUG', 'faafo.api', `sent task ${fractal.uuid}`);
    }
  }

  async function session(): Promise<void> {
    const connection = await connect(signal);
    const { lost, add } = watch(connection);
    const ended = AbortSignal.any([signal, lost.signal]);
    const over = aborted(ended);
    try {
      const channel = await connection.createConfirmChannel();
      add(channel);
      await declareTasks(channel);
      failures = 0;
      while (!ended.aborted) {
        bell = Promise.withResolvers<void>();
        await Promise.race([sendAll(channel), over]);
        await Promise.race([bell.promise, over]);
      }
    } finally {
      await closeQuietly(connection);
    }
    lost.signal.throwIfAborted();
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await session();
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        log('WARNING', 'faafo.api', `tasks have to wait: ${wordsOf(error)}`);
        await clock.wait(backoff(failures), signal).catch((reason: unknown) => {
          if (!signal.aborted) throw reason;
        });
      }
    }
  }

  return { wake: () => bell.resolve(), ended: run() };
}
