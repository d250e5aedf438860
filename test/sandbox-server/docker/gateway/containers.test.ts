import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Classroom, openClassroom } from './classroom.ts';
import { describeCommand, describeEngine } from './describe-engine.ts';

const sleeping = { Image: 'busybox', Cmd: ['sleep', '1000'] };

describeEngine('a learner’s containers, by dockerode', () => {
  let room: Classroom;
  beforeAll(async () => {
    room = await openClassroom();
  });
  afterAll(() => room.close());

  test('are made, started, listed, renamed, stopped and removed', async () => {
    const { docker } = room.ada;
    const made = await docker.createContainer({ ...sleeping, name: 'life', Labels: { part: 'one' } });
    await made.start();
    const [listed] = await docker.listContainers({ filters: { name: ['^life$'], label: ['part=one'] } });
    expect(listed).toMatchObject({
      Id: made.id,
      Names: ['/life'],
      Image: 'busybox',
      Labels: { part: 'one' },
      State: 'running',
    });
    await made.rename({ name: 'other' });
    const found = await docker.getContainer('other').inspect();
    expect(found).toMatchObject({
      Id: made.id,
      Name: '/other',
      Config: { Image: 'busybox', Labels: { part: 'one' } },
    });
    expect(found.HostConfig.NetworkMode).toBe('default');
    expect(Object.keys(found.NetworkSettings.Networks)).toEqual(['bridge']);
    await docker.getContainer(made.id.slice(0, 12)).stop({ t: 0 });
    await expect(docker.getContainer('life').inspect()).rejects.toThrow('No such container: life');
    await made.remove();
    expect(await docker.listContainers({ all: true })).toEqual([]);
  });

  test('get a name in Docker’s manner when none is given, and no name twice', async () => {
    const { docker } = room.ada;
    const [one, two] = await Promise.all([
      docker.createContainer(sleeping),
      docker.createContainer(sleeping),
    ]);
    const { Name } = await one.inspect();
    expect(Name).toMatch(/^\/[a-z]+_[a-z]+\d+$/);
    const again = docker.createContainer({ ...sleeping, name: Name.slice(1) });
    await expect(again).rejects.toThrow(`The container name "${Name}" is already in use`);
    await Promise.all([one.remove(), two.remove()]);
  });

  test('are attached to: what is written comes back, and the end of the input is one', async () => {
    const { docker } = room.ada;
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['cat'],
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
    });
    const line = await container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    });
    const waiting = container.wait();
    await container.start();
    const out = new PassThrough();
    docker.modem.demuxStream(line, out, out);
    const megabyte = Buffer.alloc(1 << 20, 'x');
    line.end(megabyte);
    let length = 0;
    out.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    await once(line, 'end');
    expect(length).toBe(megabyte.length);
    expect(await waiting).toMatchObject({ StatusCode: 0 });
    await container.remove();
  });

  test('run further programs, with a terminal and without, and tell how they ended', async () => {
    const { docker } = room.ada;
    const container = await docker.createContainer(sleeping);
    await container.start();
    const run = async (Tty: boolean): Promise<string> => {
      const exec = await container.exec({
        Cmd: ['sh', '-c', 'read x; echo "got $x"; exit 7'],
        AttachStdin: true,
        AttachStdout: true,
        Tty,
      });
      const line = await exec.start({ hijack: true, stdin: true, Tty });
      let said = '';
      if (Tty)
        line.on('data', (chunk: Buffer) => {
          said += String(chunk);
        });
      else {
        const out = new PassThrough().on('data', (chunk: Buffer) => {
          said += String(chunk);
        });
        docker.modem.demuxStream(line, out, out);
      }
      line.write('word\n');
      await once(line, 'end');
      expect((await exec.inspect()).ExitCode).toBe(7);
      return said;
    };
    expect(await run(false)).toBe('got word\n');
    expect(await run(true)).toContain('got word\r\n');
    await container.remove({ force: true });
  });

  test('are followed: logs, stats and the end of a wait come as they happen', async () => {
    const { docker } = room.ada;
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'for i in 1 2 3; do echo line $i; sleep 0.2; done; exit 5'],
      Tty: true,
    });
    const end = container.wait({ condition: 'next-exit' });
    await container.start();
    const logs = await container.logs({ follow: true, stdout: true });
    let said = '';
    logs.on('data', (chunk: Buffer) => {
      said += String(chunk);
    });
    await once(logs, 'end');
    expect(said).toBe('line 1\r\nline 2\r\nline 3\r\n');
    expect(await end).toMatchObject({ StatusCode: 5 });
    const stats = z
      .object({ name: z.string(), pids_stats: z.unknown() })
      .parse(await container.stats({ stream: false }));
    expect(stats.name).toMatch(/^\/[a-z]+_[a-z]+\d+$/);
    await container.remove();
  });

  test('take files and give them back', async () => {
    const { docker } = room.ada;
    const container = await docker.createContainer(sleeping);
    await container.start();
    const exec = await container.exec({ Cmd: ['sh', '-c', 'mkdir /data; echo hi > /data/file'] });
    await exec.start({ Detach: true });
    await expect.poll(async () => (await exec.inspect()).Running).toBe(false);
    const archive = await container.getArchive({ path: '/data' });
    await container.putArchive(archive, { path: '/tmp' });
    const changes: unknown = await container.changes();
    expect(changes).toContainEqual({ Path: '/tmp/data/file', Kind: 1 });
    await container.remove({ force: true });
  });

  test('that are too many are refused, and pruning takes the learner’s own only', async () => {
    const { docker } = room.bob;
    const foreign = await room.ada.docker.createContainer(sleeping);
    const few = await openClassroom({ containers: 2 });
    try {
      const made = await Promise.allSettled([1, 2, 3].map(() => few.bob.docker.createContainer(sleeping)));
      expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
      expect((await few.bob.docker.pruneContainers()).ContainersDeleted).toHaveLength(2);
    } finally {
      await few.close();
    }
    await docker.pruneContainers();
    await foreign.inspect();
    await foreign.remove();
  });
});

