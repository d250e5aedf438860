import type { Program } from '../../../machines/program.ts';
import { apk, httpd, wget } from './busybox.ts';
import { entrypoint } from './entrypoint.ts';
import { haproxy } from './haproxy.ts';
import { hello } from './hello.ts';
import { interpreter } from './interpreter.ts';
import { nginx } from './nginx.ts';
import { redisCli, redisServer } from './redis.ts';

/** Programs that images have and machines have not, by name. */
export const containerPrograms: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    apk,
    'docker-entrypoint.sh': entrypoint,
    haproxy,
    hello,
    httpd,
    nginx,
    'redis-cli': redisCli,
    'redis-server': redisServer,
    wget,
    node: interpreter('node', 'v22.12.0', 'JavaScript'),
    npm: interpreter('npm', '10.9.0', 'JavaScript'),
    npx: interpreter('npx', '10.9.0', 'JavaScript'),
    pip: interpreter('pip', 'pip 24.3 (simulated)', 'Python'),
    pip3: interpreter('pip3', 'pip 24.3 (simulated)', 'Python'),
    python: interpreter('python', 'Python 3.12.8', 'Python'),
    python3: interpreter('python3', 'Python 3.12.8', 'Python'),
  }),
);
