import type { Machine } from '../machine.ts';

/** Names the machine, and lets it find itself by its name. */
export function setHostname(machine: Machine, hostname: string): void {
  machine.writeText('/etc/hostname', `${hostname}\n`);
  const hosts = machine
    .readText('/etc/hosts')
    .split('\n')
    .filter((line) => !line.startsWith('127.0.1.1'));
  const [first = '', ...rest] = hosts;
  machine.writeText('/etc/hosts', [first, `127.0.1.1 ${hostname}`, ...rest].join('\n'));
}

/** Lets the holders of these keys in as the image's own user. */
export function authorizeKeys(machine: Machine, keys: readonly string[]): void {
  if (keys.length === 0) return;
  const path = `/home/${machine.image.user}/.ssh/authorized_keys`;
  const before = machine.tree.find(path) ? machine.readText(path) : '';
  machine.writeText(path, before + keys.map((key) => `${key.trim()}\n`).join(''), 0o600);
}
