import { FileError } from '../disk/file-error.ts';
import type { Machine } from '../machine.ts';
import { NetworkError } from '../network/errors.ts';
import { archive } from '../packages/archive.ts';
import type { Package } from '../packages/package.ts';
import { type Program, type ProgramContext, ProgramError } from '../program.ts';
import { machineFetch } from './http.ts';
import { parseOptions } from './options.ts';

const FAILED = 100;
/** kB that the archive gives in a millisecond. */
const SPEED = 20;
const SETUP = 120;

/** `apt-get` and `apt`: packages of a small simulated archive, fetched over the virtual network. */
export const apt: Program = async (context) => {
  const { options, rest } = parseOptions('apt-get', context.args, {
    withValue: ['o', 't'],
    long: { yes: 'y', 'assume-yes': 'y', quiet: 'q', option: 'o' },
  });
  const [command, ...names] = rest;
  const wanted = names.map((name) => name.replace(/[=/].*$/, ''));
  const quiet = options.has('q');
  switch (command) {
    case 'update':
      return update(asRoot(context), quiet);
    case 'install':
      return install(asRoot(context), wanted, quiet);
    case 'remove':
    case 'purge':
      return remove(asRoot(context), wanted);
    case 'upgrade':
    case 'dist-upgrade':
    case 'full-upgrade':
    case 'autoremove':
    case 'clean':
    case 'autoclean':
      asRoot(context).print(opening() + summary(0, 0));
      return 0;
    case 'list':
      context.print(
        context.machine.packages
          .installed()
          .map(({ name, version }) => `${name}/now ${version} amd64 [installed]\n`)
          .join(''),
      );
      return 0;
    case 'search':
      context.print(search(wanted.join(' ')));
      return 0;
    case 'show':
    case 'policy':
      return show(context, wanted);
    default:
      throw new ProgramError(`E: Invalid operation ${command ?? ''}`.trimEnd(), FAILED);
  }
};

function asRoot(context: ProgramContext): ProgramContext {
  if (context.user.name === 'root') return context;
  throw new ProgramError(
    'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\n' +
      'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?',
    FAILED,
  );
}

const opening = (): string =>
  'Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n';
const summary = (added: number, removed: number): string =>
  `0 upgraded, ${added} newly installed, ${removed} to remove and 0 not upgraded.\n`;

const source = ({ image }: Machine): string => `http://${image.archive}/${image.name}`;

/** Asks the archive for a file, which takes its time. @throws ProgramError when it cannot be reached */
async function download({ machine, signal }: ProgramContext, path: string, size: number): Promise<void> {
  const url = `${source(machine)}/${path}`;
  try {
    const response = await machineFetch(machine, signal)(url);
    if (!response.ok) throw new ProgramError(`E: Failed to fetch ${url}  ${response.status}`, FAILED);
    await response.arrayBuffer();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const host = machine.image.archive ?? '';
    const reason =
      error.code === 'ENOTFOUND'
        ? `Temporary failure resolving '${host}'`
        : `Could not connect to ${host}:80. ${error.message}`;
    throw new ProgramError(
      `E: Failed to fetch ${url}  ${reason}\nE: Some index files or archives could not be fetched.`,
      FAILED,
    );
  }
  await machine.clock.wait(size / SPEED, signal);
}

async function update(context: ProgramContext, quiet: boolean): Promise<number> {
  await download(context, 'dists/stable/InRelease', 4000);
  if (!quiet)
    context.print(`Get:1 ${source(context.machine)} stable InRelease [${archive.size} simulated packages]\n`);
  context.print('Reading package lists... Done\n');
  return 0;
}

