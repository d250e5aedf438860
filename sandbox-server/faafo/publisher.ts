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

interface PublisherParts {
  connect: Connect;
  store: FractalStore;
  log: Log;
  clock: Clock;
  /** Ends the sending. */
  signal: AbortSignal;
}

class Publisher implements TaskPublisher {
  readonly ended: Promise<void>;
  readonly #parts: PublisherParts;
  #bell = Promise.withResolvers<void>();
  #failures = 0;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
    this.ended = this.#run();
  }

  wake(): void {
    this.#bell.resolve();
  }

  async #run(): Promise<void> {
    const { signal, log, clock } = this.#parts;
    while (!signal.aborted) {
      try {
        await this.#session();
      } catch (error) {
        if (signal.aborted) return;
        this.#failures += 1;
        log('WARNING', 'faafo.api', `tasks have to wait: ${wordsOf(error)}`);
        await clock.wait(backoff(this.#failures), signal).catch((reason: unknown) => {
          if (!signal.aborted) throw reason;
        });
      }
    }
  }

  /** Sends for as long as one connection lasts. */
  async #session(): Promise<void> {
    const { connect, signal } = this.#parts;
    const connection = await connect(signal);
    const { lost, add } = watch(connection);
    const ended = AbortSignal.any([signal, lost.signal]);
    const over = aborted(ended);
    try {
      const channel = await connection.createConfirmChannel();
      add(channel);
      await declareTasks(channel);
      this.#failures = 0;
      while (!ended.aborted) {
        this.#bell = Promise.withResolvers<void>();
        await Promise.race([this.#sendAll(channel), over]);
        await Promise.race([this.#bell.promise, over]);
      }
    } finally {
      await closeQuietly(connection);
    }
    lost.signal.throwIfAborted();
  }

  async #sendAll(channel: ConfirmChannel): Promise<void> {
    const { store, log } = this.#parts;
    for (const fractal of await store.unsent()) {
      await confirmed(channel, fractal);
      await store.sent(fractal.uuid);
      log('DEBUG', 'faafo.api', `sent task ${fractal.uuid}`);
    }
  }
}

/**
 * Starts sending. A task counts as sent when the broker has confirmed it, so that none is lost when the broker, or
 * this program, dies in between; it waits for a broker that is not there as long as it must.
 */
export function startPublisher(parts: PublisherParts): TaskPublisher {
  return new Publisher(parts);
}
