import type { ConfirmChannel, Options, Replies } from 'amqplib';
import { BrokerChannel } from './channel.ts';

/** A channel on which the broker confirms each message once it is safe: amqplib's `ConfirmChannel`. */
export class BrokerConfirmChannel extends BrokerChannel implements ConfirmChannel {
  override publish(
    exchange: string,
    routingKey: string,
    content: Buffer,
    options: Options.Publish = {},
    confirmed?: (error: unknown, ok: Replies.Empty) => void,
  ): boolean {
    const failure = this.send(exchange, routingKey, content, options);
    const safe = failure === undefined ? this.flushed() : Promise.reject(failure);
    safe.then(
      () => confirmed?.(null, {}),
      (error: unknown) => confirmed?.(error, {}),
    );
    return true;
  }

  override sendToQueue(
    queue: string,
    content: Buffer,
    options: Options.Publish = {},
    confirmed?: (error: unknown, ok: Replies.Empty) => void,
  ): boolean {
    return this.publish('', queue, content, options, confirmed);
  }

  async waitForConfirms(): Promise<void> {
    await this.flushed();
  }
}
