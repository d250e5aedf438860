import type { Sql } from '../faafo/sql.ts';
import type { ServerCard } from './card.ts';
import type { Clock } from './clock.ts';
import { Console } from './console.ts';
import { devicesOf } from './devices.ts';
import type { Device } from './disk/device.ts';
import type { Disk } from './disk/disk.ts';
import { MountedTree } from './disk/mounted-tree.ts';
import { folderOf } from './disk/paths.ts';
import { type DistributionImage, imageFor } from './images/image.ts';
import { Journal } from './journal.ts';
import { Launcher } from './launcher.ts';
import type { MachineLimits } from './limits.ts';
import { MachineIsOff } from './network/errors.ts';
import type { VirtualNetwork } from './network/network.ts';
import { Packages } from './packages/packages.ts';
import { type OuterProcesses, Processes } from './processes.ts';
import type { Program, User } from './program.ts';
import { type Execution, execute } from './services/execute.ts';
import type { Supervisor } from './services/supervisor.ts';
import { Systemd } from './services/systemd.ts';
import { Shell } from './shell/shell.ts';

/** What a machine stands in. */
export interface MachineWorld {
  readonly network: VirtualNetwork;
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: MachineLimits;
  /** Every program that the archive's packages bring, by name. */
  readonly programs: ReadonlyMap<string, Program>;
  /** Restarts a machine, as its own guest asks. */
  readonly restart: (machine: string) => Promise<void>;
  /** Hears of faults that are ours, not a guest's. */
  readonly failed: (error: unknown) => void;
  /** The system that it runs; by the card's image when not given. */
  readonly image?: DistributionImage;
  /** The name space of processes around its own: it is a container. */
  readonly outer?: OuterProcesses;
  /** Its commands; those of its packages when not given. */
  readonly commands?: (machine: Machine) => ReadonlyMap<string, Program>;
}

/** A shell that runs and can be given one more command. */
export interface LiveShell {
  add(name: string, program: Program): void;
}

const GIBIBYTE = 1024 ** 3;
const ROOT: User = { name: 'root', home: '/root', id: 0 };

/** A simulated server: a host name, network cards, files, processes, services, a shell. */
export class Machine {
  readonly id: string;
  readonly network: VirtualNetwork;
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: MachineLimits;
  readonly tree: MountedTree;
  readonly console: Console;
  readonly journal: Journal;
  readonly processes: Processes;
  readonly packages: Packages;
  readonly systemd: Systemd;
  readonly launcher: Launcher;
  /** Tells the host of a fault of ours. */
  readonly report: (error: unknown) => void;
  /** The shells that run right now: what is installed becomes a command in them at once. */
  readonly shells = new Set<LiveShell>();
  /** Set while supervisor runs. */
  supervisor: Supervisor | undefined;
  readonly #world: MachineWorld;
  readonly #sql: (path: string) => Sql;
  readonly #restart: (machine: string) => Promise<void>;
  #card: ServerCard;
  #power = new AbortController();
  #on = false;
  #startedAt = 0;

  constructor(card: ServerCard, disk: Disk, sql: (path: string) => Sql, world: MachineWorld) {
    this.id = card.id;
    this.#card = card;
    this.#world = world;
    this.#sql = sql;
    this.#restart = world.restart;
    this.network = world.network;
    this.clock = world.clock;
    this.random = world.random;
    this.limits = world.limits;
    const bytes = Math.min(world.limits.diskBytes, Math.max(1, card.flavor.disk) * GIBIBYTE);
    this.tree = new MountedTree(disk, { bytes, entries: world.limits.diskEntries }, () => this.clock.now());
    this.console = new Console(disk, world.limits.console);
    this.journal = new Journal(this.clock, this.tree, () => this.hostname);
    this.processes = new Processes(this.clock, world.limits, world.outer);
    this.packages = new Packages(this, world.programs);
    this.systemd = new Systemd(this);
    this.report = world.failed;
    this.launcher = new Launcher(world.failed);
  }

  get card(): ServerCard {
    return this.#card;
  }

  /** The card as the cloud has it now: new ports, a new name. */
  set card(card: ServerCard) {
    this.#card = card;
    if (this.#on) this.network.plug(this.id, { hostname: this.hostname });
  }

  get image(): DistributionImage {
    return this.#world.image ?? imageFor(this.#card.image?.name);
  }

  /** As in /etc/hostname once there is one. */
  get hostname(): string {
    return this.tree.find('/etc/hostname') ? this.readText('/etc/hostname').trim() : this.#card.hostname;
  }

  get isOn(): boolean {
    return this.#on;
  }

  /** Aborted when the power goes. */
  get power(): AbortSignal {
    return this.#power.signal;
  }

  /** Milliseconds since the power came. */
  get uptime(): number {
    return this.#on ? this.clock.now() - this.#startedAt : 0;
  }

  /** The first address of its first card. */
  get address(): string | undefined {
    return this.#card.ports[0]?.addresses[0]?.address;
  }

  /** `first`: the command of process 1; null: whoever switches it on starts that process. */
  powerOn(first: string | null = '/sbin/init'): void {
    this.#power = new AbortController();
    this.#on = true;
    this.#startedAt = this.clock.now();
    this.journal.clear();
    this.systemd.clear();
    this.processes.clear();
    if (first !== null) this.processes.enter({ user: 'root', command: first });
    this.network.plug(this.id, { hostname: this.hostname });
  }

  /** At once, as when a plug is pulled: connections break, nobody says good-bye. */
  powerOff(): void {
    this.#on = false;
    this.network.unplug(this.id);
    this.#power.abort(new MachineIsOff(this.id));
    this.processes.clear();
    this.supervisor = undefined;
  }

  /** @throws MachineIsOff */
  demandPower(): void {
    if (!this.#on) throw new MachineIsOff(this.id);
  }

  /** What `reboot` asks for; it happens once the asking program has ended. */
  restart(): void {
    this.launcher.launch(() => this.#restart(this.id));
  }

  /** A login: `user` is root, the image's own user, or another one of /etc/passwd. */
  shell({ user, env }: { user?: string; env?: Readonly<Record<string, string>> } = {}): Shell {
    return new Shell(this, this.user(user ?? this.image.user), { env });
  }

  /** Somebody of /etc/passwd; root when there is nobody of that name. */
  user(name: string): User {
    if (name === 'root' || !this.tree.find('/etc/passwd')) return ROOT;
    const line = this.readText('/etc/passwd')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , id, , , home] = line?.split(':') ?? [];
    return home === undefined ? ROOT : { name, home, id: Number(id) };
  }

  /** The commands that are installed. */
  programs(): ReadonlyMap<string, Program> {
    return this.#world.commands?.(this) ?? this.packages.programs();
  }

  devices(): Map<string, Device> {
    return devicesOf(this);
  }

  readText(path: string): string {
    return new TextDecoder().decode(this.tree.read(path));
  }

  /** Writes a file and the folders it needs. @throws FileError */
  writeText(path: string, text: string, mode?: number): void {
    this.tree.makeFolder(folderOf(path), true);
    this.tree.write(path, new TextEncoder().encode(text));
    if (mode !== undefined) this.tree.change(path, { mode }, 'chmod');
  }

  /** A database file on this machine. */
  sql(path: string): Sql {
    return this.#sql(path);
  }

  /** Runs a program or an executable script by its words, to its exit code. */
  execute(execution: Execution): Promise<number> {
    return execute(this, execution);
  }
}
