import { describe, expect, test } from 'vitest';
import { dockerEngine } from '../../../fakes/docker-engine.ts';
import { EagerClock } from '../../../fakes/eager-clock.ts';
import { MemoryDisks } from '../../../fakes/memory-disks.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { engineClient } from '../../../support/engine-client.ts';

const sleeper = { Image: 'busybox', Cmd: ['sleep', '1000'] };

/** Settles when something has happened so many times. */
async function happened(
  client: ReturnType<typeof engineClient>,
  event: string,
  times: number,
): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ event: [event] }));
  const events = await client.call('GET', `/events?since=1&filters=${filters}`);
  let seen = '';
  for await (const piece of events.body ?? []) {
    seen += new TextDecoder().decode(piece);
    if (seen.split('\n').length > times) return;
  }
}

describe('an engine that ends and comes back', () => {
  test('has its images, containers with their files and logs, networks and volumes, and starts what its policy says', async () => {
    const [store, disks] = [memoryStore(), new MemoryDisks()];
    const first = dockerEngine({ store, disks });
    const before = engineClient(first.engine);
    await before.pull('busybox');
    await before.post('/networks/create', { Name: 'own' });
    await before.run('stays', {
      ...sleeper,
      HostConfig: { NetworkMode: 'own', RestartPolicy: { Name: 'always' }, Binds: ['kept:/data'] },
    });
    await before.exec('stays', [
      'sh',
      '-c',
      'echo written > /root/note; echo once > /data/note; rm /etc/shells',
    ]);
    await before.run('ends', sleeper);
    await before.run('talks', { Image: 'busybox', Cmd: ['echo', 'said'] });
    await before.post('/containers/talks/wait');
    await first.engine.close();

    const second = dockerEngine({ store, disks });
    await second.engine.resume();
    const after = engineClient(second.engine);
    expect((await after.inspect('stays')).State.Status).toBe('running');
    expect((await after.inspect('ends')).State.Status).toBe('exited');
    expect(await after.logs('talks')).toBe('said\n');
    expect(await after.exec('stays', ['sh', '-c', 'cat /root/note /data/note; ls /etc/shells 2>&1'])).toMatch(
      /^written\nonce\n.*No such file/,
    );
    await after.run('third', { ...sleeper, HostConfig: { NetworkMode: 'own' } });
    expect(await after.exec('third', ['ping', '-c', '1', 'stays'])).toContain('1 received');
    await second.engine.close();
    expect([...first.faults, ...second.faults]).toEqual([]);
  });
});

describe('time in a container', () => {
  test('pauses between restarts double, and stop after so many', async () => {
    const { engine, faults } = dockerEngine({ clock: new EagerClock() });
    const client = engineClient(engine);
    await client.pull('busybox');
    await client.run('fails', {
      Image: 'busybox',
      Cmd: ['sh', '-c', 'echo try; exit 1'],
      HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } },
    });
    await happened(client, 'die', 4);
    expect(await client.logs('fails')).toBe('try\n'.repeat(4));
    expect(await client.inspect('fails')).toMatchObject({
      RestartCount: 3,
      State: { Status: 'exited', ExitCode: 1 },
    });
    await engine.close();
    expect(faults).toEqual([]);
  });

  test('a first process that is deaf to SIGTERM is killed after ten seconds of grace, one with --init at once', async () => {
    const clock = new EagerClock();
    const { engine } = dockerEngine({ clock });
    const client = engineClient(engine);
    await client.pull('busybox');
    const stopped = async (more: object): Promise<{ seconds: number; code: number }> => {
      const id = await client.run('', { ...sleeper, Cmd: ['sleep', '100000000'], ...more });
      const start = clock.now();
      await client.post(`/containers/${id}/stop`);
      return {
        seconds: Math.round((clock.now() - start) / 1000),
        code: (await client.inspect(id)).State.ExitCode,
      };
    };
    expect(await stopped({})).toEqual({ seconds: 10, code: 137 });
    expect(await stopped({ HostConfig: { Init: true } })).toEqual({ seconds: 0, code: 143 });
    await engine.close();
  });

  test('a health check makes it healthy, and unhealthy after its retries', async () => {
    const { engine } = dockerEngine({ clock: new EagerClock() });
    const client = engineClient(engine);
    await client.pull('busybox');
    const Healthcheck = { Test: ['CMD-SHELL', 'test -f /well'], Interval: 1e9, Retries: 2 };
    const heard = (status: string): Promise<void> => happened(client, `health_status: ${status}`, 1);
    await client.run('checked', { Image: 'busybox', Cmd: ['sleep', '1000000'], Healthcheck });
    await heard('unhealthy');
    expect(await client.inspect('checked')).toMatchObject({ State: { Health: { Status: 'unhealthy' } } });
    await client.exec('checked', ['touch', '/well']);
    await heard('healthy');
    await engine.close();
  });
});

describe('what an engine does not take', () => {
  test.each([
    {
      path: '/v1.42/version',
      words: 'client version 1.42 is too new. Maximum supported API version is 1.41',
    },
    {
      path: '/v1.12/version',
      words: 'client version 1.12 is too old. Minimum supported API version is 1.24',
    },
    { path: '/containers/json?filters=nonsense', words: 'invalid filter' },
  ])('$path', async ({ path, words }) => {
    await expect(engineClient(dockerEngine().engine).call('GET', path)).rejects.toThrow(words);
  });

  test('a body that is no JSON, or another shape, is refused with the member that is wrong', async () => {
    const client = engineClient(dockerEngine().engine);
    await expect(client.call('POST', '/containers/create', { Image: 7 })).rejects.toThrow(
      'invalid body: Image',
    );
    await expect(
      client.call('POST', '/containers/create', { Image: 'x', HostConfig: { Memory: 'much' } }),
    ).rejects.toThrow('HostConfig.Memory');
  });

  test('more containers than it keeps', async () => {
    const client = engineClient(dockerEngine().engine);
    await client.pull('busybox');
    for (let made = 0; made < 60; made += 1) await client.create(sleeper);
    await expect(client.create(sleeper)).rejects.toThrow('keeps at most 60 containers');
  });
});
