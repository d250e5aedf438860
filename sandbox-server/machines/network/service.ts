/** What may listen on a port of a machine or of a host outside. */
export type Service = HttpService | AmqpService | SqlService | SshService | TextService | ForwardService;

/** A web server. */
export interface HttpService {
  readonly kind: 'http';
  /** `from` is the caller's address as this end sees it: behind a floating IP, after the translation. */
  fetch(request: Request, from: string): Promise<Response>;
}

/** A message broker; whoever connects checks that it is the broker it knows how to speak to. */
export interface AmqpService {
  readonly kind: 'amqp';
  readonly broker: unknown;
}

/** A database server; whoever connects checks that it is one it knows how to speak to. */
export interface SqlService {
  readonly kind: 'sql';
  readonly database: unknown;
}

/** An SSH server; whoever connects checks that it is one it knows how to log in at. */
export interface SshService {
  readonly kind: 'ssh';
  readonly banner: string;
  readonly host: unknown;
}

/** A service of which only the first words matter, such as a name server. */
export interface TextService {
  readonly kind: 'text';
  readonly banner: string;
}

/** A port that is another one's: whoever connects comes to that one, as from `from`. */
export interface ForwardService {
  readonly kind: 'forward';
  readonly from: { readonly machine: string };
  readonly to: string;
  readonly port: number;
}

/** What a caller holds when a connection stands: the service, which now knows who is calling. */
export type Connection =
  | { readonly kind: 'http'; readonly from: string; fetch(request: Request): Promise<Response> }
  | AmqpService
  | SqlService
  | SshService
  | TextService;

/** The caller's end of a connection to `service`, by the address `from`. */
export const connectionTo = (service: Exclude<Service, ForwardService>, from: string): Connection =>
  service.kind === 'http'
    ? { kind: 'http', from, fetch: (request) => service.fetch(request, from) }
    : service;
