import type { Machine } from '../machine.ts';
import { archive } from '../packages/archive.ts';

/** What a program takes as its next word, given those before it; undefined: files. */
type Words = (given: readonly string[], machine: Machine) => readonly string[] | undefined;

const units = (machine: Machine): string[] => machine.systemd.names();
const packages = (): string[] => [...archive.keys()];
const supervised = (machine: Machine): string[] =>
  machine.supervisor?.list().map(({ program }) => program.name) ?? [];

/** First a subcommand; then, for those that take one, a thing that the machine has. */
const subcommands =
  (
    names: readonly string[],
    things: (machine: Machine) => string[] = () => [],
    without: readonly string[] = [],
  ): Words =>
  ([first], machine) => {
    if (first === undefined) return names;
    return without.includes(first) ? [] : things(machine);
  };

const SYSTEMCTL = ['cat', 'daemon-reload', 'disable', 'enable', 'is-active', 'is-enabled', 'list-units'];
const FAAFO = ['create', 'delete', 'get', 'list', 'show'];
const APT = ['install', 'list', 'remove', 'search', 'show', 'update', 'upgrade'];

const PROGRAMS: Readonly<Record<string, Words>> = {
  systemctl: subcommands([...SYSTEMCTL, 'restart', 'start', 'status', 'stop'], units, [
    'list-units',
    'daemon-reload',
  ]),
  journalctl: (given, machine) => (given.at(-1) === '-u' ? units(machine) : undefined),
  supervisorctl: subcommands(
    ['reread', 'restart', 'start', 'status', 'stop', 'tail', 'update'],
    (machine) => [...supervised(machine), 'all'],
    ['reread', 'update'],
  ),
  faafo: subcommands(FAAFO),
  apt: subcommands(APT, packages, ['list', 'update', 'upgrade']),
  'apt-get': subcommands(APT, packages, ['update', 'upgrade']),
  'apt-cache': subcommands(['policy', 'search', 'show'], packages),
  'cloud-init': subcommands(['status']),
  hostnamectl: subcommands(['set-hostname', 'status']),
  ip: subcommands(['address', 'link', 'route']),
  rabbitmqctl: subcommands(['list_queues', 'status']),
};

const LONG_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  journalctl: ['--follow', '--lines', '--no-pager', '--unit'],
  systemctl: ['--no-pager', '--now'],
  curl: [
    '--data',
    '--fail',
    '--head',
    '--header',
    '--include',
    '--location',
    '--output',
    '--request',
    '--silent',
  ],
  'cloud-init': ['--wait'],
};

/** The words that the program of that name takes next; undefined where only files fit. */
export function argumentsFor(
  program: string,
  given: readonly string[],
  word: string,
  machine: Machine,
): readonly string[] | undefined {
  if (word.startsWith('-')) return LONG_OPTIONS[program] ?? [];
  const words = Object.hasOwn(PROGRAMS, program) ? PROGRAMS[program] : undefined;
  return words?.(
    given.filter((part) => part === '-u' || !part.startsWith('-')),
    machine,
  );
}
