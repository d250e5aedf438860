import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerEngine } from '../../../fakes/docker-engine.ts';
import { type CommandEnd, docker, hasDocker } from '../../../support/docker-command.ts';
import { type DockerDoor, openDockerDoor } from '../../../support/docker-door.ts';

const { engine, faults } = dockerEngine();
let door: DockerDoor;
const run = (...args: string[]): Promise<CommandEnd> => docker(door.host, args);

describe.skipIf(!hasDocker)(
  'the stock docker command on the embedded engine (skipped where it is not installed)',
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

    test('version and info say that it is simulated', async () => {
      expect((await run('version')).out).toContain('Simulated by Get Out of My Cloud');
      expect((await run('info')).out).toContain('Simulated by: Get Out of My Cloud');
    });

    test('an image is pulled, tagged, listed, looked into and removed', async () => {
      expect((await run('pull', 'alpine:3.20')).out).toContain(
        'Status: Downloaded newer image for alpine:3.20',
      );
      expect((await run('pull', 'alpine:3.20')).out).toContain('Image is up to date');
      await run('tag', 'alpine:3.20', 'mine:1');
      expect((await run('images', '--format', '{{.Repository}}:{{.Tag}}')).out).toMatch(
        /mine:1[\s\S]*alpine:3.20|alpine:3.20[\s\S]*mine:1/,
      );
      expect((await run('history', 'mine:1')).out).toContain('alpine-minirootfs');
      expect((await run('rmi', 'mine:1')).out).toBe('Untagged: mine:1\n');
      expect((await run('rmi', 'alpine:3.20')).out).toMatch(/Untagged: alpine:3.20\n[\s\S]*Deleted: sha256:/);
      expect((await run('inspect', 'alpine:3.20')).err).toContain('No such object: alpine:3.20');
      expect((await run('pull', 'nosuch')).err).toContain('pull access denied for nosuch');
    });

    test.each([
      { args: ['busybox', 'echo', 'hi'], out: 'hi\n', code: 0 },
      { args: ['busybox', 'sh', '-c', 'echo $((6 * 7)); exit 3'], out: '42\n', code: 3 },
      { args: ['-e', 'NAME=you', 'busybox', 'sh', '-c', 'echo "hello $NAME"'], out: 'hello you\n', code: 0 },
      { args: ['-w', '/tmp', 'busybox', 'pwd'], out: '/tmp\n', code: 0 },
      { args: ['-h', 'own', 'busybox', 'hostname'], out: 'own\n', code: 0 },
      { args: ['--entrypoint', 'echo', 'busybox', 'one', 'two'], out: 'one two\n', code: 0 },
    ])('run $args', async ({ args, out, code }) => {
      expect(await run('run', '--rm', ...args)).toEqual({ out, err: '', code });
    });

    test.each([
      { args: ['busybox', 'nosuch'], words: 'executable file not found in $PATH', code: 127 },
      { args: ['busybox', '/etc/passwd'], words: 'permission denied', code: 126 },
      {
        args: ['--memory', '1m', 'busybox', 'true'],
        words: 'Minimum memory limit allowed is 6MB',
        code: 125,
      },
    ])('run $args ends with $code', async ({ args, words, code }) => {
      const end = await run('run', '--rm', ...args);
      expect(end.code).toBe(code);
      expect(end.err).toContain(words);
    });

    test('standard input goes through to a command, and to a shell line by line', async () => {
      expect((await docker(door.host, ['run', '-i', '--rm', 'busybox', 'cat'], 'one\ntwo\n')).out).toBe(
        'one\ntwo\n',
      );
      const end = await docker(door.host, ['run', '-i', '--rm', 'busybox', 'sh'], 'cd /tmp\npwd\nexit 4\n');
      expect(end).toEqual({ out: '/tmp\n', err: '', code: 4 });
    });

    test('a container lives, is entered, stops by its grace, starts again and goes', async () => {
      await run('run', '-d', '--name', 'web', 'busybox', 'sleep', '1000');
      expect((await run('ps', '--format', '{{.Names}} {{.Image}} {{.Status}}')).out).toMatch(
        /^web busybox Up /,
      );
      expect((await run('exec', 'web', 'ps')).out).toMatch(/ 1 .* sleep\n/);
      expect((await run('exec', 'web', 'sh', '-c', 'exit 7')).code).toBe(7);
      expect((await run('exec', 'web', 'nosuch')).code).toBe(127);
      expect((await run('run', '--name', 'web', 'busybox')).err).toContain(
        'Conflict. The container name "/web" is already in use by container',
      );
      expect((await run('rm', 'web')).err).toContain(
        'Stop the container before attempting removal or force remove',
      );
      expect((await run('stop', '-t', '0', 'web')).out).toBe('web\n');
      expect((await run('inspect', '-f', '{{.State.Status}} {{.State.ExitCode}}', 'web')).out).toBe(
        'exited 137\n',
      );
      await run('start', 'web');
      expect((await run('rename', 'web', 'other')).code).toBe(0);
      expect((await run('rm', '-f', 'other')).out).toBe('other\n');
      expect((await run('ps', '-aq')).out).toBe('');
    });

    test('logs are kept, with their moments, and cut', async () => {
      await run('run', '--name', 'talks', 'busybox', 'sh', '-c', 'echo one; echo two >&2; echo three');
      expect(await run('logs', 'talks')).toEqual({ out: 'one\nthree\n', err: 'two\n', code: 0 });
      expect((await run('logs', '--tail', '1', '-t', 'talks')).out).toMatch(
        /^\d{4}-\d\d-\d\dT[\d:.]+Z three\n$/,
      );
      await run('rm', 'talks');
    });
  },
);
