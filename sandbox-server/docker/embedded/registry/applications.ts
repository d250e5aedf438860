import { folder, program, text } from './base-files.ts';
import type { SimulatedImage } from './simulated-image.ts';
import { debianLayer, PATH } from './systems.ts';

const MEGABYTE = 1_000_000;

const WELCOME = `<!DOCTYPE html>
<html>
<head><title>Welcome to nginx!</title></head>
<body>
<h1>Welcome to nginx!</h1>
<p>This web server is simulated by Get Out of My Cloud. It serves the files of /usr/share/nginx/html.</p>
</body>
</html>
`;

const NGINX_CONF = `server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html;
    }
}
`;

const nginx: SimulatedImage = {
  name: 'nginx',
  tags: ['latest', '1.27', 'stable', 'alpine'],
  description: 'Official build of Nginx.',
  stars: 20_400,
  env: [PATH, 'NGINX_VERSION=1.27.3'],
  cmd: ['nginx', '-g', 'daemon off;'],
  ports: ['80/tcp'],
  stopSignal: 'SIGQUIT',
  labels: { maintainer: 'NGINX Docker Maintainers (simulated)' },
  layers: () => [
    debianLayer,
    {
      step: '/bin/sh -c apt-get install -y nginx=1.27.3 # simulated',
      size: 72 * MEGABYTE,
      files: [
        program('/usr/sbin/nginx'),
        program('/usr/bin/curl'),
        folder('etc/nginx/conf.d'),
        text('etc/nginx/conf.d/default.conf', NGINX_CONF),
        text('usr/share/nginx/html/index.html', WELCOME),
        folder('var/log/nginx'),
      ],
    },
  ],
};

const redis: SimulatedImage = {
  name: 'redis',
  tags: ['latest', '7', '7.4', 'alpine'],
  description: 'Redis is an open source key-value store that functions as a data structure server.',
  stars: 13_000,
  env: [PATH, 'REDIS_VERSION=7.4.1'],
  cmd: ['redis-server'],
  ports: ['6379/tcp'],
  volumes: ['/data'],
  workingDir: '/data',
  layers: () => [
    debianLayer,
    {
      step: '/bin/sh -c make -C /usr/src/redis install # simulated',
      size: 42 * MEGABYTE,
      files: [program('/usr/local/bin/redis-server'), program('/usr/local/bin/redis-cli'), folder('data')],
    },
  ],
};

const SQL_CONF = '[mysqld]\nbind-address            = 0.0.0.0\n';

const database = (name: string, tags: readonly string[], size: number): SimulatedImage => ({
  name,
  tags,
  description: `${name === 'mysql' ? 'MySQL is a widely used' : 'MariaDB Server is a high performing'} open-source relational database (simulated: tables are kept by SQLite).`,
  stars: name === 'mysql' ? 15_500 : 5900,
  env: [PATH, 'LANG=C.UTF-8'],
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['mariadbd'],
  ports: ['3306/tcp'],
  volumes: ['/var/lib/mysql'],
  layers: () => [
    debianLayer,
    {
      step: `/bin/sh -c apt-get install -y ${name}-server # simulated`,
      size,
      files: [
        program('/usr/sbin/mariadbd'),
        program('/usr/bin/mariadb'),
        program('/usr/bin/mysql'),
        program('/usr/local/bin/docker-entrypoint.sh'),
        text('etc/mysql/mariadb.conf.d/50-server.cnf', SQL_CONF),
        folder('var/lib/mysql'),
      ],
    },
  ],
});

const rabbitmq: SimulatedImage = {
  name: 'rabbitmq',
  tags: ['latest', '3', '3.13', '3-management'],
  description: 'RabbitMQ is an open source multi-protocol messaging broker (simulated: an embedded broker).',
  stars: 5100,
  env: [PATH, 'RABBITMQ_VERSION=3.13.7'],
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['rabbitmq-server'],
  ports: ['4369/tcp', '5671/tcp', '5672/tcp', '15691/tcp', '15692/tcp', '25672/tcp'],
  volumes: ['/var/lib/rabbitmq'],
  layers: () => [
    debianLayer,
    {
      step: '/bin/sh -c install rabbitmq-server # simulated',
      size: 130 * MEGABYTE,
      files: [
        program('/usr/sbin/rabbitmq-server'),
        program('/usr/sbin/rabbitmqctl'),
        program('/usr/local/bin/docker-entrypoint.sh'),
        folder('etc/rabbitmq'),
        text('etc/rabbitmq/rabbitmq.conf', 'loopback_users.guest = false\n'),
        folder('var/lib/rabbitmq'),
      ],
    },
  ],
};

const haproxy: SimulatedImage = {
  name: 'haproxy',
  tags: ['latest', '3.0', 'lts'],
  description: 'HAProxy - The Reliable, High Performance TCP/HTTP Load Balancer.',
  stars: 1900,
  env: [PATH, 'HAPROXY_VERSION=3.0.6'],
  cmd: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
  stopSignal: 'SIGUSR1',
  layers: () => [
    debianLayer,
    {
      step: '/bin/sh -c make install-bin # simulated',
      size: 26 * MEGABYTE,
      files: [program('/usr/local/sbin/haproxy'), folder('usr/local/etc/haproxy')],
    },
  ],
};

const faafo: SimulatedImage = {
  name: 'faafo',
  tags: ['latest'],
  description: 'First App Application For OpenStack: draws Julia sets. One image for api, worker and client.',
  stars: 12,
  env: [PATH],
  cmd: ['faafo-api'],
  ports: ['80/tcp'],
  layers: () => [
    debianLayer,
    {
      step: 'COPY faafo /usr/local/bin/',
      size: 0.4 * MEGABYTE,
      files: [
        ...['faafo', 'faafo-api', 'faafo-worker'].map((name) => program(`/usr/local/bin/${name}`)),
        ...['curl', 'ps', 'ping'].map((name) => program(`/usr/bin/${name}`)),
        folder('etc/faafo'),
      ],
    },
  ],
};

/** Servers. */
export const applications: readonly SimulatedImage[] = [
  nginx,
  redis,
  database('mariadb', ['latest', '11', '10.11', 'lts'], 290 * MEGABYTE),
  database('mysql', ['latest', '8', '8.0'], 450 * MEGABYTE),
  rabbitmq,
  haproxy,
  faafo,
];
