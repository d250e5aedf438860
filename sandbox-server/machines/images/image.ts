/** What an operating system image brings, before anything is installed on it. */
export interface DistributionImage {
  readonly name: string;
  /** The login that is made for the person who boots it. */
  readonly user: string;
  readonly kernel: string;
  readonly osRelease: string;
  /** What greets at the login prompt of the console. */
  readonly issue: string;
  /** The host that the package archive is fetched from; null: the image has no package tool. */
  readonly archive: string | null;
  readonly packages: readonly string[];
  /** `plain`: the prompt of a shell is the folder alone, as BusyBox's. */
  readonly prompt?: 'plain';
  /** A script has only the variables that it is given, and none that a login brings. */
  readonly bareEnvironment?: boolean;
}

const tools = [
  'bash',
  'cloud-init',
  'coreutils',
  'curl',
  'hostname',
  'iproute2',
  'iputils-ping',
  'openssh-client',
  'openssh-server',
  'procps',
  'sudo',
  'systemd',
  'util-linux',
];
const debianTools = ['apt', 'dpkg', 'python3', ...tools];

function release(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${/^[\w.]+$/.test(value) ? value : `"${value}"`}\n`)
    .join('');
}

const ubuntu: DistributionImage = {
  name: 'ubuntu',
  user: 'ubuntu',
  kernel: '6.8.0-51-generic',
  osRelease: release({
    PRETTY_NAME: 'Ubuntu 24.04 LTS (simulated)',
    NAME: 'Ubuntu',
    VERSION_ID: '24.04',
    VERSION: '24.04 LTS (Noble Numbat)',
    VERSION_CODENAME: 'noble',
    ID: 'ubuntu',
    ID_LIKE: 'debian',
    UBUNTU_CODENAME: 'noble',
  }),
  issue: 'Ubuntu 24.04 LTS (simulated)',
  archive: 'archive.ubuntu.com',
  packages: debianTools,
};

const debian: DistributionImage = {
  name: 'debian',
  user: 'debian',
  kernel: '6.1.0-28-cloud-amd64',
  osRelease: release({
    PRETTY_NAME: 'Debian GNU/Linux 12 (simulated)',
    NAME: 'Debian GNU/Linux',
    VERSION_ID: '12',
    VERSION: '12 (bookworm)',
    VERSION_CODENAME: 'bookworm',
    ID: 'debian',
  }),
  issue: 'Debian GNU/Linux 12 (simulated)',
  archive: 'deb.debian.org',
  packages: debianTools,
};

const cirros: DistributionImage = {
  name: 'cirros',
  user: 'cirros',
  kernel: '5.15.0-117-generic',
  osRelease: release({
    NAME: 'CirrOS',
    VERSION_ID: '0.6.3',
    ID: 'cirros',
    PRETTY_NAME: 'CirrOS 0.6.3 (simulated)',
  }),
  issue: "CirrOS 0.6.3 (simulated): login as 'cirros' user",
  archive: null,
  packages: tools,
};

/** The learner's own computer, which stands outside of the cloud. */
const workstation: DistributionImage = {
  ...ubuntu,
  name: 'workstation',
  user: 'learner',
  packages: [...debianTools, 'faafo'],
};

const known = [debian, cirros, workstation];

/** The system that an image's name stands for; Ubuntu for names that say nothing, and for no image at all. */
export function imageFor(name: string | undefined): DistributionImage {
  return known.find((image) => name?.toLowerCase().includes(image.name)) ?? ubuntu;
}
