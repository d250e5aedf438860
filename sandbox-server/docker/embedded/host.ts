import { type Collection, collection, type Store } from '../../cloud/store.ts';
import type { Clock } from '../../machines/clock.ts';
import type { Disks } from '../../machines/disk/disk.ts';
import { imageFor } from '../../machines/images/image.ts';
import { layImage } from '../../machines/images/lay-image.ts';
import { defaultLimits } from '../../machines/limits.ts';
import { Machine } from '../../machines/machine.ts';
import { VirtualNetwork } from '../../machines/network/network.ts';
import type { OutsideHost } from '../../machines/network/outside.ts';
import type { Program } from '../../machines/program.ts';
import { Container } from './containers/container.ts';
import { type ContainerRecord, containerSchema } from './containers/container-record.ts';
import { type CreateBody, planContainer } from './containers/create-container.ts';
import { diskKey } from './containers/inside.ts';
import { memoryOf } from './containers/memory.ts';
import { restartsWithEngine } from './containers/restart.ts';
import { Events } from './events.ts';
import { conflict, notFound } from './fault.ts';
import { hexOf } from './hex.ts';
import { imageSchema, layerSchema, referenceSchema } from './images/image-record.ts';
import { Images } from './images/images.ts';
import { Layers } from './images/layers.ts';
import { randomName } from './names.ts';
import { networkSchema } from './networks/network-record.ts';
import { Networks } from './networks/networks.ts';
import { containerPrograms } from './programs/container-programs.ts';
import { Volumes, volumeSchema } from './volumes/volumes.ts';

/** What an engine is made of. One engine has the store and the disks for itself. */
export interface EngineParts {
  /** The host's name. */
  readonly name: string;
  readonly store: Store;
  readonly disks: Disks;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** So many random bytes, for ids. */
  readonly bytes: (length: number) => Uint8Array;
  /** Every program that a machine may have, by name. */
  readonly programs: ReadonlyMap<string, Program>;
  /** The internet, as far as containers reach it. */
  readonly outside: readonly OutsideHost[];
  /** Hears of faults that are ours. */
  readonly failed: (error: unknown) => void;
}

const HOST = 'docker-host';
const LAYERS = 'docker-layers';

/** A simulated host on which an engine runs: its containers, images, networks and volumes. */
export class DockerHost {
  readonly id: string;
  readonly name: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly disks: Disks;
  readonly programs: ReadonlyMap<string, Program>;
  readonly failed: (error: unknown) => void;
  readonly events: Events;
  readonly images: Images;
  readonly networks: Networks;
  readonly volumes: Volumes;
  readonly network: VirtualNetwork;
  /** The host itself. */
  readonly machine: Machine;
  readonly records: Collection<ContainerRecord>;
  readonly #bytes: (length: number) => Uint8Array;
  readonly #containers = new Map<string, Container>();
  readonly #shims = new Map<string, number>();

  constructor(parts: EngineParts) {
    const { name, store, disks, clock } = parts;
    this.name = name;
    this.clock = clock;
    this.random = parts.random;
    this.disks = disks;
    this.failed = parts.failed;
    this.#bytes = parts.bytes;
    this.programs = new Map([...parts.programs, ...containerPrograms]);
    this.events = new Events(clock);
    const newId = (): string => this.newId();
    const now = (): number => clock.now();
    this.records = collection(store, 'docker-containers', containerSchema);
    const uses = (image: string) =>
      this.containers
        .filter((container) => container.image === image)
        .map((container) => ({ id: container.id, running: container.isUp }));
    const layers = new Layers(disks.open(LAYERS), collection(store, 'docker-layers', layerSchema));
    this.images = new Images(
      collection(store, 'docker-images', imageSchema),
      collection(store, 'docker-references', referenceSchema),
      layers,
      uses,
    );
    this.networks = new Networks({
      host: HOST,
      records: collection(store, 'docker-networks', networkSchema),
      newId,
      now,
      containers: () => this.containers,
    });
    const usersOf = (volume: string) =>
      this.containers
        .filter(({ record }) => record.mounts.some(({ Name }) => Name === volume))
        .map(({ id }) => id);
    this.volumes = new Volumes({
      records: collection(store, 'docker-volumes', volumeSchema),
      disks,
      newId,
      now,
      usersOf,
    });
    this.network = new VirtualNetwork({ topology: () => this.networks.topology(), clock });
    for (const outside of parts.outside) this.network.addOutsideHost(outside);
    this.machine = this.#makeMachine(parts);
    this.id = this.networks.demand('bridge').id.slice(0, 12).toUpperCase();
  }

