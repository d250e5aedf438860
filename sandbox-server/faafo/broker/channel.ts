import { EventEmitter } from 'node:events';
import type { Channel, ConsumeMessage, GetMessage, Message, Options, Replies } from 'amqplib';
import { IllegalOperationError } from 'amqplib';
import { AmqpError } from './amqp-error.ts';
import type { Broker } from './broker.ts';
import type { BrokerConnection } from './connection.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import { propertiesOf, type QueuedMessage } from './message.ts';
import type { Consumer, MessageQueue } from './message-queue.ts';
import { describeQueue } from './topology.ts';

/** One channel of a connection, with its consumers and what they have not acknowledged: amqplib's `Channel`. */
export class BrokerChannel extends EventEmitter implements Channel {
  readonly connection: Channel['connection'];
  readonly #broker: Broker;
  readonly #owner: BrokerConnection;
  readonly #consumers = new Map<string, { consumer: Consumer; queue: MessageQueue }>();
  readonly #deliveries = new Deliveries();
  #prefetch = 0;
  #sharedPrefetch = 0;
  #open = true;

  constructor(broker: Broker, owner: BrokerConnection) {
    super();
    this.#broker = broker;
    this.#owner = owner;
    this.connection = owner.connection;
  }

  async close(): Promise<void> {
    this.#assertOpen();
    this.#owner.forget(this);
    this.end();
  }

  /** Gives everything back and says so. */
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const { consumer, queue } of this.#consumers.values()) this.#dismiss(consumer, queue);
    for (const delivery of this.#deliveries.settle(0, true) ?? []) this.#refuse(delivery, true);
    this.emit('close');
  }

