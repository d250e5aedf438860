import { afterAll, describe, expect, test } from 'vitest';
import { dockerEngine } from '../../../fakes/docker-engine.ts';
import { engineClient } from '../../../support/engine-client.ts';

const { engine, faults } = dockerEngine();
const client = engineClient(engine);

afterAll(async () => {
  await engine.close();
  expect(faults).toEqual([]);
});

describe('the servers of the embedded registry', () => {
  test('nginx serves at its name, at a published port of the host, and behind a balancer that leaves out the dead', async () => {
    for (const image of ['nginx', 'haproxy', 'busybox']) await client.pull(image);
    await client.post('/networks/create', { Name: 'web' });
    const HostConfig = { NetworkMode: 'web' };
    await client.run('one', {
      Image: 'nginx',
      HostConfig: { ...HostConfig, PortBindings: { '80/tcp': [{ HostPort: '8080' }] } },
    });
    await client.run('two', { Image: 'nginx', HostConfig });
    const get = (url: string, NetworkMode: string) =>
      client.output({ Image: 'busybox', Cmd: ['wget', '-qO-', url], HostConfig: { NetworkMode } });
    expect(await get('http://one/', 'web')).toContain('Welcome to nginx!');
    expect(await get('http://localhost:8080/', 'host')).toContain('Welcome to nginx!');
    expect(await get('http://one/', 'bridge')).toContain("bad address 'one'");
    const lines = [
      'frontend f',
      ' bind *:80',
      ' default_backend b',
      'backend b',
      ' server one one:80',
      ' server two two:80',
    ];
    const Cmd = ['sh', '-c', `printf '${lines.join('\\n')}\\n' > /lb.cfg; haproxy -f /lb.cfg`];
    await client.run('balancer', { Image: 'haproxy', Cmd, HostConfig });
    await client.logged('balancer', 'forked');
    await client.post('/containers/two/kill');
    await client.post('/containers/two/wait');
    for (let time = 0; time < 3; time += 1)
      expect(await get('http://balancer/', 'web')).toContain('Welcome to nginx!');
    expect(await client.logs('one')).toMatch(/"GET \/ HTTP\/1.1" 200/);
  });

  test('a database wants a password, keeps what it has in its volume, and is too much for little memory', async () => {
    await client.pull('mariadb');
    const refused = await client.output({ Image: 'mariadb' });
    expect(refused).toContain('Database is uninitialized and password option is not specified');
    const order = {
      Image: 'mariadb',
      Env: ['MARIADB_ROOT_PASSWORD=secret', 'MARIADB_DATABASE=faafo'],
      HostConfig: { Binds: ['rows:/var/lib/mysql'] },
    };
    const databases = (name: string) =>
      client.exec(name, ['mariadb', '-uroot', '-psecret', '-e', 'SHOW DATABASES']);
    await client.run('first', order);
    await client.logged('first', 'ready for connections');
    expect(await databases('first')).toContain('faafo');
    await client.remove('first');
    await client.run('second', { ...order, Env: [] });
    await client.logged('second', 'ready for connections');
    expect(await databases('second')).toContain('faafo');
    await client.run('small', { ...order, HostConfig: { Memory: 20 * 1024 * 1024 } });
    const { State } = await client.inspect('small');
    expect(State).toMatchObject({ OOMKilled: true, ExitCode: 137 });
  });

  test('what is not simulated says so', async () => {
    await client.pull('python');
    expect(await client.output({ Image: 'python', Cmd: ['python3', '-c', 'print(1)'] })).toContain(
      'this container is simulated, and the simulation has no interpreter for Python',
    );
  });
});