  #makeMachine({ disks, clock, random, programs, failed }: EngineParts): Machine {
    const card = {
      id: HOST,
      name: this.name,
      hostname: this.name,
      project: '',
      flavor: { name: 'docker-host', vcpus: 2, ram: 4096, disk: 20 },
      image: null,
      userData: null,
      keys: [],
      metadata: {},
      createdAt: new Date(0).toISOString(),
      ports: [],
    };
    const machine = new Machine(card, disks.open(HOST), (path) => disks.sql(HOST, path), {
      network: this.network,
      clock,
      random,
      programs,
      failed,
      restart: async () => undefined,
      image: { ...imageFor('debian'), user: 'root' },
      limits: { ...defaultLimits, processes: 10_000 },
    });
    if (machine.tree.isEmpty()) machine.tree.together(() => layImage(machine));
    machine.powerOn();
    machine.processes.enter({ user: 'root', command: '/usr/bin/containerd' });
    machine.processes.enter({
      user: 'root',
      command: '/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock',
    });
    return machine;
  }

  /** Opens the containers that there were, and starts those that their policy says. */
  async resume(): Promise<void> {
    const records = this.records.all();
    for (const record of records) {
      const wasUp = ['running', 'paused', 'restarting'].includes(record.state.status);
      const state = wasUp
        ? { ...record.state, status: 'exited' as const, exitCode: 255, finishedAt: this.clock.now() }
        : record.state;
      await this.#open(this.records.put({ ...record, state }));
    }
    for (const record of records) {
      const container = this.#containers.get(record.id);
      const wasUp =
        record.state.status !== 'created' && !(record.state.status === 'exited' && record.state.byHand);
      if (container && wasUp && restartsWithEngine(record)) await container.start().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    const states = this.containers.map(({ record }) => record);
    await Promise.all(this.containers.map((container) => container.lose()));
    for (const record of states) if (this.records.get(record.id)) this.records.put(record);
    this.machine.powerOff();
    this.machine.launcher.close();
  }

  /** The containers, oldest first. */
  get containers(): readonly Container[] {
    return [...this.#containers.values()];
  }

  /** Sixty-four hexadecimal digits. */
  newId(): string {
    return hexOf(this.#bytes(32));
  }

  freeName(): string {
    for (;;) {
      const name = randomName(this.random);
      if (!this.containers.some((container) => container.name === name)) return name;
    }
  }

  /** A container by its name, its id, or the beginning of that. @throws DockerFault when several begin so */
  find(name: string): Container | undefined {
    const plain = name.replace(/^\//, '');
    const exact =
      this.#containers.get(plain) ?? this.containers.find((container) => container.name === plain);
    if (exact || plain === '') return exact;
    const starting = this.containers.filter(({ id }) => id.startsWith(plain));
    if (starting.length > 1) throw notFound(`Multiple IDs found with provided prefix: ${plain}`);
    return starting[0];
  }

  /** @throws DockerFault 404 */
  demand(name: string): Container {
    const found = this.find(name);
    if (!found) throw notFound(`No such container: ${name}`);
    return found;
  }

  /** @throws DockerFault */
  async create(body: CreateBody, name: string): Promise<Container> {
    const container = await this.#open(this.records.put(planContainer(this, body, name)));
    container.event('create');
    return container;
  }

  async #open(record: ContainerRecord): Promise<Container> {
    const disk = await this.images.layers.disk(record.layers, this.disks.open(diskKey(record.id)));
    const container = new Container(this, record, disk);
    this.#containers.set(record.id, container);
    return container;
  }

  /** @throws DockerFault 409 while it runs, unless by force */
  async remove(
    container: Container,
    { force, volumes }: { force: boolean; volumes: boolean },
  ): Promise<void> {
    const { id, record } = container;
    if (container.status === 'paused' && !force)
      throw conflict(
        `You cannot remove a paused container ${id}. Unpause and then stop the container before attempting removal or force remove`,
      );
    if ((container.isUp || container.status === 'restarting') && !force)
      throw conflict(
        `You cannot remove a ${container.status} container ${id}. Stop the container before attempting removal or force remove`,
      );
    if (container.isUp || container.status === 'restarting') {
      container.kill('SIGKILL');
      await container.wait('not-running');
    }
    if (!this.#containers.delete(id)) return;
    this.records.remove(id);
    container.event('destroy');
    container.gone();
    this.network.forget(container.networkId);
    this.disks.destroy(diskKey(id));
    const own = record.mounts.flatMap(({ Name }) => (Name === undefined ? [] : [Name]));
    for (const name of volumes ? own : [])
      if (this.volumes.get(name)?.anonymous && this.volumes.usersOf(name).length === 0)
        this.volumes.remove(name);
  }

  /** The number of the process on the host under which a container's are. */
  shimOf(container: string): number {
    const known = this.#shims.get(container);
    if (known !== undefined && this.machine.processes.get(known)) return known;
    const { pid } = this.machine.processes.enter({
      user: 'root',
      command: `/usr/bin/containerd-shim-runc-v2 -namespace moby -id ${container} -address /run/containerd/containerd.sock`,
    });
    this.#shims.set(container, pid);
    return pid;
  }

  /** A container has no processes any more: nor has it somebody who watches over them. */
  endShim(container: string): void {
    const shim = this.machine.processes.get(this.#shims.get(container) ?? 0);
    if (shim) this.machine.processes.leave(shim);
    this.#shims.delete(container);
  }

  /** Bytes that a container's processes take. */
  memoryOf(container: Container): number {
    return memoryOf(container.machine);
  }
}
