import { setHostname } from './boot/identity.ts';
import type { ServerCard } from './card.ts';
import type { Clock } from './clock.ts';
import type { Disks } from './disk/disk.ts';
import { layImage } from './images/lay-image.ts';
import { defaultLimits } from './limits.ts';
import { Machine } from './machine.ts';
import type { VirtualNetwork } from './network/network.ts';
import type { Program } from './program.ts';

/** What workstations are made of. */
export interface WorkstationsParts {
  readonly network: VirtualNetwork;
  readonly disks: Disks;
  readonly clock: Clock;
  readonly programs: ReadonlyMap<string, Program>;
  /** Hears of faults that are ours. */
  readonly failed: (error: unknown) => void;
}

/** The name of everybody's own machine. */
export const WORKSTATION = 'workstation';

const README = `This is a simulated computer of your own. It stands outside of the cloud, as your laptop does:
it reaches the floating IPs of your servers and the API of the cloud, and nothing behind them.

  source ~/openrc              your project's variables; they are set already
  ssh ubuntu@app-controller    a server that has a floating IP, by its name or address
  curl http://203.0.113.5/     what such a server serves
  faafo list                   faafo's client

A key: save the private half of your key pair as ~/.ssh/id_rsa, then: chmod 600 ~/.ssh/id_rsa
The openstack command is not installed here. It works on your real computer: pip install python-openstackclient
`;

/**
 * Each learner's own machine, beside the cloud: made when it is first asked for, its files kept until the cloud
 * is reset. It boots in no time, for nobody watches that.
 */
export class Workstations {
  readonly #parts: WorkstationsParts;
  readonly #machines = new Map<string, Machine>();

  constructor(parts: WorkstationsParts) {
    this.#parts = parts;
  }

  /** The machine of a project's learner; `files` are written when they are not there. */
  of(project: string, files: Readonly<Record<string, string>>): Machine {
    const machine = this.#machines.get(project) ?? this.#create(project);
    for (const [name, text] of Object.entries({ README, ...files })) {
      const path = `${machine.user(machine.image.user).home}/${name}`;
      if (!machine.tree.find(path)) machine.writeText(path, text, 0o600);
    }
    return machine;
  }

  /** Takes a learner's machine away, files and all. */
  reset(project: string): void {
    const machine = this.#machines.get(project);
    machine?.powerOff();
    machine?.launcher.close();
    this.#machines.delete(project);
    this.#parts.network.forget(idOf(project));
    this.#parts.disks.destroy(idOf(project));
  }

  close(): void {
    for (const machine of this.#machines.values()) {
      machine.powerOff();
      machine.launcher.close();
    }
  }

  #create(project: string): Machine {
    const { disks, network, ...parts } = this.#parts;
    const id = idOf(project);
    const world = {
      ...parts,
      network,
      random: Math.random,
      limits: defaultLimits,
      restart: async () => {
        machine.powerOff();
        machine.powerOn();
      },
    };
    const machine: Machine = new Machine(
      cardOf(project),
      disks.open(id),
      (path) => disks.sql(id, path),
      world,
    );
    if (machine.tree.isEmpty())
      machine.tree.together(() => {
        layImage(machine);
        setHostname(machine, WORKSTATION);
        machine.tree.makeFolder(`/home/${machine.image.user}/.ssh`);
      });
    network.placeOutside(id, { project });
    machine.powerOn();
    this.#machines.set(project, machine);
    return machine;
  }
}

const idOf = (project: string): string => `${WORKSTATION}-${project}`;

function cardOf(project: string): ServerCard {
  return {
    id: idOf(project),
    name: WORKSTATION,
    hostname: WORKSTATION,
    project,
    flavor: { name: 'laptop', vcpus: 2, ram: 4096, disk: 10 },
    image: { id: WORKSTATION, name: WORKSTATION },
    userData: null,
    keys: [],
    metadata: {},
    createdAt: new Date(0).toISOString(),
    ports: [],
  };
}
