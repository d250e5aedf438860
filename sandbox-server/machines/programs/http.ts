import type { Machine } from '../machine.ts';
import { isAddress } from '../network/addresses.ts';
import type { Connection } from '../network/service.ts';

/** A port of a host; the host by name or by address. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** The address of a name, as /etc/hosts has it or the name server does. @throws UnknownName */
export function resolveHost(machine: Machine, host: string): string {
  const name = host.replace(/^\[|\]$/g, '');
  if (isAddress(name)) return name;
  const hosts = machine.tree.find('/etc/hosts') ? machine.readText('/etc/hosts') : '';
  for (const line of hosts.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address !== undefined && !address.includes(':') && names.includes(name)) return address;
  }
  return machine.network.resolve({ machine: machine.id }, name);
}

/** Opens a connection from a machine. @throws NetworkError, or the signal's reason */
export async function connect(
  machine: Machine,
  { host, port }: Place,
  { signal, timeout }: { signal?: AbortSignal; timeout?: number },
): Promise<Connection> {
  const to = resolveHost(machine, host);
  return machine.network.connect({ from: { machine: machine.id }, to, port, signal, timeout });
}

/** What listens there does not speak the protocol that was expected. */
class WrongProtocol extends Error {
  constructor({ host, port }: Place) {
    super(`${host} port ${port} does not speak HTTP`);
    this.name = 'WrongProtocol';
  }
}

/** `fetch` from within a machine: its requests take the virtual network and nothing else. */
export function machineFetch(machine: Machine, signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { hostname: host, port, protocol } = new URL(request.url);
    const place = { host, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
    const both = AbortSignal.any([signal, request.signal]);
    const connection = await connect(machine, place, { signal: both });
    if (connection.kind !== 'http') throw new WrongProtocol(place);
    return abortable(connection.fetch(request), both);
  };
}

/** The promise's outcome, or the signal's reason when that comes first. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([promise, stopped]).finally(() => signal.removeEventListener('abort', stop));
}
