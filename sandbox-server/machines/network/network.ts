import type { Clock } from '../clock.ts';
import { isLoopback } from './addresses.ts';
import { ConnectionRefused, MachineIsOff, NoRoute, TimedOut } from './errors.ts';
import type { Hosts } from './hosts.ts';
import { publishedAddress, resolveName } from './names.ts';
import { Outside, type OutsideHost } from './outside.ts';
import { type Listening, Plugged } from './plugged.ts';
import { type Connection, connectionTo, type Service } from './service.ts';
import type { TopologySource } from './topology.ts';
import { type Trace, trace } from './trace.ts';
import type { Arrival, Origin, Question } from './walk.ts';

/** To whom, and how long to try. */
export interface Call {
  readonly from: Origin;
  /** An IP address; `resolve` gives that of a name. */
  readonly to: string;
  readonly port: number;
  readonly signal?: AbortSignal;
  /** How long to knock while nobody answers, in ms; 30 s when not given. */
  readonly timeout?: number;
}

const CONNECT_TIMEOUT = 30_000;
/** TCP knocks again after a second, and doubles the pause each time (RFC 6298). */
const FIRST_PAUSE = 1000;
/** How long a neighbour or router asks around before it says that nobody has the address. */
const NEIGHBOUR_TIMEOUT = 3000;

/**
 * The network between the machines of the cloud, and to the internet: it carries a connection exactly where
 * the cloud's state, read anew at every knock, allows it.
 */
