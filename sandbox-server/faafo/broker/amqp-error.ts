/** Names of AMQP's reply codes, https://www.rabbitmq.com/amqp-0-9-1-reference#constants */
const NAMES: Record<number, string> = {
  320: 'CONNECTION_FORCED',
  403: 'ACCESS_REFUSED',
  404: 'NOT_FOUND',
  405: 'RESOURCE_LOCKED',
  406: 'PRECONDITION_FAILED',
  503: 'COMMAND_INVALID',
  540: 'NOT_IMPLEMENTED',
};

/** What a broker closes a channel or a connection with. */
export class AmqpError extends Error {
  override name = 'AmqpError';
  /** The reply code, as amqplib's own errors carry it. */
  readonly code: number;

  constructor(code: number, text: string) {
    super(`${code} (${NAMES[code] ?? 'UNKNOWN'}) with message "${NAMES[code] ?? 'UNKNOWN'} - ${text}"`);
    this.code = code;
  }
}
