import { getCommandNames } from 'just-bash';
import { archive } from '../../../machines/packages/archive.ts';
import { stubOf } from '../../../machines/packages/stub.ts';
import { type TarFile, tarFile } from '../tar.ts';

/** When the simulated images say they were made; the same each time, so that their digests are. */
export const MADE_AT = Date.UTC(2026, 0, 15);

/** Commands of the interpreter that are no part of a small system. */
const NOT_IN_IMAGES = new Set([
  'bash',
  'sh',
  'sqlite3',
  'xan',
  'yq',
  'rg',
  'help',
  'html-to-markdown',
  'alias',
  'unalias',
  'history',
  'curl',
  'jq',
  'tree',
  'python',
  'python3',
  'node',
  'js-exec',
]);

/** The commands that every image with a shell has: those of coreutils, grep, sed, awk, find, tar. */
export const basicCommands = (): string[] => getCommandNames().filter((name) => !NOT_IN_IMAGES.has(name));

export const folder = (path: string, mode = 0o755): TarFile =>
  tarFile(path, { kind: 'folder', mode, changed: MADE_AT });
export const text = (path: string, bytes: string, mode = 0o644): TarFile =>
  tarFile(path, { bytes, mode, changed: MADE_AT });
export const link = (path: string, target: string): TarFile =>
  tarFile(path, { kind: 'link', target, mode: 0o777, changed: MADE_AT });

/** The file of a program that the engine runs code of its own for. */
export const program = (path: string): TarFile => text(path.replace(/^\//, ''), stubOf(path), 0o755);
/** Programs of /usr/bin by their names. */
export const programs = (...names: readonly string[]): TarFile[] =>
  names.map((name) => program(`/usr/bin/${name}`));

/** What a system is: its names, its users, its commands. */
export interface SystemFiles {
  readonly osRelease: Readonly<Record<string, string>>;
  readonly shell: string;
  readonly commands: readonly string[];
  /** Packages of the archive that are on it. */
  readonly packages?: readonly string[];
  readonly users?: readonly string[];
  readonly files?: readonly TarFile[];
}

const FOLDERS = [
  'dev',
  'etc',
  'home',
  'media',
  'mnt',
  'opt',
  'proc',
  'run',
  'srv',
  'sys',
  'usr',
  'usr/bin',
  'usr/lib',
  'usr/local',
  'usr/local/bin',
  'usr/local/sbin',
  'usr/sbin',
  'usr/share',
  'var',
  'var/cache',
  'var/lib',
  'var/log',
];

/** The lowest layer of an image that has a system. */
export function systemFiles({
  osRelease,
  shell,
  commands,
  packages = [],
  users = [],
  files = [],
}: SystemFiles): TarFile[] {
  const release = Object.entries(osRelease)
    .map(([key, value]) => `${key}="${value}"\n`)
    .join('');
  const people = [
    `root:x:0:0:root:/root:${shell}`,
    'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
    'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
    ...users,
    'nobody:x:65534:65534:nobody:/home:/bin/false',
  ];
  return [
    ...FOLDERS.map((path) => folder(path)),
    folder('root', 0o700),
    folder('tmp', 0o1777),
    folder('var/tmp', 0o1777),
    link('bin', 'usr/bin'),
    link('sbin', 'usr/sbin'),
    link('lib', 'usr/lib'),
    link('var/run', '/run'),
    text('etc/os-release', release),
    text('etc/passwd', `${people.join('\n')}\n`),
    text(
      'etc/group',
      `${people.map((line) => `${line.split(':')[0]}:x:${line.split(':')[3]}:`).join('\n')}\n`,
    ),
    text('etc/hosts', '127.0.0.1\tlocalhost\n'),
    text('etc/hostname', 'localhost\n'),
    text('etc/resolv.conf', ''),
    text('etc/shells', `/bin/sh\n${shell === '/bin/sh' ? '' : `${shell}\n`}`),
    ...[...new Set([...basicCommands(), ...commands])].map((name) => program(`/usr/bin/${name}`)),
    ...packageFiles(packages),
    ...files,
  ];
}

/** What packages brought, and that they are installed. */
function packageFiles(packages: readonly string[]): TarFile[] {
  const entries = packages.flatMap((name) => archive.get(name) ?? []);
  const status = entries
    .map(({ name, version }) => `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\n\n`)
    .join('');
  return [
    ...(status === '' ? [] : [folder('var/lib/dpkg'), text('var/lib/dpkg/status', status)]),
    ...entries.flatMap((entry) => [
      ...(entry.programs ?? []).map(program),
      ...(entry.folders ?? []).map((path) => folder(path.slice(1))),
      ...Object.entries(entry.files ?? {})
        .filter(([path]) => !path.includes('/systemd/'))
        .map(([path, bytes]) => text(path.slice(1), bytes)),
    ]),
  ];
}