describeCommand('the stock docker command', () => {
  let room: Classroom;
  beforeAll(async () => {
    room = await openClassroom();
  });
  afterAll(() => room.close());
  const docker = (line: string, input?: string) => room.ada.command(line.split(' '), input);

  test('finds the gateway by a path in DOCKER_HOST, and runs a container', async () => {
    expect((await docker('version')).out).toContain('shared by a class');
    expect((await docker('info')).out).toContain('Name: docker-host');
    const ran = await room.ada.command(['run', '--rm', '-i', 'busybox', 'sh', '-c', 'cat; exit 4'], 'in\n');
    expect(ran).toMatchObject({ status: 4, out: 'in\n' });
    expect((await docker('ps -aq')).out).toBe('');
  });

  test('publishes a port on a free one of the loopback, by which the learner’s own host leads to it', async () => {
    const script = 'mkdir /www; echo hello > /www/index.html; exec httpd -f -p 80 -h /www';
    expect(
      await room.ada.command(['run', '-d', '--name', 'web', '-p', '8080:80', 'busybox', 'sh', '-c', script]),
    ).toMatchObject({ status: 0 });
    expect((await docker('port web')).out).toBe('80/tcp -> 0.0.0.0:8080\n');
    const [port] = room.ada.published();
    expect(port).toMatchObject({ name: 'web', port: '80/tcp', wished: 8080 });
    const page = async () => (await fetch(`http://127.0.0.1:${port?.bound}/`)).text().catch(() => '');
    await expect.poll(page, { timeout: 10_000 }).toBe('hello\n');
    const again = await room.ada.command([
      'run',
      '-d',
      '--name',
      'web-two',
      '-p',
      '8080:80',
      'busybox',
      'sleep',
      '9',
    ]);
    expect(again.err).toContain('port is already allocated');
    const host = await room.ada.command([
      'run',
      '--rm',
      '--net=host',
      'busybox',
      'wget',
      '-qO-',
      'http://web',
    ]);
    expect(host).toMatchObject({ out: 'hello\n' });
    expect(host.err).toContain('a container that plays it');
    await docker('rm -f web web-two');
    await expect.poll(() => room.ada.published()).toEqual([]);
  }, 90_000);

  test('finds other containers by name, by a link, and in the network of another one', async () => {
    await docker('run -d --name base busybox sleep 1000');
    expect(await docker('run --rm busybox ping -c1 -w5 base')).toMatchObject({ status: 0 });
    expect(await docker('run --rm --link base:linked busybox ping -c1 -w5 linked')).toMatchObject({
      status: 0,
    });
    const inside = await docker('run --rm --net container:base busybox hostname');
    expect(inside.out).toBe((await docker('exec base hostname')).out);
    expect((await docker('top base')).out).toContain('sleep 1000');
    expect((await docker('inspect -f {{.HostConfig.NetworkMode}} base')).out).toBe('default\n');
    await docker('rm -f base');
  });

  test('copies, renames, pauses, updates and prunes', async () => {
    await docker('run -d --name box busybox sleep 1000');
    expect(await docker('cp box:/etc/passwd -')).toMatchObject({ status: 0 });
    expect(await docker('pause box')).toMatchObject({ out: 'box\n' });
    expect((await docker('ps --format {{.Status}}')).out).toContain('Paused');
    expect(await docker('unpause box')).toMatchObject({ status: 0 });
    expect(await docker('update --memory 64m box')).toMatchObject({ status: 0 });
    expect((await docker('inspect -f {{.HostConfig.Memory}} box')).out).toBe(`${64 << 20}\n`);
    expect((await docker('update --memory 100g box')).err).toContain('at most 1024 MiB');
    expect((await docker('diff box')).status).toBe(0);
    expect(await docker('kill -s KILL box')).toMatchObject({ status: 0 });
    expect((await docker('wait box')).out).toBe('137\n');
    expect((await docker('container prune -f')).out).toContain('Deleted Containers');
  });
});
