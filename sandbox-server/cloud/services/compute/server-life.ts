import { isoSeconds } from '../../clock.ts';
import type { RunningCard, ServerCard } from '../../hypervisor.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import type { NetworkClient } from './network-client.ts';
import { LIFE, type Phase, runs } from './server-phases.ts';
import { type ServerRecord, settled } from './server-records.ts';

/** Base64 as leniently as Nova takes it; text that is no UTF-8 is kept with replacement characters. */
function decoded(base64: string): string {
  const clean = base64.replace(/[^A-Za-z0-9+/]/g, '');
  const whole = clean.length % 4 === 1 ? clean.slice(0, -1) : clean;
  return new TextDecoder().decode(Uint8Array.fromBase64(whole));
}

/**
 * Moves servers through their phases and has the hypervisor follow. A phase is a matter of the clock alone;
 * the hypervisor's calls for one server are made one after another.
 */
export class ServerLife {
  readonly #servers: Collection<ServerRecord>;
  readonly #network: NetworkClient;
  readonly #parts: Parts;
  readonly #queues = new Map<string, Promise<void>>();
  readonly #removals = new Map<string, Promise<void>>();

  constructor(parts: Parts, servers: Collection<ServerRecord>, network: NetworkClient) {
    this.#parts = parts;
    this.#servers = servers;
    this.#network = network;
  }

