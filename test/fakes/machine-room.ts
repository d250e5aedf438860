import { readFileSync } from 'node:fs';
import type { ServerCard } from '../../sandbox-server/machines/card.ts';
import type { Disks } from '../../sandbox-server/machines/disk/disk.ts';
import { Hypervisor } from '../../sandbox-server/machines/hypervisor.ts';
import type { MachineLimits } from '../../sandbox-server/machines/limits.ts';
import type { Machine } from '../../sandbox-server/machines/machine.ts';
import { VirtualNetwork } from '../../sandbox-server/machines/network/network.ts';
import type { Topology } from '../../sandbox-server/machines/network/topology.ts';
import { outsideHosts } from '../../sandbox-server/machines/outside-hosts.ts';
import type { Program } from '../../sandbox-server/machines/program.ts';
import { serverPrograms } from '../../sandbox-server/machines/programs/server-programs.ts';
import { systemPrograms } from '../../sandbox-server/machines/programs/system-programs.ts';
import { EagerClock } from './eager-clock.ts';
import { MemoryDisks } from './memory-disks.ts';
import { numbers } from './numbers.ts';
import { group, legOf, outward, card as portOf, rule, smallCloud } from './topology.ts';

const installScript = readFileSync(new URL('../../sandbox-server/faafo/install.sh', import.meta.url), 'utf8');

/** The group of the fakes' servers: SSH, web and AMQP come in, everything goes out. */
export const openGroup = group(
  'open',
  outward,
  rule(),
  rule({ id: 'ssh', first: 22, last: 22 }),
  rule({ id: 'amqp', first: 5672, last: 5672 }),
  rule({ id: 'sql', first: 3306, last: 3306 }),
  rule({ id: 'ping', protocol: 'icmp', first: null, last: null }),
);

/** A server's card, on the network of the fakes. */
export function serverCard(id: string, address: string, given: Partial<ServerCard> = {}): ServerCard {
  return {
    id,
    name: id,
    hostname: id,
    project: 'p',
    flavor: { name: 'm1.small', vcpus: 1, ram: 2048, disk: 20 },
    image: { id: 'image', name: 'ubuntu-24.04' },
    userData: null,
    keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDemo learner'],
    metadata: {},
    createdAt: '2026-01-01T00:00:00Z',
    ports: [
      {
        id: `port-${id}`,
        mac: 'fa:16:3e:00:00:01',
        addresses: [{ address, prefix: 24, gateway: '10.0.0.1' }],
      },
    ],
    ...given,
  };
}

/** What a test may choose. */
export interface RoomChoices {
  readonly disks?: Disks;
  readonly limits?: Partial<MachineLimits>;
  readonly programs?: ReadonlyMap<string, Program>;
}

/** A hypervisor with a network, where servers that boot are plugged in as the cloud would. */
export function machineRoom({ disks = new MemoryDisks(), limits, programs = new Map() }: RoomChoices = {}) {
  const clock = new EagerClock();
  const faults: unknown[] = [];
  const servers: { id: string; address: string }[] = [];
  let topology: Topology = smallCloud({ ports: [], floatingIps: [], groups: [openGroup] });
  const rewire = (given: Partial<Topology> = {}): void => {
    const ports = servers.map(({ id, address }) => portOf(id, address));
    const router = legOf('gate', 'net', 'sub', '10.0.0.1');
    topology = { ...topology, ports: [...ports, router], ...given };
  };
  const network = new VirtualNetwork({ topology: () => topology, clock });
  for (const host of outsideHosts({ installScript })) network.addOutsideHost(host);
  const hypervisor = new Hypervisor({
    network,
    disks,
    clock,
    random: numbers(1),
    programs: new Map([...systemPrograms, ...serverPrograms, ...programs]),
    ...(limits && { limits }),
    failed: (error) => faults.push(error),
  });
  const machine = (id: string): Machine => {
    const found = hypervisor.machine(id);
    if (!found) throw new Error(`no machine ${id}`);
    return found;
  };
  return {
    clock,
    disks,
    faults,
    network,
    hypervisor,
    machine,
    rewire,
    plugIn: (id: string, address: string): void => {
      servers.push({ id, address });
      rewire();
    },
    /** Boots a server and waits for its login prompt. */
    async boot(id: string, address: string, given: Partial<ServerCard> = {}): Promise<Machine> {
      servers.push({ id, address });
      rewire();
      await hypervisor.boot(serverCard(id, address, given));
      await loginPrompt(machine(id));
      return machine(id);
    },
  };
}

/** Resolves once the machine's console has come to its login prompt. */
export function loginPrompt(machine: Machine): Promise<void> {
  return consoleShows(machine, /login: $/);
}

/** Resolves once the text of the console matches. */
function consoleShows(machine: Machine, pattern: RegExp): Promise<void> {
  return new Promise((resolve) => {
    if (pattern.test(machine.console.read())) {
      resolve();
      return;
    }
    const stop = machine.console.listen(() => {
      if (!pattern.test(machine.console.read())) return;
      stop();
      resolve();
    });
  });
}

/** Runs lines as root and gives what they print, both streams together. */
export async function asRoot(machine: Machine, line: string): Promise<{ text: string; code: number }> {
  return inShell(machine, line, 'root');
}

/** Runs lines as somebody. */
export async function inShell(
  machine: Machine,
  line: string,
  user?: string,
): Promise<{ text: string; code: number }> {
  let text = '';
  const add = (more: string): void => {
    text += more;
  };
  const { code } = await machine.shell({ user }).run(line, { stdout: add, stderr: add });
  return { text, code };
}
