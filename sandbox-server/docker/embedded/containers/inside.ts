import type { ServerCard } from '../../../machines/card.ts';
import type { Disk } from '../../../machines/disk/disk.ts';
import { MemoryDisk } from '../../../machines/disk/memory-disk.ts';
import { nameOf } from '../../../machines/disk/paths.ts';
import { Tree } from '../../../machines/disk/tree.ts';
import { type DistributionImage, imageFor } from '../../../machines/images/image.ts';
import { defaultLimits } from '../../../machines/limits.ts';
import { Machine } from '../../../machines/machine.ts';
import type { Program, User } from '../../../machines/program.ts';
import type { DockerHost } from '../host.ts';
import type { ContainerRecord, MountPoint } from './container-record.ts';
import { SIMULATED } from './find-command.ts';
import type { PausingClock } from './pausing-clock.ts';

const MEBIBYTE = 1024 * 1024;
const FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/'];
const SMALL = { bytes: MEBIBYTE, entries: 64 };

/** The key of a container's disk: as long as the store room takes. */
export const diskKey = (id: string): string => `container-${id.slice(0, 40)}`;

/** Makes the machine that a container is. */
export function machineOf(
  host: DockerHost,
  record: ContainerRecord,
  disk: Disk,
  clock: PausingClock,
): Machine {
  const key = diskKey(record.id);
  const sql = (path: string) => {
    const mount = record.mounts.find(
      ({ Destination }) => path === Destination || path.startsWith(`${Destination}/`),
    );
    return host.disks.sql(mount?.Name === undefined ? key : host.volumes.diskKey(mount.Name), path);
  };
  return new Machine(cardOf(host, record), disk, sql, {
    network: host.network,
    clock,
    random: host.random,
    limits: { ...defaultLimits, processes: record.hostConfig.PidsLimit || defaultLimits.processes },
    programs: host.programs,
    restart: async () => undefined,
    failed: host.failed,
    image: systemOf(record),
    outer: { processes: host.machine.processes, parent: () => host.shimOf(record.id) },
    commands: commandsOn,
  });
}

/** The commands of the programs that lie where commands are looked for. */
function commandsOn(machine: Machine): ReadonlyMap<string, Program> {
  const found = new Map<string, Program>();
  for (const folder of FOLDERS) {
    const names = machine.tree.find(folder)?.children;
    if (!names) continue;
    for (const [name, program] of machine.packages.available) {
      const entry = names.get(name)?.entry;
      if (entry && !found.has(name) && isSimulated(machine, `${folder}/${name}`, entry.kind))
        found.set(name, program);
    }
  }
  return found;
}

/** A file of somebody's own of the same name is no program of ours. */
function isSimulated(machine: Machine, path: string, kind: 'file' | 'folder' | 'link'): boolean {
  return (
    kind !== 'folder' &&
    machine.tree.find(path)?.entry.kind === 'file' &&
    SIMULATED.test(machine.readText(path))
  );
}

function systemOf({ config }: ContainerRecord): DistributionImage {
  const shell = nameOf(config.Cmd?.[0] ?? '');
  return {
    ...imageFor('debian'),
    user: 'root',
    bareEnvironment: true,
    ...(shell !== 'bash' && { prompt: 'plain' }),
  };
}

function cardOf(host: DockerHost, record: ContainerRecord): ServerCard {
  const { hostConfig, config, id, name, image } = record;
  const { ram, vcpus } = host.machine.card.flavor;
  return {
    id: diskKey(id),
    name,
    hostname: config.Hostname,
    project: '',
    flavor: {
      name: 'container',
      vcpus: Math.max(1, Math.round(hostConfig.NanoCpus / 1e9) || vcpus),
      ram: hostConfig.Memory > 0 ? Math.ceil(hostConfig.Memory / MEBIBYTE) : ram,
      disk: 1,
    },
    image: { id: image, name: config.Image },
    userData: null,
    keys: [],
    metadata: {},
    createdAt: new Date(record.created).toISOString(),
    ports: [],
  };
}

