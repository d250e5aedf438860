import { conflict } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import type { ContainerRecord, ContainerState, EndpointRecord } from './container-record.ts';
import { diskKey } from './inside.ts';

/** What is known of a container, whether it runs or not. */
export class ContainerFacts {
  readonly host: DockerHost;
  #record: ContainerRecord;

  constructor(host: DockerHost, record: ContainerRecord) {
    this.host = host;
    this.#record = record;
  }

  get id(): string {
    return this.#record.id;
  }
  get name(): string {
    return this.#record.name;
  }
  get image(): string {
    return this.#record.image;
  }
  get record(): ContainerRecord {
    return this.#record;
  }
  get status(): ContainerState['status'] {
    return this.#record.state.status;
  }
  /** Running, paused or not: it has processes. */
  get isUp(): boolean {
    return this.status === 'running' || this.status === 'paused';
  }
  /** Its id on the virtual network. */
  get networkId(): string {
    return diskKey(this.id);
  }

  endpoints(): [string, EndpointRecord][] {
    return Object.entries(this.#record.endpoints);
  }

  endpointOn(network: string): EndpointRecord | undefined {
    return Object.values(this.#record.endpoints).find((endpoint) => endpoint.network === network);
  }

  /** The names that neighbours on a network know it by. */
  namesOn(network: string): string[] {
    const { asked } = this.#record.endpoints[network] ?? {};
    return [this.name, this.id.slice(0, 12), this.#record.config.Hostname, ...(asked?.Aliases ?? [])].map(
      (name) => name.toLowerCase(),
    );
  }

  /** A change of its record that is kept with the next one: it is worth nothing without that. */
  hold(change: Partial<Omit<ContainerRecord, 'id'>>): void {
    this.#record = { ...this.#record, ...change };
  }

  /** Keeps a change of its record. */
  keep(change: Partial<Omit<ContainerRecord, 'id'>>): void {
    this.#record = this.host.records.put({ ...this.#record, ...change });
  }

  protected become(change: Partial<ContainerState>): void {
    this.keep({ state: { ...this.#record.state, ...change } });
  }

  event(action: string, more: Readonly<Record<string, string>> = {}): void {
    const { config, name } = this.#record;
    this.host.events.add('container', action, this.id, {
      ...config.Labels,
      image: config.Image,
      name,
      ...more,
    });
  }

  /** @throws DockerFault 409 */
  demandUp(): void {
    if (!this.isUp) throw conflict(`Container ${this.id} is not running`);
  }

  /** The variables of its processes. */
  environment(home: string, more: readonly string[] = []): Record<string, string> {
    const { config } = this.#record;
    const given = [...(config.Env ?? []), ...more].map((line): [string, string] => {
      const at = line.indexOf('=');
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
    });
    const plain = {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOSTNAME: config.Hostname,
      ...(config.Tty && { TERM: 'xterm' }),
      HOME: home,
    };
    return { ...plain, ...Object.fromEntries(given) };
  }
}
