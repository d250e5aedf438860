/** Names of AMQP's reply codes, https://www.rabbitmq.com/amqp-0-9-1-reference#constants */
const NAMES: Record<number, string> = {
  320: 'CONNECTION_FORCED',
  403: 'ACCESS_REFUSED',
  404: 'NOT_FOUND',
  405: 'RESOURCE_LOCKED',
  406: 'PRECONDITION_FAILED',
  503: 'COMMAND_INVALID',
  530: 'NOT_ALLOWED',
  540: 'NOT_IMPLEMENTED',
};

/** What a broker closes a channel or a connection with; worded as RabbitMQ's errors are by amqplib. */
export class AmqpError extends Error {
  override name = 'AmqpError';
  /** The reply code, as amqplib's own errors carry it. */
  readonly code: number;

  constructor(code: number, text: string) {
    const name = NAMES[code] ?? 'UNKNOWN';
    super(`${code} (${name.replaceAll('_', '-')}) with message "${name} - ${text}"`);
    this.code = code;
  }

  /** Whether it ends the whole connection, not just the channel. */
  get endsConnection(): boolean {
    return this.code >= 500 || this.code === 320;
  }

  /** The same, as amqplib tells it in some place. */
  within(place: string): Error & { code: number } {
    return Object.assign(new Error(`${place} ${this.message}`, { cause: this }), { code: this.code });
  }
}
