import { EventEmitter } from 'node:events';
import type { Channel, ChannelModel, ConfirmChannel, Connection } from 'amqplib';
import { IllegalOperationError } from 'amqplib';
import type { Broker } from './broker.ts';
import { BrokerChannel } from './channel.ts';
import { BrokerConfirmChannel } from './confirm-channel.ts';

const about: Connection = {
  serverProperties: {
    host: 'localhost',
    product: 'Workbook broker',
    version: '0-9-1',
    platform: 'JavaScript',
    information: 'A broker within the process, behind the interface of amqplib',
  },
};

/** One client's connection to the broker: amqplib's `ChannelModel`. */
export class BrokerConnection extends EventEmitter implements ChannelModel {
  readonly connection = about;
  readonly #broker: Broker;
  readonly #ended: () => void;
  readonly #channels = new Set<BrokerChannel>();
  readonly #exclusive = new Set<string>();
  #open = true;

  constructor(broker: Broker, ended: () => void) {
    super();
    this.#broker = broker;
    this.#ended = ended;
  }

  async createChannel(): Promise<Channel> {
    return this.#add(new BrokerChannel(this.#broker, this));
  }

  async createConfirmChannel(): Promise<ConfirmChannel> {
    return this.#add(new BrokerConfirmChannel(this.#broker, this));
  }

  async updateSecret(): Promise<void> {
    this.#assertOpen();
    this.emit('update-secret-ok');
  }

  /** Closes in good order: what is not acknowledged goes back to its queue. */
  async close(): Promise<void> {
    this.#assertOpen();
    this.#end();
  }

  /** The other side is gone: a broker that stops, a machine that dies, a wire that is cut. */
  sever(error: Error): void {
    if (!this.#open) return;
    if (this.listenerCount('error') > 0) this.emit('error', error);
    this.#end(error);
  }

  /** A queue that lives as long as this connection. */
  own(queue: string): void {
    this.#exclusive.add(queue);
  }

  /** A channel has closed by itself. */
  forget(channel: BrokerChannel): void {
    this.#channels.delete(channel);
  }

  #end(error?: Error): void {
    this.#open = false;
    for (const channel of [...this.#channels]) channel.end();
    for (const queue of this.#exclusive) this.#broker.deleteQueue(queue);
    this.#ended();
    this.emit('close', error);
  }

  #add<Opened extends BrokerChannel>(channel: Opened): Opened {
    this.#assertOpen();
    this.#channels.add(channel);
    return channel;
  }

  #assertOpen(): void {
    if (!this.#open) throw new IllegalOperationError('Connection closed');
  }
}
