import type { Package } from './package.ts';
import { unitText } from './unit-text.ts';

const usr = (...names: string[]): string[] => names.map((name) => `/usr/bin/${name}`);

/** Packages that are on an image from the start. */
export const baseArchive: readonly Package[] = [
  {
    name: 'apt',
    version: '2.7.14',
    size: 1377,
    description: 'commandline package manager',
    programs: usr('apt', 'apt-get', 'apt-cache'),
  },
  {
    name: 'bash',
    version: '5.2.21',
    size: 794,
    description: 'GNU Bourne Again SHell',
    programs: usr('bash', 'sh'),
  },
  {
    name: 'cloud-init',
    version: '24.4',
    size: 600,
    description: 'initialization and customization tool for cloud instances',
    programs: usr('cloud-init'),
  },
  {
    name: 'coreutils',
    version: '9.4',
    size: 1413,
    description: 'GNU core utilities',
    programs: usr('df', 'dd', 'id', 'nproc', 'sleep', 'tail', 'uname', 'whoami'),
  },
  {
    name: 'curl',
    version: '8.5.0',
    size: 227,
    description: 'command line tool for transferring data with URL syntax',
    programs: usr('curl'),
  },
  {
    name: 'dpkg',
    version: '1.22.6',
    size: 1281,
    description: 'Debian package management system',
    programs: usr('dpkg'),
  },
  {
    name: 'hostname',
    version: '3.23',
    size: 11,
    description: 'utility to set/show the host name',
    programs: usr('hostname'),
  },
  {
    name: 'iproute2',
    version: '6.1.0',
    size: 1120,
    description: 'networking and traffic control tools',
    programs: ['/usr/sbin/ip', '/usr/bin/ss'],
  },
  {
    name: 'iputils-ping',
    version: '20240117',
    size: 44,
    description: 'tools to test the reachability of network hosts',
    programs: usr('ping'),
  },
  {
    name: 'openssh-client',
    version: '9.6p1',
    size: 906,
    description: 'secure shell (SSH) client',
    programs: usr('ssh', 'ssh-keygen'),
  },
  {
    name: 'openssh-server',
    version: '9.6p1',
    size: 510,
    description: 'secure shell (SSH) server',
    programs: ['/usr/sbin/sshd'],
    files: {
      '/usr/lib/systemd/system/ssh.service': unitText('OpenBSD Secure Shell server', '/usr/sbin/sshd -D'),
    },
    units: ['ssh'],
  },
  {
    name: 'procps',
    version: '4.0.4',
    size: 708,
    description: '/proc file system utilities',
    programs: usr('free', 'kill', 'pgrep', 'pkill', 'ps', 'top', 'uptime'),
  },
  {
    name: 'sudo',
    version: '1.9.15',
    size: 947,
    description: 'limited super user privileges',
    programs: usr('sudo'),
  },
  {
    name: 'systemd',
    version: '255.4',
    size: 3471,
    description: 'system and service manager',
    programs: [...usr('journalctl', 'systemctl', 'hostnamectl'), '/usr/sbin/reboot'],
  },
  {
    name: 'util-linux',
    version: '2.39.3',
    size: 1128,
    description: 'miscellaneous system utilities',
    programs: usr('dmesg', 'logger'),
  },
];