  assertQueue(name = '', options: Options.AssertQueue = {}): Promise<Replies.AssertQueue> {
    return this.#call('QueueDeclare', () => {
      const queue = this.#broker.topology.declareQueue(name || this.#broker.nextName('amq.gen-'), options);
      if (queue.options.exclusive) this.#owner.own(queue.name);
      return describeQueue(queue);
    });
  }

  checkQueue(name: string): Promise<Replies.AssertQueue> {
    return this.#call('QueueDeclare', () => describeQueue(this.#broker.topology.queue(name)));
  }

  deleteQueue(name: string, options: Options.DeleteQueue = {}): Promise<Replies.DeleteQueue> {
    return this.#call('QueueDelete', () => ({ messageCount: this.#broker.deleteQueue(name, options) }));
  }

  purgeQueue(name: string): Promise<Replies.PurgeQueue> {
    return this.#call('QueuePurge', () => {
      const queue = this.#broker.topology.queue(name);
      const dropped = queue.purge();
      this.#broker.discard(queue, dropped);
      return { messageCount: dropped.length };
    });
  }

  bindQueue(destination: string, source: string, pattern: string): Promise<Replies.Empty> {
    return this.#change('QueueBind', () => {
      this.#broker.topology.bind(source, { kind: 'queue', destination, pattern });
    });
  }

  unbindQueue(destination: string, source: string, pattern: string): Promise<Replies.Empty> {
    return this.#change('QueueUnbind', () => {
      this.#broker.topology.unbind(source, { kind: 'queue', destination, pattern });
    });
  }

  assertExchange(
    exchange: string,
    type: string,
    options: Options.AssertExchange = {},
  ): Promise<Replies.AssertExchange> {
    return this.#call('ExchangeDeclare', () => {
      this.#broker.topology.declareExchange(exchange, type, options);
      return { exchange };
    });
  }

  checkExchange(exchange: string): Promise<Replies.Empty> {
    return this.#change('ExchangeDeclare', () => {
      this.#broker.topology.exchange(exchange);
    });
  }

  deleteExchange(exchange: string, options: Options.DeleteExchange = {}): Promise<Replies.Empty> {
    return this.#change('ExchangeDelete', () => {
      this.#broker.topology.deleteExchange(exchange, options);
    });
  }

  bindExchange(destination: string, source: string, pattern: string): Promise<Replies.Empty> {
    return this.#change('ExchangeBind', () => {
      this.#broker.topology.bind(source, { kind: 'exchange', destination, pattern });
    });
  }

  unbindExchange(destination: string, source: string, pattern: string): Promise<Replies.Empty> {
    return this.#change('ExchangeUnbind', () => {
      this.#broker.topology.unbind(source, { kind: 'exchange', destination, pattern });
    });
  }

  publish(exchange: string, routingKey: string, content: Buffer, options: Options.Publish = {}): boolean {
    this.send(exchange, routingKey, content, options);
    return true;
  }

  sendToQueue(queue: string, content: Buffer, options: Options.Publish = {}): boolean {
    return this.publish('', queue, content, options);
  }

  consume(
    name: string,
    onMessage: (message: ConsumeMessage | null) => void,
    options: Options.Consume = {},
  ): Promise<Replies.Consume> {
    return this.#call('BasicConsume', () => {
      const queue = this.#broker.topology.queue(name);
      const tag = options.consumerTag || this.#broker.nextName('amq.ctag-');
      if (this.#consumers.has(tag)) throw new AmqpError(530, `attempt to reuse consumer tag '${tag}'`);
      const prefetch = this.#prefetch;
      const consumer: Consumer = {
        tag,
        hasRoom: () => options.noAck === true || this.#hasRoom(tag, prefetch),
        deliver: (message) => {
          const { content, properties, fields } = this.#hand(queue, message, options.noAck, tag);
          onMessage({ content, properties, fields: { ...fields, consumerTag: tag } });
        },
        cancelled: () => {
          this.#consumers.delete(tag);
          onMessage(null);
        },
      };
      this.#consumers.set(tag, { consumer, queue });
      queue.add(consumer);
      return { consumerTag: tag };
    });
  }

  cancel(consumerTag: string): Promise<Replies.Cancel> {
    return this.#call('BasicCancel', () => {
      const entry = this.#consumers.get(consumerTag);
      if (entry) this.#dismiss(entry.consumer, entry.queue);
      return { consumerTag };
    });
  }

  get(name: string, options: Options.Get = {}): Promise<GetMessage | false> {
    return this.#call('BasicGet', () => {
      const queue = this.#broker.topology.queue(name);
      const message = queue.take();
      if (!message) return false;
      const { content, properties, fields } = this.#hand(queue, message, options.noAck);
      return { content, properties, fields: { ...fields, messageCount: queue.ready } };
    });
  }

  ack(message: Message, allUpTo = false): void {
    this.#settle('BasicAck', message.fields.deliveryTag, allUpTo, (delivery) => this.#accept(delivery));
  }

  ackAll(): void {
    this.#settle('BasicAck', 0, true, (delivery) => this.#accept(delivery));
  }

  nack({ fields }: Message, allUpTo = false, requeue = true): void {
    this.#settle('BasicNack', fields.deliveryTag, allUpTo, (delivery) => this.#refuse(delivery, requeue));
  }

  nackAll(requeue = true): void {
    this.#settle('BasicNack', 0, true, (delivery) => this.#refuse(delivery, requeue));
  }

  reject(message: Message, requeue = true): void {
    this.nack(message, false, requeue);
  }

  prefetch(count: number, global = false): Promise<Replies.Empty> {
    return this.#change('BasicQos', () => {
      if (global) this.#sharedPrefetch = count;
      else this.#prefetch = count;
    });
  }

  recover(): Promise<Replies.Empty> {
    return this.#change('BasicRecover', () => {
      this.nackAll(true);
    });
  }

  /**
   * Publishes; a message for an exchange that does not exist closes the channel, as over a wire.
   * @returns what went wrong, if anything
   */
  protected send(exchange: string, routingKey: string, content: Buffer, options: Options.Publish): unknown {
    this.#assertOpen();
    const properties = propertiesOf(options);
    try {
      const routed = this.#broker.publish(exchange, routingKey, content, properties);
      if (!routed && options.mandatory) {
        const fields = { deliveryTag: 0, redelivered: false, exchange, routingKey };
        queueMicrotask(() => this.emit('return', { content, properties, fields }));
      }
      return undefined;
    } catch (error) {
      return this.#fail('BasicPublish', error);
    }
  }

  protected flushed(): Promise<void> {
    return this.#broker.flushed();
  }

  /** Runs one call of the protocol; an error of the broker closes the channel. */
  async #call<Reply>(method: string, action: () => Reply): Promise<Reply> {
    this.#assertOpen();
    try {
      const reply = action();
      await this.#broker.flushed();
      return reply;
    } catch (error) {
      throw this.#fail(method, error);
    }
  }

  async #change(method: string, action: () => void): Promise<Replies.Empty> {
    await this.#call(method, action);
    return {};
  }

  #fail(method: string, error: unknown): unknown {
    if (!(error instanceof AmqpError) || !this.#open) return error;
    if (error.endsConnection) {
      this.#owner.sever(error.within('Connection closed:'));
    } else {
      this.#owner.forget(this);
      if (this.listenerCount('error') > 0) this.emit('error', error.within('Channel closed by server:'));
      this.end();
    }
    return error.within(`Operation failed: ${method};`);
  }

  #assertOpen(): void {
    if (!this.#open) throw new IllegalOperationError('Channel closed');
  }

  #hasRoom(tag: string, prefetch: number): boolean {
    if (this.#sharedPrefetch > 0 && this.#deliveries.size >= this.#sharedPrefetch) return false;
    return prefetch === 0 || this.#deliveries.heldBy(tag) < prefetch;
  }

  #hand(queue: MessageQueue, message: QueuedMessage, acknowledged = false, consumer?: string) {
    const { content, properties, redelivered, exchange, routingKey } = message;
    if (acknowledged) this.#broker.settle(queue, message);
    const deliveryTag = this.#deliveries.hand(acknowledged ? undefined : { queue, message, consumer });
    return { content, properties, fields: { deliveryTag, redelivered, exchange, routingKey } };
  }

  #settle(method: string, tag: number, upTo: boolean, done: (delivery: Delivery) => void): void {
    this.#assertOpen();
    const settled = this.#deliveries.settle(tag, upTo);
    if (!settled) {
      this.#fail(method, new AmqpError(406, `unknown delivery tag ${tag}`));
      return;
    }
    for (const delivery of settled) done(delivery);
    for (const { queue } of this.#consumers.values()) queue.pump();
  }

  #accept({ queue, message }: Delivery): void {
    this.#broker.settle(queue, message);
  }

  #refuse({ queue, message }: Delivery, requeue: boolean): void {
    if (requeue) queue.giveBack(message);
    else this.#broker.settle(queue, message);
  }

  #dismiss(consumer: Consumer, queue: MessageQueue): void {
    queue.remove(consumer);
    this.#consumers.delete(consumer.tag);
    if (queue.options.autoDelete && queue.consumers === 0) this.#broker.deleteQueue(queue.name);
  }
}