  /** The server as it stands now. What came due is written down, and the hypervisor told. */
  current(record: ServerRecord): ServerRecord {
    const now = settled(record, this.#parts.clock.now());
    if (now !== record) {
      this.#servers.put(now);
      this.#arrived(record.phase, now);
    }
    return now;
  }

  /** All servers as they stand now. */
  all(): ServerRecord[] {
    return this.#servers.all().map((each) => this.current(each));
  }

  /** Begins a phase; the server leaves it by itself when its time has come, whether anybody looks or not. */
  enter(record: ServerRecord, phase: Phase): ServerRecord {
    const now = this.#parts.clock.now();
    const entered = this.#servers.put({ ...record, phase, since: now, updatedAt: now });
    this.#left(entered);
    this.#await(entered);
    return entered;
  }

  /** The card of a server's machine. */
  async card(record: ServerRecord): Promise<ServerCard> {
    return {
      id: record.id,
      name: record.name,
      hostname: record.hostname,
      project: record.project,
      flavor: {
        name: record.flavor.name,
        vcpus: record.flavor.vcpus,
        ram: record.flavor.ram,
        disk: record.flavor.disk,
      },
      image: record.image,
      userData: record.userData === null ? null : decoded(record.userData),
      keys: record.key ? [record.key.publicKey] : [],
      metadata: record.metadata,
      createdAt: isoSeconds(record.createdAt),
      ports: await this.#network.cards(record.id),
    };
  }

  /** Every server that has a machine, for whoever runs them to take up again after a restart. */
  async cards(): Promise<RunningCard[]> {
    const placed = this.all().filter((each) => each.launchedAt !== null && each.phase !== 'deleting');
    return Promise.all(
      placed.map(async (each) => ({ ...(await this.card(each)), running: runs(each.phase) })),
    );
  }

  /** Tells the hypervisor that the server's cards, name or metadata changed. */
  changed(record: ServerRecord): void {
    if (record.launchedAt !== null) {
      this.#tell(record.id, async () => this.#parts.hypervisor.update(await this.card(record)));
    }
  }

  /** The console log so far; empty before there is a machine. */
  async console(record: ServerRecord): Promise<string> {
    return record.launchedAt === null ? '' : this.#parts.hypervisor.console(record.id);
  }

  /** Ends the server: its machine, its ports, and then its record. Asked twice, it is done once. */
  remove(record: ServerRecord): Promise<void> {
    const running =
      this.#removals.get(record.id) ??
      this.#remove(record).finally(() => {
        this.#removals.delete(record.id);
      });
    this.#removals.set(record.id, running);
    return running;
  }

  async #remove(record: ServerRecord): Promise<void> {
    await this.#order(record.id, async () => {
      if (record.launchedAt !== null) {
        await this.#parts.hypervisor.destroy(record.id);
      }
    });
    const ports = (await this.#network.portsOf([record.id])).get(record.id) ?? [];
    for (const port of ports) {
      await (record.ownPorts.includes(port.id)
        ? this.#network.deletePort(port.id)
        : this.#network.bindPort(port.id, ''));
    }
    this.#servers.remove(record.id);
    this.#queues.delete(record.id);
  }

  /** Takes up phases that the end of the process left unfinished. */
  resume(): void {
    for (const record of this.#servers.all()) {
      if (record.phase === 'deleting') {
        this.#parts.background(() => this.remove(record));
      } else if (!record.connected) {
        this.fail(record.id, 500, 'The cloud stopped while the ports of this server were being made.');
      } else {
        this.#await(record);
      }
    }
  }

  #await(record: ServerRecord): void {
    const step = LIFE[record.phase];
    if (!step) {
      return;
    }
    const left = Math.max(0, record.since + step.after - this.#parts.clock.now());
    this.#parts.later(left, async () => {
      const latest = this.#servers.get(record.id);
      if (latest?.phase === record.phase && latest.since === record.since) {
        this.#await(this.current(latest));
      }
    });
  }

  /** What the hypervisor does when a phase begins: machines end before the server is said to be off. */
  #left({ id, phase }: ServerRecord): void {
    const { hypervisor } = this.#parts;
    switch (phase) {
      case 'powering-off':
      case 'pausing':
      case 'suspending':
      case 'shelving':
      case 'resizing':
      case 'reverting':
        this.#tell(id, () => hypervisor.power(id, 'stop'));
        break;
      case 'rebuilding':
        this.#tell(id, () => hypervisor.destroy(id));
        break;
      default:
        break;
    }
  }

  /** What the hypervisor does when a phase has ended: machines run once the server is said to be active. */
  #arrived(from: Phase, record: ServerRecord): void {
    const { hypervisor } = this.#parts;
    const { id } = record;
    if (record.phase !== 'active' && record.phase !== 'resized') {
      return;
    }
    switch (from) {
      case 'scheduling':
      case 'networking':
      case 'spawning':
      case 'rebuilding':
        this.#tell(id, async () => hypervisor.boot(await this.card(record)));
        break;
      case 'rebooting':
      case 'rebooting-hard':
        this.#tell(id, () => hypervisor.power(id, 'reboot'));
        break;
      case 'resizing':
      case 'reverting':
        this.#tell(id, async () => {
          await hypervisor.update(await this.card(record));
          await hypervisor.power(id, 'start');
        });
        break;
      default:
        this.#tell(id, () => hypervisor.power(id, 'start'));
    }
  }

  /** Has the hypervisor do something. When it cannot, the server is in error, and says so. */
  #tell(id: string, task: () => Promise<void>): void {
    this.#parts.background(async () => {
      try {
        await this.#order(id, task);
      } catch (error) {
        this.fail(id, 500, 'The machine of this server could not be run.');
        throw error;
      }
    });
  }

  /** Puts a server in error, with the reason it shows. */
  fail(id: string, code: number, message: string): void {
    const record = this.#servers.get(id);
    const at = this.#parts.clock.now();
    if (record) {
      this.#servers.put({
        ...record,
        phase: 'error',
        since: at,
        updatedAt: at,
        fault: { code, message, at },
      });
    }
  }

  /** Runs `task` after whatever was asked before of the same server. */
  #order(id: string, task: () => Promise<void>): Promise<void> {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const result = before.then(task);
    // One call that fails is reported by who asked for it; the next is made all the same.
    this.#queues.set(
      id,
      result.catch(() => undefined),
    );
    return result;
  }
}
