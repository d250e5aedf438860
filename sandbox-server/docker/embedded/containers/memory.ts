import type { Machine } from '../../../machines/machine.ts';

const MEBIBYTE = 1024 * 1024;

/** MiB that a program takes: about what the real one does when it has started. */
const PROGRAMS: Readonly<Record<string, number>> = {
  mariadbd: 92,
  'docker-entrypoint.sh': 92,
  'rabbitmq-server': 118,
  'redis-server': 8,
  nginx: 7,
  haproxy: 12,
  node: 42,
  python: 11,
  python3: 11,
  'faafo-api': 46,
  'faafo-worker': 44,
};

/** Bytes that the processes of a container take. */
export function memoryOf({ processes }: Machine): number {
  return processes
    .list()
    .reduce(
      (sum, { command }) =>
        sum + (PROGRAMS[(command.split(' ')[0] ?? '').replace(/^.*\//, '')] ?? 0.7) * MEBIBYTE,
      0,
    );
}
