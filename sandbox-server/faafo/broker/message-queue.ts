import type { QueuedMessage } from './message.ts';

/** Who takes messages from a queue as they come. */
export interface Consumer {
  readonly tag: string;
  /** Whether it may have one more now: its prefetch count is not used up. */
  hasRoom(): boolean;
  deliver(message: QueuedMessage): void;
  /** The queue is gone. */
  cancelled(): void;
}

/** What a queue is declared with; one with other options may not have the same name. */
export interface QueueOptions {
  durable: boolean;
  exclusive: boolean;
  autoDelete: boolean;
}

/** One queue: messages in order, and consumers that are served in turn. */
export class MessageQueue {
  readonly name: string;
  readonly options: QueueOptions;
  readonly #ready: QueuedMessage[] = [];
  readonly #consumers: Consumer[] = [];
  #handedOut = 0;
  #pumping = false;

  constructor(name: string, options: QueueOptions) {
    this.name = name;
    this.options = options;
  }

  /** Messages that wait for a consumer. */
  get ready(): number {
    return this.#ready.length;
  }

  /** Messages that a consumer has and has not acknowledged. */
  get unacknowledged(): number {
    return this.#handedOut;
  }

  get consumers(): number {
    return this.#consumers.length;
  }

  /** Takes a message, new or given back: it goes where its age puts it. */
  offer(message: QueuedMessage): void {
    let at = this.#ready.length;
    while (at > 0 && (this.#ready[at - 1]?.sequence ?? 0) > message.sequence) at -= 1;
    this.#ready.splice(at, 0, message);
    this.pump();
  }

  /** Gives the oldest message out. It counts as unacknowledged until `settled` or `giveBack`. */
  take(): QueuedMessage | undefined {
    const message = this.#ready.shift();
    if (message) this.#handedOut += 1;
    return message;
  }

  /** A message that was given out is done with. */
  settled(): void {
    this.#handedOut -= 1;
  }

  /** A message that was given out comes back. */
  giveBack(message: QueuedMessage): void {
    this.#handedOut -= 1;
    this.offer({ ...message, redelivered: true });
  }

  /** Drops what waits. */
  purge(): QueuedMessage[] {
    return this.#ready.splice(0);
  }

  add(consumer: Consumer): void {
    this.#consumers.push(consumer);
    this.pump();
  }

  remove(consumer: Consumer): void {
    const at = this.#consumers.indexOf(consumer);
    if (at >= 0) this.#consumers.splice(at, 1);
  }

  /** Tells every consumer that the queue is gone. */
  end(): void {
    for (const consumer of this.#consumers.splice(0)) consumer.cancelled();
  }

  /** Serves who has room, soon: never within the call that made it possible, as over a wire. */
  pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    queueMicrotask(() => {
      this.#pumping = false;
      while (this.#ready.length > 0) {
        const consumer = this.#nextWithRoom();
        const message = consumer && this.take();
        if (!consumer || !message) return;
        consumer.deliver(message);
      }
    });
  }

  /** The next consumer in turn that has room; it goes to the end of the line. */
  #nextWithRoom(): Consumer | undefined {
    const at = this.#consumers.findIndex((consumer) => consumer.hasRoom());
    if (at < 0) return undefined;
    const [consumer] = this.#consumers.splice(at, 1);
    if (consumer) this.#consumers.push(consumer);
    return consumer;
  }
}
