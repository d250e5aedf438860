import { z } from 'zod';
import { boot, shutDown } from './boot/boot.ts';
import { type ServerCard, serverCardSchema } from './card.ts';
import type { Clock } from './clock.ts';
import type { Disk, Disks } from './disk/disk.ts';
import { defaultLimits, type MachineLimits } from './limits.ts';
import { Machine } from './machine.ts';
import { MachineIsOff } from './network/errors.ts';
import type { VirtualNetwork } from './network/network.ts';
import type { Program } from './program.ts';

/** What a hypervisor is made of. */
export interface HypervisorParts {
  readonly network: VirtualNetwork;
  readonly disks: Disks;
  readonly clock: Clock;
  /** In [0, 1), for host keys and whatever a machine draws. */
  readonly random?: () => number;
  /** Every program that a machine may have, by name. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly limits?: Partial<MachineLimits>;
  /** Hears of faults that are ours; a guest's own are told to the guest. */
  readonly failed: (error: unknown) => void;
}

const CARD = 'card';
const POWER = 'power';
const powerSchema = z.enum(['on', 'off']);

/** There is no such machine. */
export class UnknownMachine extends Error {
  constructor(id: string) {
    super(`There is no machine ${id}`);
    this.name = 'UnknownMachine';
  }
}

/** Runs the cloud's servers as simulated machines; what it knows of them is on their disks. */
export class Hypervisor {
  readonly #parts: HypervisorParts;
  readonly #machines = new Map<string, { machine: Machine; disk: Disk }>();
  readonly #turns = new Map<string, Promise<void>>();
  /** Machines that had a disk from the start. */
  readonly #found: readonly string[];

  constructor(parts: HypervisorParts) {
    this.#parts = parts;
    this.#found = parts.disks.ids();
    for (const id of this.#found) {
      const card = parts.disks.open(id).note(CARD);
      if (card !== undefined) this.#create(serverCardSchema.parse(JSON.parse(card)));
    }
  }

  /**
   * Settles what differs when the host ended between the cloud's word and the deed: what no server has a use
   * for is destroyed, what a server lacks is made, and its power is what the cloud says. To be called once,
   * before {@link resume}.
   */
  async adopt(cards: Iterable<ServerCard & { running: boolean }>): Promise<void> {
    const wanted = new Map([...cards].map(({ running, ...card }) => [card.id, { card, running }]));
    for (const id of this.#found) {
      if (wanted.has(id)) continue;
      await this.destroy(id);
      this.#parts.disks.destroy(id);
    }
    for (const { card, running } of wanted.values()) {
      const known = this.machine(card.id);
      if (known) this.#remember(known, card);
      else this.#create(card);
      this.#demand(card.id).disk.setNote(POWER, running ? 'on' : 'off');
    }
  }

  /** Switches on, as they were, the machines that ran when the server ended. */
  async resume(): Promise<void> {
    for (const { machine, disk } of this.#machines.values())
      if (powerSchema.parse(disk.note(POWER) ?? 'off') === 'on') await this.power(machine.id, 'start');
  }

  /** Ends with everything switched off; the disks remember who ran. */
  async close(): Promise<void> {
    for (const { machine } of this.#machines.values()) {
      machine.powerOff();
      machine.launcher.close();
    }
  }

  machine(id: string): Machine | undefined {
    return this.#machines.get(id)?.machine;
  }

  machines(): Machine[] {
    return [...this.#machines.values()].map(({ machine }) => machine);
  }

  /** Resolves when the power is on; the console tells of what follows. */
  async boot(card: ServerCard): Promise<void> {
    const known = this.machine(card.id);
    if (known) this.#remember(known, card);
    else this.#create(card);
    await this.power(card.id, 'start');
  }

  /** Resolves when the power is on, or off. @throws UnknownMachine */
  async power(id: string, action: 'start' | 'stop' | 'reboot'): Promise<void> {
    await this.#inTurn(id, async () => {
      const { machine, disk } = this.#demand(id);
      if (action !== 'start')
        await this.#off(machine, action === 'stop' ? 'Power down' : 'Restarting system');
      // It may have been destroyed while it shut down.
      if (!this.#machines.has(id)) return;
      disk.setNote(POWER, action === 'stop' ? 'off' : 'on');
      if (action !== 'stop') this.#on(machine);
    });
  }

  /** At once and for good: its connections break, its disk is gone. Resolves also when there is no such machine. */
  async destroy(id: string): Promise<void> {
    const known = this.#machines.get(id);
    if (!known) return;
    this.#machines.delete(id);
    this.#turns.delete(id);
    known.machine.powerOff();
    known.machine.launcher.close();
    this.#parts.network.forget(id);
    this.#parts.disks.destroy(id);
  }

  /** The server has other ports, or another name. @throws UnknownMachine */
  async update(card: ServerCard): Promise<void> {
    this.#remember(this.#demand(card.id).machine, card);
  }

  /** All of the console log that is kept; empty for a server that was never switched on. */
  async console(id: string): Promise<string> {
    return this.machine(id)?.console.read() ?? '';
  }

  #demand(id: string): { machine: Machine; disk: Disk } {
    const known = this.#machines.get(id);
    if (!known) throw new UnknownMachine(id);
    return known;
  }

  #create(card: ServerCard): void {
    const { disks, limits, random = Math.random, ...parts } = this.#parts;
    const disk = disks.open(card.id);
    const restart = (id: string): Promise<void> => this.power(id, 'reboot');
    const world = { ...parts, random, restart, limits: { ...defaultLimits, ...limits } };
    const machine = new Machine(card, disk, (path) => disks.sql(card.id, path), world);
    this.#machines.set(card.id, { machine, disk });
    disk.setNote(CARD, JSON.stringify(card));
  }

  #remember(machine: Machine, card: ServerCard): void {
    machine.card = card;
    this.#machines.get(card.id)?.disk.setNote(CARD, JSON.stringify(card));
  }

  #on(machine: Machine): void {
    if (machine.isOn) return;
    machine.powerOn();
    machine.launcher.launch(async () => {
      try {
        await boot(machine);
      } catch (error) {
        if (!(error instanceof MachineIsOff)) throw error;
      }
    });
  }

  async #off(machine: Machine, last: 'Restarting system' | 'Power down'): Promise<void> {
    if (!machine.isOn) return;
    await shutDown(machine, last);
    machine.powerOff();
  }

  /** One change of power after the other. */
  async #inTurn(id: string, action: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.then(action);
    this.#turns.set(
      id,
      turn.catch(() => undefined),
    );
    await turn;
  }
}
