/** Kinds of exchange that the broker knows. */
export const exchangeTypes = ['direct', 'fanout', 'topic'] as const;
/** How an exchange matches routing keys. */
export type ExchangeType = (typeof exchangeTypes)[number];

/** Where an exchange sends what matches a pattern. */
export interface Binding {
  kind: 'queue' | 'exchange';
  destination: string;
  pattern: string;
}

/** An exchange: what is published to it goes where its bindings say. */
export interface Exchange {
  name: string;
  type: ExchangeType;
  durable: boolean;
  autoDelete: boolean;
  internal: boolean;
  bindings: Binding[];
}

/** `*` stands for one word of a dotted key, `#` for any number of them. */
function matchesTopic(pattern: readonly string[], key: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return key.length === 0;
  if (first === '#') {
    return matchesTopic(rest, key) || (key.length > 0 && matchesTopic(pattern, key.slice(1)));
  }
  return key.length > 0 && (first === '*' || first === key[0]) && matchesTopic(rest, key.slice(1));
}

/** Whether a message with this routing key passes this binding. */
export function matches(type: ExchangeType, pattern: string, routingKey: string): boolean {
  switch (type) {
    case 'direct':
      return pattern === routingKey;
    case 'fanout':
      return true;
    case 'topic':
      return matchesTopic(pattern.split('.'), routingKey.split('.'));
  }
}

/** Whether two bindings say the same. */
export const sameBinding = (one: Binding, other: Binding): boolean =>
  one.kind === other.kind && one.destination === other.destination && one.pattern === other.pattern;