/** Mounts what a container sees beside its own files: volumes, and the files that the engine writes for it. */
export async function mountAll(
  host: DockerHost,
  machine: Machine,
  record: ContainerRecord,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const { tree } = machine;
  tree.readOnly = false;
  tree.unmountAll();
  const own = new Tree(new MemoryDisk(), SMALL, () => host.clock.now());
  for (const [path, text] of Object.entries(files)) {
    own.write(`/${nameOf(path)}`, new TextEncoder().encode(text));
    tree.mount(path, { tree: own, root: `/${nameOf(path)}`, readOnly: false });
  }
  for (const point of record.mounts) await mountOne(host, machine, record, point);
  for (const [path, options] of Object.entries(record.hostConfig.Tmpfs ?? {}))
    mountMemory(host, machine, path, options);
  tree.readOnly = record.hostConfig.ReadonlyRootfs;
}

async function mountOne(
  host: DockerHost,
  machine: Machine,
  record: ContainerRecord,
  { Type, Name, Source, Destination, RW }: MountPoint,
): Promise<void> {
  if (Type === 'tmpfs') {
    mountMemory(host, machine, Destination, '');
    return;
  }
  if (Type === 'bind') {
    const isFile = host.machine.tree.find(Source)?.entry.kind === 'file';
    if (!isFile) machine.tree.makeFolder(Destination, true);
    machine.tree.mount(Destination, { tree: host.machine.tree, root: Source, readOnly: !RW });
    return;
  }
  const volume = host.volumes.tree(Name ?? '');
  const noCopy = record.hostConfig.Mounts?.some(
    (mount) => mount.Target === Destination && mount.VolumeOptions?.NoCopy,
  );
  if (volume.isEmpty() && !noCopy) copyInto(machine.tree, Destination, volume);
  machine.tree.makeFolder(Destination, true);
  machine.tree.mount(Destination, { tree: volume, root: '/', readOnly: !RW });
}

function mountMemory(host: DockerHost, machine: Machine, path: string, options: string): void {
  const [, number = '16', unit = 'm'] = /size=(\d+)([kmg]?)/i.exec(options) ?? [];
  const bytes = Math.min(64 * MEBIBYTE, Number(number) * (UNITS[unit.toLowerCase()] ?? 1));
  machine.tree.makeFolder(path, true);
  machine.tree.mount(path, {
    tree: new Tree(new MemoryDisk(), { bytes, entries: 10_000 }, () => host.clock.now()),
    root: '/',
    readOnly: false,
  });
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: MEBIBYTE, g: 1024 * MEBIBYTE };

/** An empty volume begins with what the image has at its place. */
function copyInto(from: Tree, folder: string, to: Tree): void {
  if (from.find(folder)?.entry.kind !== 'folder') return;
  to.together(() => {
    const copy = (path: string): void => {
      const node = from.find(`${folder}${path}`, false);
      for (const [name, child] of node?.children ?? []) {
        const inner = `${path}/${name}`;
        if (child.entry.kind === 'folder') {
          to.makeFolder(inner);
          copy(inner);
        } else if (child.entry.kind === 'link') to.makeLink(child.entry.target, inner);
        else to.write(inner, from.read(`${folder}${inner}`));
        if (child.entry.kind !== 'link') to.change(inner, { mode: child.entry.mode }, 'chmod');
      }
    };
    copy('');
  });
}

/** Who runs a container's command: `user`, `uid`, `user:group` or `uid:gid`. Undefined: no such user. */
export function userOf(machine: Machine, asked: string): User | undefined {
  const [name = ''] = asked.split(':');
  if (name === '' || name === 'root' || name === '0') return { name: 'root', home: '/root', id: 0 };
  const lines = machine.tree.find('/etc/passwd') ? machine.readText('/etc/passwd').split('\n') : [];
  const fields = lines.map((line) => line.split(':')).find(([own, , id]) => own === name || id === name);
  if (fields) return { name: fields[0] ?? name, home: fields[5] ?? '/', id: Number(fields[2]) };
  return /^\d+$/.test(name) ? { name, home: '/', id: Number(name) } : undefined;
}
