import type { Options, Replies } from 'amqplib';
import { z } from 'zod';
import { AmqpError } from './amqp-error.ts';
import { type Binding, type Exchange, exchangeTypes, matches, sameBinding } from './exchange.ts';
import { MessageQueue } from './message-queue.ts';

/** A durable thing that has come, changed or gone, under the id by which it is kept. */
export type Change = { id: string; json: string } | { id: string; json: undefined };

const storedExchange = z.object({
  name: z.string(),
  type: z.enum(exchangeTypes),
  durable: z.boolean(),
  autoDelete: z.boolean(),
  internal: z.boolean(),
  bindings: z.array(
    z.object({ kind: z.enum(['queue', 'exchange']), destination: z.string(), pattern: z.string() }),
  ),
});
const storedQueue = z.object({ name: z.string(), autoDelete: z.boolean() });

const unsupported = ['messageTtl', 'expires', 'deadLetterExchange', 'maxLength', 'maxPriority'] as const;

/** The exchanges and queues of a broker, and the ways between them. Says what durable part has changed. */
export class BrokerTopology {
  readonly #exchanges = new Map<string, Exchange>();
  readonly #queues = new Map<string, MessageQueue>();
  readonly #changed: (change: Change) => void;

  constructor(changed: (change: Change) => void) {
    this.#changed = changed;
    for (const type of exchangeTypes) {
      const name = `amq.${type}`;
      this.#exchanges.set(name, {
        name,
        type,
        durable: true,
        autoDelete: false,
        internal: false,
        bindings: [],
      });
    }
  }

  /** Restores what `changed` was told of. */
  restore(id: string, json: string): void {
    if (id.startsWith('exchange/')) {
      const exchange = storedExchange.parse(JSON.parse(json));
      this.#exchanges.set(exchange.name, exchange);
    } else if (id.startsWith('queue/')) {
      const { name, autoDelete } = storedQueue.parse(JSON.parse(json));
      this.#queues.set(name, new MessageQueue(name, { durable: true, exclusive: false, autoDelete }));
    }
  }

  get queues(): Iterable<MessageQueue> {
    return this.#queues.values();
  }

  /** @throws {AmqpError} 404 */
  exchange(name: string): Exchange {
    const exchange = this.#exchanges.get(name);
    if (!exchange) throw new AmqpError(404, `no exchange '${name}' in vhost '/'`);
    return exchange;
  }

  /** @throws {AmqpError} 404 */
  queue(name: string): MessageQueue {
    const queue = this.#queues.get(name);
    if (!queue) throw new AmqpError(404, `no queue '${name}' in vhost '/'`);
    return queue;
  }

  declareExchange(name: string, type: string, options: Options.AssertExchange): void {
    const known = exchangeTypes.find((candidate) => candidate === type);
    if (!known) throw new AmqpError(503, `unknown exchange type '${type}'`);
    if (name === '') throw new AmqpError(403, 'operation not permitted on the default exchange');
    const wanted = {
      type: known,
      durable: options.durable ?? true,
      autoDelete: options.autoDelete ?? false,
      internal: options.internal ?? false,
    };
    const existing = this.#exchanges.get(name);
    if (existing) assertSame('exchange', name, wanted, existing);
    else this.#keep({ name, ...wanted, bindings: [] });
  }

  declareQueue(name: string, options: Options.AssertQueue): MessageQueue {
    const foreign = unsupported.find((option) => options[option] !== undefined);
    if (foreign) throw new AmqpError(540, `this broker does not know the queue option '${foreign}'`);
    const wanted = {
      durable: options.durable ?? true,
      exclusive: options.exclusive ?? false,
      autoDelete: options.autoDelete ?? false,
    };
    const existing = this.#queues.get(name);
    if (existing) {
      assertSame('queue', name, wanted, existing.options);
      return existing;
    }
    const queue = new MessageQueue(name, wanted);
    this.#queues.set(name, queue);
    if (isKept(queue)) {
      this.#changed({ id: `queue/${name}`, json: JSON.stringify({ name, autoDelete: wanted.autoDelete }) });
    }
    return queue;
  }

  bind(source: string, binding: Binding): void {
    const exchange = this.exchange(source);
    if (binding.kind === 'queue') this.queue(binding.destination);
    else this.exchange(binding.destination);
    if (exchange.bindings.some((other) => sameBinding(other, binding))) return;
    this.#keep({ ...exchange, bindings: [...exchange.bindings, binding] });
  }

  unbind(source: string, binding: Binding): void {
    const exchange = this.exchange(source);
    this.#withBindings(exchange, (other) => !sameBinding(other, binding));
  }

  deleteExchange(name: string, options: Options.DeleteExchange): void {
    const exchange = this.#exchanges.get(name);
    if (!exchange) return;
    if (options.ifUnused && exchange.bindings.length > 0) {
      throw new AmqpError(406, `exchange '${name}' in vhost '/' in use`);
    }
    this.#exchanges.delete(name);
    if (exchange.durable) this.#changed({ id: `exchange/${name}`, json: undefined });
    this.#forget('exchange', name);
  }

  /** @returns undefined when there is no such queue */
  deleteQueue(name: string, options: Options.DeleteQueue): MessageQueue | undefined {
    const queue = this.#queues.get(name);
    if (!queue) return undefined;
    if (options.ifUnused && queue.consumers > 0)
      throw new AmqpError(406, `queue '${name}' in vhost '/' in use`);
    if (options.ifEmpty && queue.ready > 0)
      throw new AmqpError(406, `queue '${name}' in vhost '/' not empty`);
    this.#queues.delete(name);
    if (isKept(queue)) this.#changed({ id: `queue/${name}`, json: undefined });
    this.#forget('queue', name);
    queue.end();
    return queue;
  }

  /** The queues that a message published so reaches, each once. The empty exchange reaches a queue by its name. */
  route(exchange: string, routingKey: string): Set<MessageQueue> {
    const reached = new Set<MessageQueue>();
    if (exchange === '') {
      const queue = this.#queues.get(routingKey);
      return queue ? reached.add(queue) : reached;
    }
    const visited = new Set<string>();
    const follow = ({ name, type, bindings }: Exchange): void => {
      if (visited.has(name)) return;
      visited.add(name);
      for (const { kind, destination, pattern } of bindings) {
        if (!matches(type, pattern, routingKey)) continue;
        if (kind === 'queue') reached.add(this.queue(destination));
        else follow(this.exchange(destination));
      }
    };
    follow(this.exchange(exchange));
    return reached;
  }

  #keep(exchange: Exchange): void {
    this.#exchanges.set(exchange.name, exchange);
    if (exchange.durable) {
      const lasting = exchange.bindings.filter((binding) => this.#lasts(binding));
      const json = JSON.stringify({ ...exchange, bindings: lasting });
      this.#changed({ id: `exchange/${exchange.name}`, json });
    }
  }

  #lasts({ kind, destination }: Binding): boolean {
    return kind === 'queue' ? isKept(this.queue(destination)) : this.exchange(destination).durable;
  }

  #withBindings(exchange: Exchange, stays: (binding: Binding) => boolean): void {
    const bindings = exchange.bindings.filter(stays);
    if (bindings.length === exchange.bindings.length) return;
    if (bindings.length === 0 && exchange.autoDelete) this.deleteExchange(exchange.name, {});
    else this.#keep({ ...exchange, bindings });
  }

  #forget(kind: Binding['kind'], destination: string): void {
    for (const exchange of this.#exchanges.values()) {
      this.#withBindings(exchange, (binding) => binding.kind !== kind || binding.destination !== destination);
    }
  }
}

/** Whether a queue, and so what is persistent in it, survives the broker. */
export const isKept = ({ options }: MessageQueue): boolean => options.durable && !options.exclusive;

function assertSame<Options extends object>(
  kind: string,
  name: string,
  wanted: Options,
  existing: Options,
): void {
  for (const [option, value] of Object.entries(wanted)) {
    const current = Object.entries(existing).find(([other]) => other === option)?.[1];
    if (current !== value) {
      const words = `inequivalent arg '${option}' for ${kind} '${name}' in vhost '/'`;
      throw new AmqpError(406, `${words}: received '${value}' but current is '${current}'`);
    }
  }
}

/** What a declaration answers. */
export const describeQueue = (queue: MessageQueue): Replies.AssertQueue => ({
  queue: queue.name,
  messageCount: queue.ready,
  consumerCount: queue.consumers,
});
