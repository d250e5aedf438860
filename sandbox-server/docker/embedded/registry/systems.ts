import { program, programs, systemFiles } from './base-files.ts';
import type { SimulatedImage, SimulatedLayer } from './simulated-image.ts';

const MEGABYTE = 1_000_000;
/** The search path of commands that images have. */
export const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const BUSYBOX = [
  'sh',
  'sleep',
  'ping',
  'hostname',
  'id',
  'whoami',
  'uname',
  'ps',
  'top',
  'kill',
  'pgrep',
  'pkill',
  'df',
  'dd',
  'free',
  'uptime',
  'nproc',
  'tail',
  'wget',
  'httpd',
  'logger',
  'dmesg',
];
const BASIC = ['bash', 'coreutils', 'dpkg', 'hostname', 'util-linux', 'apt'];

const busybox: SimulatedImage = {
  name: 'busybox',
  tags: ['latest', '1.36', 'stable'],
  description: 'Busybox base image.',
  stars: 3400,
  cmd: ['sh'],
  env: [PATH],
  layers: () => [
    {
      step: 'BusyBox 1.36.1 (simulated)',
      size: 4.3 * MEGABYTE,
      files: systemFiles({
        osRelease: {
          NAME: 'BusyBox',
          ID: 'busybox',
          VERSION_ID: '1.36.1',
          PRETTY_NAME: 'BusyBox v1.36.1 (simulated)',
        },
        shell: '/bin/sh',
        commands: BUSYBOX,
        files: [program('/usr/sbin/ip')],
      }),
    },
  ],
};

const alpineLayer: SimulatedLayer = {
  step: 'ADD alpine-minirootfs-3.20.tar.gz / # simulated',
  size: 7.8 * MEGABYTE,
  files: systemFiles({
    osRelease: {
      NAME: 'Alpine Linux',
      ID: 'alpine',
      VERSION_ID: '3.20.3',
      PRETTY_NAME: 'Alpine Linux v3.20 (simulated)',
    },
    shell: '/bin/sh',
    commands: [...BUSYBOX, 'apk'],
    files: [program('/usr/sbin/ip')],
  }),
};

const alpine: SimulatedImage = {
  name: 'alpine',
  tags: ['latest', '3.20', '3'],
  description: 'A minimal Docker image based on Alpine Linux with a complete package index.',
  stars: 11_000,
  cmd: ['/bin/sh'],
  env: [PATH],
  layers: () => [alpineLayer],
};

/** The layer that Debian's own image and those on top of it share. */
export const debianLayer: SimulatedLayer = {
  step: "# debian.sh --arch 'amd64' out/ 'bookworm' # simulated",
  size: 117 * MEGABYTE,
  files: systemFiles({
    osRelease: {
      PRETTY_NAME: 'Debian GNU/Linux 12 (simulated)',
      NAME: 'Debian GNU/Linux',
      VERSION_ID: '12',
      VERSION: '12 (bookworm)',
      VERSION_CODENAME: 'bookworm',
      ID: 'debian',
    },
    shell: '/bin/bash',
    commands: ['hostname'],
    packages: BASIC,
  }),
};

const debian: SimulatedImage = {
  name: 'debian',
  tags: ['latest', 'bookworm', '12', 'stable', 'bookworm-slim'],
  description: 'Debian is a Linux distribution composed entirely of free and open-source software.',
  stars: 5100,
  cmd: ['bash'],
  env: [PATH],
  layers: () => [debianLayer],
};

const helloWorld: SimulatedImage = {
  name: 'hello-world',
  tags: ['latest', 'linux'],
  description: 'Hello World! (an example of minimal Dockerization)',
  stars: 2400,
  cmd: ['/hello'],
  env: [PATH],
  layers: () => [{ step: 'COPY hello / # simulated', size: 10_072, files: [program('/hello')] }],
};

const python: SimulatedImage = {
  name: 'python',
  tags: ['latest', '3.12', '3', '3.12-slim', 'slim'],
  description: 'Python is an interpreted, interactive, object-oriented, open-source programming language.',
  stars: 9900,
  cmd: ['python3'],
  env: [PATH, 'LANG=C.UTF-8', 'PYTHON_VERSION=3.12.8'],
  layers: () => [
    debianLayer,
    {
      step: '/bin/sh -c apt-get install -y ca-certificates netbase tzdata # simulated',
      size: 9.2 * MEGABYTE,
      files: programs('ps', 'top', 'kill', 'free'),
    },
    {
      step: '/bin/sh -c set -eux; make install # simulated',
      size: 58 * MEGABYTE,
      files: ['python3', 'python', 'pip', 'pip3'].map((name) => program(`/usr/local/bin/${name}`)),
    },
  ],
};

const node: SimulatedImage = {
  name: 'node',
  tags: ['latest', '22', 'lts', '22-slim', 'slim'],
  description: 'Node.js is a JavaScript-based platform for server-side and networking applications.',
  stars: 13_600,
  cmd: ['node'],
  env: [PATH, 'NODE_VERSION=22.12.0'],
  layers: () => [
    debianLayer,
    { step: '/bin/sh -c groupadd --gid 1000 node # simulated', size: 9000, files: programs('ps', 'kill') },
    {
      step: '/bin/sh -c curl -fsSLO node-v22.12.0-linux-x64.tar.xz # simulated',
      size: 142 * MEGABYTE,
      files: ['node', 'npm', 'npx'].map((name) => program(`/usr/local/bin/${name}`)),
    },
  ],
};

/** Systems and languages. */
export const systems: readonly SimulatedImage[] = [busybox, alpine, debian, python, node, helloWorld];
