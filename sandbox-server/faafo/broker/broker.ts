import type { ChannelModel, MessageProperties, Options } from 'amqplib';
import { AmqpError } from './amqp-error.ts';
import { BrokerConnection } from './connection.ts';
import { type QueuedMessage, readMessage, writeMessage } from './message.ts';
import type { MessageQueue } from './message-queue.ts';
import { type BrokerStorage, memoryStorage } from './storage.ts';
import { BrokerTopology, type Change, isKept } from './topology.ts';

/** What a queue looks like from outside, as `rabbitmqctl list_queues` shows it. */
export interface QueueView {
  name: string;
  ready: number;
  unacknowledged: number;
  consumers: number;
}

const messageId = (queue: string, sequence: number): string => `message/${queue}/${sequence}`;

/** A message broker within this process that speaks AMQP 0-9-1's model through amqplib's own interface. */
export class Broker {
  readonly topology: BrokerTopology;
  readonly #storage: BrokerStorage;
  readonly #users: ReadonlyMap<string, string>;
  readonly #connections = new Set<BrokerConnection>();
  #sequence = 0;
  #names = 0;
  #written: Promise<void> = Promise.resolve();
  #ended: Error | undefined;

  constructor(storage: BrokerStorage, users: Readonly<Record<string, string>>) {
    this.#storage = storage;
    this.#users = new Map(Object.entries(users));
    this.topology = new BrokerTopology((change) => this.#write(change));
  }

  /** Brings back what an earlier broker left in the same storage. */
  async restore(): Promise<void> {
    const kept = [...(await this.#storage.load())];
    for (const { id, json } of kept) this.topology.restore(id, json);
    for (const { id, json } of kept) {
      if (!id.startsWith('message/')) continue;
      const message = readMessage(json);
      this.topology.queue(id.slice('message/'.length, id.lastIndexOf('/'))).offer(message);
      this.#sequence = Math.max(this.#sequence, message.sequence);
    }
  }

  /**
   * Opens a connection. Whoever ends it, its unacknowledged messages go back to their queues.
   * @param url `amqp://user:password@host:port/vhost`; guest:guest when left out
   * @throws {Error} when the broker has ended, or does not know the user
   */
  async connect(url = 'amqp://guest:guest@localhost/'): Promise<ChannelModel> {
    if (this.#ended) throw this.#ended;
    const { username, password } = new URL(url);
    const user = decodeURIComponent(username) || 'guest';
    if (this.#users.get(user) !== (decodeURIComponent(password) || 'guest')) {
      const refusal = new AmqpError(403, 'Login was refused using authentication mechanism PLAIN.');
      throw refusal.within('Handshake terminated by server:');
    }
    const connection = new BrokerConnection(this, () => this.#connections.delete(connection));
    this.#connections.add(connection);
    return connection;
  }

  /** Every queue, by name. */
  queues(): QueueView[] {
    return [...this.topology.queues]
      .map(({ name, ready, unacknowledged, consumers }) => ({ name, ready, unacknowledged, consumers }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Ends every connection, as a broker that is stopped does, and resolves once what must be kept is safe. */
  async close(reason = "broker forced connection closure with reason 'shutdown'"): Promise<void> {
    this.#end(new AmqpError(320, reason));
    await this.#written;
  }

  /** A name that no queue or consumer of this broker has had. */
  nextName(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}-${this.#sequence}`;
  }

  /**
   * Puts a message into every queue that it reaches.
   * @returns whether it reached any; `flushed` tells when it is safe there
   */
  publish(exchange: string, routingKey: string, content: Buffer, properties: MessageProperties): boolean {
    const queues = this.topology.route(exchange, routingKey);
    this.#sequence += 1;
    for (const queue of queues) {
      const message: QueuedMessage = {
        sequence: this.#sequence,
        exchange,
        routingKey,
        content: Buffer.from(content),
        properties,
        persistent: properties.deliveryMode === 2 && isKept(queue),
        redelivered: false,
      };
      if (message.persistent) {
        this.#write({ id: messageId(queue.name, message.sequence), json: writeMessage(message) });
      }
      queue.offer(message);
    }
    return queues.size > 0;
  }

  /** A message is done with. */
  settle(queue: MessageQueue, message: QueuedMessage): void {
    queue.settled();
    this.discard(queue, [message]);
  }

  /** Deletes a queue, if it is there, with what waits in it; returns how much that was. */
  deleteQueue(name: string, options: Options.DeleteQueue = {}): number {
    const queue = this.topology.deleteQueue(name, options);
    const dropped = queue?.purge() ?? [];
    if (queue) this.discard(queue, dropped);
    return dropped.length;
  }

  /** Messages of a queue that nobody will see any more. */
  discard(queue: MessageQueue, messages: Iterable<QueuedMessage>): void {
    for (const { persistent, sequence } of messages) {
      if (persistent) this.#write({ id: messageId(queue.name, sequence), json: undefined });
    }
  }

  /** Resolves once all that was changed so far is safe. */
  async flushed(): Promise<void> {
    await this.#written;
    if (this.#ended) throw this.#ended;
  }

  /** One write after another; a broker that cannot write ends, because it could no longer keep its word. */
  #write({ id, json }: Change): void {
    this.#written = this.#written.then(async () => {
      try {
        await (json === undefined ? this.#storage.remove(id) : this.#storage.put(id, json));
      } catch (cause) {
        this.#end(new Error('The broker cannot write to its storage.', { cause }));
      }
    });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const connection of [...this.#connections]) connection.sever(this.#ended);
  }
}

/**
 * Starts a broker, with all that an earlier one left in `storage`.
 * @param options.users passwords by user name
 */
export async function createBroker({
  storage = memoryStorage(),
  users = { guest: 'guest', faafo: 'guest' },
}: {
  storage?: BrokerStorage;
  users?: Readonly<Record<string, string>>;
} = {}): Promise<Broker> {
  const broker = new Broker(storage, users);
  await broker.restore();
  return broker;
}
