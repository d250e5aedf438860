import { isLinkLocal } from './addresses.ts';
import { AddressInUse, MachineIsOff } from './errors.ts';
import type { HostView } from './hosts.ts';
import type { Service } from './service.ts';

interface Listener {
  readonly address: string;
  readonly port: number;
  readonly service: Service;
}

/** A port that is being listened on. */
export interface Listening {
  /** Stops listening; a second call does nothing. */
  close(): void;
}

const ALL = ['0.0.0.0', '::'];

/** Two listeners are in each other's way; the link-local addresses are the cloud's own and stand apart. */
const clash = (one: string, other: string): boolean => {
  if (one === other) return true;
  const [wide, narrow] = ALL.includes(one) ? [one, other] : [other, one];
  return ALL.includes(wide) && !isLinkLocal(narrow);
};

/** A machine as the network sees it: a name, on or off, and who listens. */
export class Plugged implements HostView {
  name: string;
  readonly #machine: string;
  #up = false;
  #listeners: readonly Listener[] = [];

  constructor(machine: string, name: string) {
    this.#machine = machine;
    this.name = name;
  }

  get up(): boolean {
    return this.#up;
  }

  on(): void {
    this.#up = true;
  }

  /** Off: whoever listened does so no longer. */
  off(): void {
    this.#up = false;
    this.#listeners = [];
  }

  listening(port: number): readonly string[] {
    return this.#listeners.filter((listener) => listener.port === port).map(({ address }) => address);
  }

  /** All ports that are listened on, in their order. */
  listeners(): readonly {
    readonly address: string;
    readonly port: number;
    readonly kind: Service['kind'];
  }[] {
    return this.#listeners
      .map(({ address, port, service }) => ({ address, port, kind: service.kind }))
      .toSorted((one, other) => one.port - other.port);
  }

  serviceAt(port: number, address: string): Service | undefined {
    const there = this.#listeners.filter((listener) => listener.port === port);
    const exact = there.find((listener) => listener.address === address);
    return (exact ?? there.find((listener) => ALL.includes(listener.address)))?.service;
  }

  /** @throws MachineIsOff, AddressInUse */
  listen(port: number, service: Service, address: string): Listening {
    if (!this.#up) throw new MachineIsOff(this.#machine);
    if (this.listening(port).some((other) => clash(other, address))) throw new AddressInUse(address, port);
    const listener: Listener = { address, port, service };
    this.#listeners = [...this.#listeners, listener];
    return {
      close: () => {
        this.#listeners = this.#listeners.filter((other) => other !== listener);
      },
    };
  }
}
