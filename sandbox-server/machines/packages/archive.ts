import { defaultConfigFile } from '../../faafo/config.ts';
import { folderOf, nameOf } from '../disk/paths.ts';
import { baseArchive } from './base-archive.ts';
import type { Package } from './package.ts';
import { unitText } from './unit-text.ts';

const SUPERVISORD_CONF = `[unix_http_server]
file=/var/run/supervisor.sock

[supervisord]
logfile=/var/log/supervisor/supervisord.log
pidfile=/var/run/supervisord.pid

[supervisorctl]
serverurl=unix:///var/run/supervisor.sock

[include]
files = /etc/supervisor/conf.d/*.conf
`;

const python = (name: string, size: number, description: string): Package => ({
  name,
  version: '3.12.3',
  size,
  description,
});

const server: readonly Package[] = [
  {
    name: 'erlang-base',
    version: '25.3.2',
    size: 9200,
    description: 'Erlang virtual machine and base applications',
  },
  {
    name: 'rabbitmq-server',
    version: '3.12.1',
    size: 15_100,
    description: 'AMQP server (simulated: an embedded broker that keeps durable queues)',
    depends: ['erlang-base'],
    programs: ['/usr/sbin/rabbitmq-server', '/usr/sbin/rabbitmqctl'],
    files: {
      '/usr/lib/systemd/system/rabbitmq-server.service': unitText(
        'RabbitMQ Messaging Server',
        '/usr/sbin/rabbitmq-server',
        { type: 'notify', user: 'rabbitmq', pause: 10 },
      ),
    },
    units: ['rabbitmq-server'],
    users: ['rabbitmq'],
  },
  {
    name: 'mariadb-server',
    version: '10.11.8',
    size: 5900,
    description: 'SQL database server (simulated: tables are kept by SQLite)',
    depends: ['mariadb-client'],
    programs: ['/usr/sbin/mariadbd'],
    files: {
      '/usr/lib/systemd/system/mariadb.service': unitText(
        'MariaDB 10.11.8 database server',
        '/usr/sbin/mariadbd',
        {
          type: 'notify',
          user: 'mysql',
          pause: 5,
        },
      ),
      '/etc/mysql/mariadb.conf.d/50-server.cnf': '[mysqld]\nbind-address            = 127.0.0.1\n',
    },
    units: ['mariadb'],
    users: ['mysql'],
  },
  {
    name: 'mariadb-client',
    version: '10.11.8',
    size: 2900,
    description: 'SQL database client (simulated)',
    programs: ['/usr/bin/mariadb', '/usr/bin/mysql'],
  },
  {
    name: 'supervisor',
    version: '4.2.5',
    size: 281,
    description: 'system for controlling process state',
    depends: ['python3'],
    programs: ['/usr/bin/supervisord', '/usr/bin/supervisorctl'],
    folders: ['/etc/supervisor/conf.d', '/var/log/supervisor'],
    files: {
      '/etc/supervisor/supervisord.conf': SUPERVISORD_CONF,
      '/usr/lib/systemd/system/supervisor.service': unitText(
        'Supervisor process control system for UNIX',
        '/usr/bin/supervisord -n -c /etc/supervisor/supervisord.conf',
        { type: 'notify', restart: 'always', pause: 5 },
      ),
    },
    units: ['supervisor'],
  },
  {
    name: 'faafo',
    version: '1.0.0',
    size: 64,
    description: 'First App Application For OpenStack: draws Julia sets',
    depends: ['python3'],
    programs: ['/usr/local/bin/faafo', '/usr/local/bin/faafo-api', '/usr/local/bin/faafo-worker'],
    files: { '/etc/faafo/faafo.conf': defaultConfigFile },
  },
];

const small: readonly Package[] = [
  python('python3', 24, 'interactive high-level object-oriented language'),
  python('python3-dev', 27, 'header files for Python'),
  python('python3-pip', 1300, 'Python package installer'),
  python('python3-setuptools', 397, 'Python distutils enhancements'),
  python('python3-venv', 1, 'virtual environments for Python'),
  { name: 'build-essential', version: '12.10', size: 5, description: 'informational list of build packages' },
  { name: 'ca-certificates', version: '20240203', size: 159, description: 'common CA certificates' },
  { name: 'git', version: '2.43.0', size: 3680, description: 'distributed revision control system' },
  { name: 'gnupg', version: '2.4.4', size: 359, description: 'GNU privacy guard' },
  {
    name: 'libmysqlclient-dev',
    version: '8.0.39',
    size: 1680,
    description: 'MySQL database development files',
  },
  {
    name: 'libxml2-dev',
    version: '2.9.14',
    size: 781,
    description: 'development files for the GNOME XML library',
  },
  { name: 'lsb-release', version: '12.0', size: 7, description: 'release information about a distribution' },
  { name: 'jq', version: '1.7.1', size: 65, description: 'command-line JSON processor' },
  { name: 'tree', version: '2.1.1', size: 47, description: 'displays an indented directory tree' },
];

/** Where packages put programs that are not in /usr/bin. */
export const programPaths: ReadonlySet<string> = new Set(
  [...baseArchive, ...server]
    .flatMap(({ programs = [] }) => programs)
    .filter((path) => folderOf(path) !== '/usr/bin'),
);

/** The names of those. */
export const programsElsewhere: readonly string[] = [...programPaths].map(nameOf);

/** What `apt-get` of a machine can install: a small archive of our own that says what it does not really do. */
export const archive: ReadonlyMap<string, Package> = new Map(
  [...baseArchive, ...server, ...small].map((entry) => [entry.name, entry]),
);