async function install(context: ProgramContext, names: readonly string[], quiet: boolean): Promise<number> {
  const { machine, print } = context;
  if (!quiet) print(opening());
  for (const name of names)
    if (!archive.has(name)) throw new ProgramError(`E: Unable to locate package ${name}`, FAILED);
  for (const name of names) {
    const entry = archive.get(name);
    if (entry && machine.packages.isInstalled(name))
      print(`${name} is already the newest version (${entry.version}).\n`);
  }
  const missing = [...new Set(names.flatMap((name) => machine.packages.missing(name)))];
  if (missing.length > 0)
    print(`The following NEW packages will be installed:\n  ${missing.map(({ name }) => name).join(' ')}\n`);
  print(summary(missing.length, 0));
  if (missing.length === 0) return 0;
  const size = missing.reduce((sum, entry) => sum + entry.size, 0);
  if (!quiet) print(`Need to get ${size.toLocaleString('en')} kB of archives.\n`);
  for (const [index, entry] of missing.entries()) {
    await download(context, `pool/${entry.name}_${entry.version}.deb`, entry.size);
    if (!quiet)
      print(
        `Get:${index + 1} ${source(machine)} stable/main amd64 ${entry.name} ${entry.version} [${entry.size} kB]\n`,
      );
  }
  for (const entry of missing) await setUp(context, entry);
  return 0;
}

async function setUp(context: ProgramContext, entry: Package): Promise<void> {
  const { machine, print, complain, signal } = context;
  print(`Setting up ${entry.name} (${entry.version}) ...\n`);
  await machine.clock.wait(SETUP, signal);
  try {
    machine.packages.install(entry);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ProgramError(`dpkg: error processing package ${entry.name}: ${error.message}`, FAILED);
  }
  for (const unit of entry.units ?? []) {
    print(
      `Created symlink /etc/systemd/system/multi-user.target.wants/${unit}.service -> /usr/lib/systemd/system/${unit}.service.\n`,
    );
    const service = await machine.systemd.start(unit);
    if (service.state === 'failed')
      complain(`Job for ${unit}.service failed: see "journalctl -u ${unit}".\n`);
  }
}

async function remove(context: ProgramContext, names: readonly string[]): Promise<number> {
  const { machine, print } = context;
  print(opening());
  const there = machine.packages.installed().filter(({ name }) => names.includes(name));
  for (const name of names)
    if (!archive.has(name)) throw new ProgramError(`E: Unable to locate package ${name}`, FAILED);
  if (there.length > 0)
    print(`The following packages will be REMOVED:\n  ${there.map(({ name }) => name).join(' ')}\n`);
  print(summary(0, there.length));
  for (const entry of there) {
    print(`Removing ${entry.name} (${entry.version}) ...\n`);
    for (const unit of entry.units ?? []) await machine.systemd.stop(unit);
    machine.packages.remove(entry);
  }
  return 0;
}

function search(word: string): string {
  const found = [...archive.values()].filter(({ name, description }) =>
    `${name} ${description}`.includes(word),
  );
  return found
    .map(({ name, version, description }) => `${name}/stable ${version} amd64\n  ${description}\n\n`)
    .join('');
}

function show({ machine, print }: ProgramContext, names: readonly string[]): number {
  for (const name of names) {
    const entry = archive.get(name);
    if (!entry) throw new ProgramError(`E: No packages found`, FAILED);
    const state = machine.packages.isInstalled(name) ? 'installed' : 'not installed';
    print(
      `Package: ${name}\nVersion: ${entry.version}\nStatus: ${state}\nDepends: ${entry.depends?.join(', ') ?? ''}\nDescription: ${entry.description}\n\n`,
    );
  }
  return 0;
}

/** `dpkg -l`, `-s` and `-L`. */
export const dpkg: Program = async ({ args, machine, print, complain }) => {
  const [option, name = ''] = args;
  const installed = machine.packages.installed();
  if (option === '-l' || option === '--list') {
    print(
      '||/ Name             Version        Description\n+++-================-==============-===========\n',
    );
    for (const entry of installed)
      if (name === '' || entry.name === name)
        print(`ii  ${entry.name.padEnd(16)} ${entry.version.padEnd(14)} ${entry.description}\n`);
    return 0;
  }
  const entry = installed.find((candidate) => candidate.name === name);
  if (!entry) {
    complain(`dpkg-query: package '${name}' is not installed\n`);
    return 1;
  }
  if (option === '-L')
    print([...(entry.programs ?? []), ...Object.keys(entry.files ?? {})].map((path) => `${path}\n`).join(''));
  else
    print(
      `Package: ${entry.name}\nStatus: install ok installed\nVersion: ${entry.version}\nDescription: ${entry.description}\n`,
    );
  return 0;
};
