import type { HostView } from './hosts.ts';
import { RESOLVER_ADDRESS } from './names.ts';
import type { Service } from './service.ts';

/** A host on the internet, for machines that have a way out. */
export interface OutsideHost {
  /** All its names, such as `opendev.org`. */
  readonly names: readonly string[];
  /** From a block that is set apart for examples, such as 192.0.2.0/24. */
  readonly address: string;
  /** What listens there, by port. */
  readonly services: Readonly<Record<number, Service>>;
}

const RESOLVER: OutsideHost = {
  names: ['resolver.example'],
  address: RESOLVER_ADDRESS,
  services: { 53: { kind: 'text', banner: '' } },
};

/** The internet, as far as the cloud knows it. */
export class Outside {
  readonly #hosts: OutsideHost[] = [RESOLVER];

  add(host: OutsideHost): void {
    this.#hosts.push(host);
  }

  at(address: string): HostView | undefined {
    const host = this.#hosts.find((candidate) => candidate.address === address);
    return (
      host && {
        name: host.names[0] ?? address,
        up: true,
        listening: (port) => (host.services[port] ? ['0.0.0.0'] : []),
      }
    );
  }

  named(name: string): string | undefined {
    return this.#hosts.find((host) => host.names.includes(name))?.address;
  }

  serviceAt(address: string, port: number): Service | undefined {
    return this.#hosts.find((host) => host.address === address)?.services[port];
  }
}