export class VirtualNetwork {
  readonly #topology: TopologySource;
  readonly #clock: Clock;
  readonly #machines = new Map<string, Plugged>();
  readonly #outside = new Outside();
  /** Machines that stand outside of the cloud, by whose project they are. */
  readonly #guests = new Map<string, string>();
  /** Machines that have no cards of their own and use another's. */
  readonly #sharing = new Map<string, string>();
  readonly #hosts: Hosts = {
    machine: (id) => this.#machines.get(id),
    outside: (address) => this.#outside.at(address),
  };

  constructor({ topology, clock }: { topology: TopologySource; clock: Clock }) {
    this.#topology = topology;
    this.#clock = clock;
  }

  /** A machine is on: it has a host name that its neighbours can ask for, and its cards answer. */
  plug(machine: string, { hostname }: { hostname: string }): void {
    if (this.#sharing.has(machine)) return;
    const plugged = this.#machines.get(machine) ?? new Plugged(machine, hostname);
    plugged.name = hostname;
    plugged.on();
    this.#machines.set(machine, plugged);
  }

  /** A machine is off: its cards are silent, and what listened there is gone. */
  unplug(machine: string): void {
    if (!this.#sharing.has(machine)) this.#machines.get(machine)?.off();
  }

  /** A machine is no more: its name too is forgotten. */
  forget(machine: string): void {
    this.#machines.delete(machine);
    this.#guests.delete(machine);
    this.#sharing.delete(machine);
  }

  /** A machine stands outside of the cloud, as a laptop does: it has no card there, and sees it as the internet does. */
  placeOutside(machine: string, { project }: { project: string }): void {
    this.#guests.set(machine, project);
  }

  /** A machine has no cards of its own from now on: it sends, listens and is reached as `other` is. */
  share(machine: string, other: string): void {
    this.#sharing.set(machine, this.#cardsOf(other));
  }

  /** Whose cards a machine uses. */
  #cardsOf(machine: string): string {
    return this.#sharing.get(machine) ?? machine;
  }

  #ownOrigin(from: Origin): Origin {
    return from === 'outside' ? from : { machine: this.#cardsOf(from.machine) };
  }

  /** Puts a host on the internet. */
  addOutsideHost(host: OutsideHost): void {
    this.#outside.add(host);
  }

  /**
   * A program of a machine begins to listen.
   * @param address `0.0.0.0` for all its cards (the default), `127.0.0.1` for itself alone, `169.254.169.254`
   *   for the metadata service that this one machine sees.
   * @throws MachineIsOff, AddressInUse
   */
  listen(machine: string, port: number, service: Service, address = '0.0.0.0'): Listening {
    const plugged = this.#machines.get(this.#cardsOf(machine));
    if (!plugged) throw new MachineIsOff(machine);
    return plugged.listen(port, service, address);
  }

  /** Who listens on a machine, in the order of the ports. */
  listeners(machine: string): ReturnType<Plugged['listeners']> {
    return this.#machines.get(this.#cardsOf(machine))?.listeners() ?? [];
  }

  /** What becomes of a packet, hop by hop, right now. */
  trace(asked: Question): Trace {
    const question = { ...asked, from: this.#ownOrigin(asked.from) };
    const { from, to } = question;
    const isGuest = from !== 'outside' && this.#guests.has(from.machine) && !isLoopback(to);
    return trace(this.#topology(), this.#hosts, isGuest ? { ...question, from: 'outside' } : question);
  }

  /** The address that a name stands for. @throws UnknownName */
  resolve(asker: Origin, name: string): string {
    const from = this.#ownOrigin(asker);
    const names = {
      machinesNamed: (hostname: string) =>
        [...this.#machines].filter(([, { name: own }]) => own.toLowerCase() === hostname).map(([id]) => id),
      outsideNamed: (outside: string) => this.#outside.named(outside),
    };
    const project = from === 'outside' ? undefined : this.#guests.get(from.machine);
    if (project === undefined) return resolveName(this.#topology(), this.#hosts, names, from, name);
    const own = publishedAddress(this.#topology(), names, project, name);
    return own ?? resolveName(this.#topology(), this.#hosts, names, 'outside', name);
  }

  /**
   * Opens a TCP connection. While a rule drops the packets it knocks again and again, as TCP does: a rule that
   * is added meanwhile lets it through.
   * @throws ConnectionRefused when nobody listens, NoRoute when no way leads there, TimedOut when nothing was
   *   heard, or the signal's reason.
   */
  async connect({ from, to, port, signal, timeout = CONNECT_TIMEOUT }: Call): Promise<Connection> {
    const { ending, source } = await this.#knock({ from, to, port, protocol: 'tcp' }, timeout, signal);
    const service = ending.outcome === 'reached' ? this.#serviceAt(ending.arrival, port) : undefined;
    if (!service) throw new ConnectionRefused(to, port);
    if (service.kind === 'forward') return await this.connect({ ...service, signal, timeout });
    return connectionTo(service, source);
  }

  /** One ping; settles when the answer is there. @throws NoRoute, TimedOut, or the signal's reason */
  async ping({ from, to, signal, timeout = CONNECT_TIMEOUT }: Omit<Call, 'port'>): Promise<void> {
    await this.#knock({ from, to, port: null, protocol: 'icmp' }, timeout, signal);
  }

  async #knock(question: Question, timeout: number, signal?: AbortSignal): Promise<Trace> {
    signal?.throwIfAborted();
    const deadline = this.#clock.now() + timeout;
    for (let pause = FIRST_PAUSE; ; pause *= 2) {
      const found = this.trace(question);
      const { ending } = found;
      if (ending.outcome === 'reached' || ending.outcome === 'refused') return found;
      const left = deadline - this.#clock.now();
      if (ending.outcome === 'unreachable') {
        await this.#giveUp(question.to, ending.reach, left, signal);
      }
      if (left <= 0) throw new TimedOut(question.to, timeout / 1000);
      await this.#clock.wait(Math.min(pause, left), signal);
    }
  }

  async #giveUp(to: string, reach: 'host' | 'network', left: number, signal?: AbortSignal): Promise<never> {
    if (reach === 'host') await this.#clock.wait(Math.min(NEIGHBOUR_TIMEOUT, Math.max(0, left)), signal);
    throw new NoRoute(to, reach);
  }

  #serviceAt(arrival: Arrival, port: number): Service | undefined {
    if ('machine' in arrival) return this.#machines.get(arrival.machine)?.serviceAt(port, arrival.address);
    return 'outside' in arrival ? this.#outside.serviceAt(arrival.outside, port) : undefined;
  }
}
