import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerEngine } from '../../../fakes/docker-engine.ts';
import { type CommandEnd, docker, hasDocker } from '../../../support/docker-command.ts';
import { type DockerDoor, openDockerDoor } from '../../../support/docker-door.ts';

const { engine, faults } = dockerEngine();
const folder = mkdtempSync(join(tmpdir(), 'docker-test-'));
let door: DockerDoor;
const run = (...args: string[]): Promise<CommandEnd> => docker(door.host, args);
const out = async (...args: string[]): Promise<string> => (await run(...args)).out;

describe.skipIf(!hasDocker)(
  'networks, volumes, files and builds by the stock docker command (skipped where it is not installed)',
  () => {
    beforeAll(async () => {
      door = await openDockerDoor(engine);
      await run('pull', 'busybox');
    });
    afterAll(async () => {
      await door.close();
      await engine.close();
      expect(faults).toEqual([]);
    });

    test('containers of a network of their own find each other by name and alias, others do not', async () => {
      await run('network', 'create', '--subnet', '10.9.0.0/24', 'own');
      await run(
        'run',
        '-d',
        '--name',
        'store',
        '--network',
        'own',
        '--network-alias',
        'db',
        '--ip',
        '10.9.0.9',
        'busybox',
        'sleep',
        '1000',
      );
      expect(await out('run', '--rm', '--network', 'own', 'busybox', 'ping', '-c', '1', 'store')).toContain(
        'PING store (10.9.0.9)',
      );
      expect(await out('run', '--rm', '--network', 'own', 'busybox', 'ping', '-c', '1', 'db')).toContain(
        '1 received',
      );
      expect((await run('run', '--rm', 'busybox', 'ping', '-c', '1', 'store')).err).toContain(
        'Name or service not known',
      );
      await run('run', '-d', '--name', 'other', 'busybox', 'sleep', '1000');
      await run('network', 'connect', 'own', 'other');
      expect(await out('exec', 'other', 'ping', '-c', '1', 'store')).toContain('1 received');
      expect(await out('exec', 'other', 'ip', 'addr')).toMatch(
        /inet 172\.17\.0\.\d+\/16[\s\S]*inet 10\.9\.0\.\d+\/24/,
      );
      await run('network', 'disconnect', 'own', 'other');
      expect((await run('exec', 'other', 'ping', '-c', '1', 'store')).code).not.toBe(0);
      expect((await run('network', 'rm', 'own')).err).toContain('has active endpoints');
      await run('rm', '-f', 'store', 'other');
      expect(await out('network', 'rm', 'own')).toBe('own\n');
    });

    test('a container without a network reaches itself alone, and one may use the cards of another', async () => {
      expect(await out('run', '--rm', '--network', 'none', 'busybox', 'ip', 'addr')).not.toContain('eth0');
      await run('run', '-d', '--name', 'first', 'busybox', 'sleep', '1000');
      const address = await out('inspect', '-f', '{{.NetworkSettings.IPAddress}}', 'first');
      expect(address).toMatch(/^172\.17\.0\.\d+\n$/);
      await run('rm', '-f', 'first');
    });

    test('a volume outlives its containers, and is not removed while one has it', async () => {
      await run('run', '--rm', '-v', 'kept:/data', 'busybox', 'sh', '-c', 'echo once > /data/note');
      await run('run', '--name', 'holder', '-v', 'kept:/data:ro', 'busybox', 'cat', '/data/note');
      expect(await out('logs', 'holder')).toBe('once\n');
      expect((await run('volume', 'rm', 'kept')).err).toContain('volume is in use');
      expect((await run('run', '--rm', '-v', 'kept:/data:ro', 'busybox', 'touch', '/data/x')).code).not.toBe(
        0,
      );
      expect(await out('run', '--rm', '--volumes-from', 'holder', 'busybox', 'cat', '/data/note')).toBe(
        'once\n',
      );
      await run('rm', 'holder');
      expect(await out('volume', 'rm', 'kept')).toBe('kept\n');
    });

    test('files go in and out, and what changed is told', async () => {
      await run('create', '--name', 'box', 'busybox', 'cat', '/root/in.txt');
      writeFileSync(join(folder, 'in.txt'), 'from here\n');
      await run('cp', join(folder, 'in.txt'), 'box:/root/in.txt');
      expect(await out('start', '-a', 'box')).toBe('from here\n');
      await run('cp', 'box:/root/in.txt', join(folder, 'out.txt'));
      expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toBe('from here\n');
      expect(await out('diff', 'box')).toBe('C /root\nA /root/in.txt\n');
      await run('commit', '-c', 'CMD ["wc", "-l", "/root/in.txt"]', 'box', 'counted');
      expect(await out('run', '--rm', 'counted')).toMatch(/^\s*1 \/root\/in.txt\n$/);
      await run('rm', 'box');
    });

    test('an image is built in stages, and by its cache the second time', async () => {
      const dockerfile = [
        'FROM busybox AS first',
        'ARG WHO=nobody',
        'RUN echo "made for $WHO" > /made',
        'FROM busybox',
        'WORKDIR /app',
        'COPY --from=first /made .',
        'COPY in.txt more/',
        'ENV GREETING="hi there"',
        'CMD ["sh", "-c", "echo $GREETING; cat made more/in.txt"]',
      ];
      writeFileSync(join(folder, 'Dockerfile'), dockerfile.join('\n'));
      writeFileSync(join(folder, 'in.txt'), 'from here\n');
      const built = await out('build', '-t', 'staged', '--build-arg', 'WHO=you', folder);
      expect(built).toContain('Step 9/9 : CMD');
      expect(built).toContain('Successfully tagged staged:latest');
      expect(await out('run', '--rm', 'staged')).toBe('hi there\nmade for you\nfrom here\n');
      expect((await out('build', '--build-arg', 'WHO=you', folder)).match(/Using cache/g)).toHaveLength(7);
      writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nRUN exit 9\n');
      const failed = await run('build', folder);
      expect(failed.err).toContain("The command '/bin/sh -c exit 9' returned a non-zero code: 9");
      expect(failed.code).toBe(9);
    });

    test('an image goes through an archive', async () => {
      const before = await out('inspect', '-f', '{{.Id}}', 'busybox');
      await run('save', '-o', join(folder, 'image.tar'), 'busybox');
      await run('rmi', '-f', 'busybox');
      expect(await out('load', '-i', join(folder, 'image.tar'))).toBe('Loaded image: busybox:latest\n');
      expect(await out('inspect', '-f', '{{.Id}}', 'busybox')).toBe(before);
    });
  },
);
