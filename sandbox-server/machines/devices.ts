import { type Device, nullDevice } from './disk/device.ts';
import type { Machine } from './machine.ts';

const KIBIBYTE = 1024;

/** The files that a machine's kernel makes: /dev and /proc. */
export function devicesOf(machine: Machine): Map<string, Device> {
  const { ram, vcpus } = machine.card.flavor;
  const seconds = (): string => (machine.uptime / 1000).toFixed(2);
  return new Map<string, Device>([
    ['/dev/null', nullDevice],
    ['/dev/zero', { read: () => '\0'.repeat(4 * KIBIBYTE), write: nullDevice.write }],
    ['/dev/console', { read: () => '', write: (text) => machine.console.write(text) }],
    ['/dev/kmsg', { read: () => '', write: (text) => machine.console.write(text) }],
    ['/dev/urandom', { read: () => randomText(machine.random), write: nullDevice.write }],
    ['/dev/vda', { read: () => '' }],
    ['/proc/uptime', { read: () => `${seconds()} ${seconds()}\n` }],
    ['/proc/loadavg', { read: () => `${loadOf(machine)} ${machine.processes.list().length} 2\n` }],
    ['/proc/meminfo', { read: () => memoryInfo(ram) }],
    ['/proc/cpuinfo', { read: () => processorInfo(vcpus) }],
    ['/proc/version', { read: () => `Linux version ${machine.image.kernel} (pocket cloud, simulated)\n` }],
    ['/proc/sys/kernel/hostname', { read: () => `${machine.hostname}\n` }],
  ]);
}

/** The three averages that `uptime` and `top` show: how many processes compute. */
export function loadOf(machine: Machine): string {
  const busy = machine.processes.list().filter((process) => process.busy).length;
  return `${busy.toFixed(2)} ${busy.toFixed(2)} ${busy.toFixed(2)}`;
}

/** KiB of memory in use: what the system takes and what each process does. */
export function memoryUsed(machine: Machine): number {
  const system = 150 * KIBIBYTE;
  return Math.min(
    machine.card.flavor.ram * KIBIBYTE,
    system + machine.processes.list().length * 12 * KIBIBYTE,
  );
}

function memoryInfo(ram: number): string {
  const total = ram * KIBIBYTE;
  const row = (name: string, value: number): string =>
    `${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB\n`;
  return (
    row('MemTotal', total) +
    row('MemFree', Math.round(total * 0.6)) +
    row('MemAvailable', Math.round(total * 0.8))
  );
}

function processorInfo(vcpus: number): string {
  return Array.from({ length: vcpus }, (_, index) =>
    [`processor\t: ${index}`, 'model name\t: Pocket Cloud Virtual CPU', `cpu cores\t: ${vcpus}`, ''].join(
      '\n',
    ),
  ).join('\n');
}

function randomText(random: () => number): string {
  return Array.from({ length: 64 }, () => String.fromCharCode(Math.floor(random() * 128))).join('');
}
