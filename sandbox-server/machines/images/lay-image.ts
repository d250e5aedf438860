import { getCommandNames } from 'just-bash';
import type { Machine } from '../machine.ts';
import { archive } from '../packages/archive.ts';
import { stubOf } from '../packages/stub.ts';

const FOLDERS = [
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/mnt',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/srv',
  '/tmp',
  '/usr/bin',
  '/usr/lib/systemd/system',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/share',
  '/var/lib',
  '/var/log',
  '/var/tmp',
];

/** Commands of the interpreter that stand for a package of their own, or are built into every shell. */
const ELSEWHERE = new Set([
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
]);

/** Lays an image on an empty disk: what is there before the first boot. */
export function layImage(machine: Machine): void {
  const { tree, image } = machine;
  for (const folder of FOLDERS) tree.makeFolder(folder, true);
  for (const [name, target] of [
    ['bin', 'usr/bin'],
    ['sbin', 'usr/sbin'],
    ['lib', 'usr/lib'],
  ] as const)
    tree.makeLink(target, `/${name}`);
  tree.makeLink('/run', '/var/run');
  for (const path of ['/tmp', '/var/tmp']) tree.change(path, { mode: 0o1777 }, 'chmod');
  tree.change('/root', { mode: 0o700 }, 'chmod');
  tree.makeFolder(`/home/${image.user}`);
  for (const [path, text] of Object.entries(filesOf(machine))) machine.writeText(path, text);
  for (const name of getCommandNames().filter((command) => !ELSEWHERE.has(command)))
    machine.writeText(`/usr/bin/${name}`, stubOf(`/usr/bin/${name}`), 0o755);
  for (const name of image.packages) {
    const entry = archive.get(name);
    if (entry) machine.packages.install(entry);
  }
}

function filesOf({ image }: Machine): Record<string, string> {
  const { user } = image;
  const archiveList: Record<string, string> = image.archive
    ? { '/etc/apt/sources.list': `deb http://${image.archive}/${image.name} stable main\n` }
    : {};
  return {
    ...archiveList,
    '/etc/os-release': image.osRelease,
    '/etc/issue': `${image.issue} \\n \\l\n`,
    '/etc/hosts':
      '127.0.0.1 localhost\n\n# The following lines are desirable for IPv6 capable hosts\n::1 ip6-localhost ip6-loopback\n',
    '/etc/passwd': [
      'root:x:0:0:root:/root:/bin/bash',
      'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
      'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
      `${user}:x:1000:1000:${user}:/home/${user}:/bin/bash`,
      '',
    ].join('\n'),
    '/etc/group': `root:x:0:\nsudo:x:27:${user}\n${user}:x:1000:\n`,
    '/etc/fstab': 'LABEL=cloudimg-rootfs\t/\text4\tdiscard,errors=remount-ro\t0 1\n',
    '/etc/resolv.conf': 'nameserver 127.0.0.53\nsearch openstacklocal\n',
    '/etc/shells': '/bin/sh\n/bin/bash\n',
    [`/home/${user}/.bashrc`]: '# ~/.bashrc: executed by bash for non-login shells.\n',
  };
}
