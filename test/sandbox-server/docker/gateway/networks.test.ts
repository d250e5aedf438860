import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Classroom, openClassroom } from './classroom.ts';
import { describeCommand } from './describe-engine.ts';

describeCommand('networks, volumes and events', () => {
  let room: Classroom;
  beforeAll(async () => {
    room = await openClassroom();
  });
  afterAll(async () => {
    expect(room.faults).toEqual([]);
    await room.close();
  });
  const ada = (line: string, input?: string) => room.ada.command(line.split(' '), input);
  const bob = (line: string, input?: string) => room.bob.command(line.split(' '), input);

  test('a network joins the learner’s containers by name, and nobody else’s', async () => {
    expect((await ada('network ls --format {{.Name}}')).out.trim().split('\n').sort()).toEqual([
      'bridge',
      'host',
      'none',
    ]);
    const made = await ada('network create --subnet 10.20.30.0/24 --label part=one back');
    expect(made).toMatchObject({ status: 0 });
    expect(await bob('network create back')).toMatchObject({ status: 0 });
    expect((await ada('network create back')).err).toContain('already exists');
    await ada('run -d --name one --network back --network-alias alias --ip 10.20.30.40 busybox sleep 1000');
    await bob('run -d --name one --network back busybox sleep 1000');
    expect((await ada('run --rm --network back busybox ping -c1 -w5 one')).out).toContain('10.20.30.40');
    expect((await ada('run --rm --network back busybox ping -c1 -w5 alias')).out).toContain('10.20.30.40');
    await ada('run -d --name two busybox sleep 1000');
    expect(await ada('network connect --alias second back two')).toMatchObject({ status: 0 });
    expect(await ada('exec one ping -c1 -w5 second')).toMatchObject({ status: 0 });
    expect(await ada('exec one ping -c1 -w5 two')).toMatchObject({ status: 0 });
    const network = await room.ada.docker.getNetwork('back').inspect();
    expect(
      Object.values(network.Containers ?? {})
        .map(({ Name }) => Name)
        .sort(),
    ).toEqual(['one', 'two']);
    expect(network).toMatchObject({ Name: 'back', Internal: false, Labels: { part: 'one' } });
    expect((await ada('network rm back')).err).toContain('has active endpoints');
    expect(await ada('network disconnect back two')).toMatchObject({ status: 0 });
    for (const reference of [made.out.trim(), made.out.slice(0, 12)]) {
      expect((await room.bob.call('GET', `/networks/${reference}`)).status).toBe(404);
      expect((await room.bob.call('DELETE', `/networks/${reference}`)).status).toBe(404);
      expect(
        (await room.bob.call('POST', `/networks/${reference}/connect`, { Container: 'one' })).status,
      ).toBe(404);
    }
    expect((await bob('run --rm --network back busybox ping -c1 -w1 10.20.30.40')).status).not.toBe(0);
    await ada('rm -f one two');
    expect((await ada('network prune -f')).out).toContain('back');
    expect((await bob('network ls --format {{.Name}}')).out).toContain('back');
    await bob('rm -f one');
  }, 90_000);

  test.each([
    [{ Name: 'x1', Driver: 'macvlan' }, 'bridge'],
    [{ Name: 'x1', Driver: 'overlay' }, 'bridge'],
    [{ Name: 'x1', Driver: 'host' }, 'bridge'],
    [{ Name: 'x1', Options: { 'com.docker.network.bridge.name': 'docker0' } }, 'options of the driver'],
    [{ Name: 'x1', Options: { 'com.docker.network.bridge.inhibit_ipv4': 'false' } }, 'options of the driver'],
    [{ Name: 'x1', ConfigFrom: { Network: 'x' } }, 'what is said'],
    [{ Name: 'x1', EnableIPv6: true }, 'IPv6'],
    [{ Name: 'x1', Ingress: true }, 'swarm'],
    [{ Name: 'x1', IPAM: { Config: [{ Subnet: '8.8.8.0/24' }] } }, 'private range'],
    [{ Name: 'x1', IPAM: { Config: [{ Subnet: '10.0.0.0/8' }] } }, 'private range'],
    [{ Name: 'x1', IPAM: { Driver: 'dhcp' } }, 'IPAM'],
    [{ Name: 'x1', Labels: { 'get-out-of-my-cloud.learner': 'x' } }, 'own'],
    [{ Name: 'bridge' }, 'already exists'],
    [{ Name: 'host' }, 'already exists'],
    [{ Name: 'a/b' }, 'allowed'],
    [{ Name: 'x1', driver: 'macvlan' }, 'not known'],
  ])('a network of %j is refused', async (order, told) => {
    const { status, message } = await room.ada.call('POST', '/networks/create', order);
    expect([400, 403, 409]).toContain(status);
    expect(message.toLowerCase()).toContain(told.toLowerCase());
  });

  test('the networks of the computer are nobody’s to join, to look into or to remove', async () => {
    const own = await room.engine.listNetworks();
    for (const { Id, Name } of own.filter(({ Driver }) => Driver === 'host' || Driver === 'null')) {
      expect((await room.ada.call('DELETE', `/networks/${Name}`)).status).toBe(403);
      expect((await room.ada.call('GET', `/networks/${Id}`)).status).toBe(404);
      expect((await room.ada.call('POST', `/networks/${Name}/connect`, { Container: 'x1' })).status).toBe(
        403,
      );
    }
    expect((await room.ada.call('DELETE', '/networks/bridge')).status).toBe(403);
  });

  test('volumes keep what containers write, each learner’s their own', async () => {
    for (const one of [ada, bob]) expect((await one('volume create data')).out).toBe('data\n');
    await room.ada.command([
      'run',
      '--rm',
      '-v',
      'data:/data',
      'busybox',
      'sh',
      '-c',
      'echo kept > /data/file',
    ]);
    expect((await ada('run --rm -v data:/x:ro busybox cat /x/file')).out).toBe('kept\n');
    expect((await bob('run --rm -v data:/x busybox ls /x')).out).toBe('');
    await ada('run -d --name with -v data:/data -v /anonymous busybox sleep 1000');
    expect((await ada('run --rm --volumes-from with busybox cat /data/file')).out).toBe('kept\n');
    const listed = (await ada('volume ls -q')).out.trim().split('\n');
    expect(listed).toHaveLength(2);
    const anonymous = listed.find((name) => name !== 'data') ?? '';
    expect((await room.bob.call('GET', `/volumes/${anonymous}`)).status).toBe(404);
    expect((await room.bob.call('DELETE', `/volumes/${anonymous}`)).status).toBe(404);
    expect((await ada('volume inspect -f {{.Mountpoint}} data')).out).toBe(
      '/var/lib/docker/volumes/data/_data\n',
    );
    expect((await ada('volume rm data')).err).toContain('volume is in use');
    await ada('rm -f -v with');
    expect((await ada('volume prune -f')).out).toContain('data');
    expect((await bob('volume ls -q')).out).toBe('data\n');
    const options = { Name: 'x1', DriverOpts: { type: 'none', o: 'bind', device: '/' } };
    expect(await room.ada.call('POST', '/volumes/create', options)).toMatchObject({ status: 403 });
    expect(await room.ada.call('POST', '/volumes/create', { Name: '../x' })).toMatchObject({ status: 400 });
  }, 90_000);

  test('events come as they happen, in the learner’s words, and nobody else’s', async () => {
    const since = Math.floor(Date.now() / 1000);
    const stream = await room.ada.docker.getEvents();
    let said = '';
    stream.on('data', (chunk: Buffer) => {
      said += String(chunk);
    });
    await bob('run --rm --name theirs busybox true');
    await ada('run --rm --name seen --label part=one busybox true');
    await ada('volume create seen-volume');
    await expect.poll(() => said).toContain('seen-volume');
    const events = said
      .trim()
      .split('\n')
      .map((line): { Type: string; Action: string; Actor: { Attributes: Record<string, string> } } =>
        JSON.parse(line),
      );
    const ofContainer = events.filter(({ Type }) => Type === 'container').map(({ Action }) => Action);
    for (const action of ['create', 'start', 'die', 'destroy']) expect(ofContainer).toContain(action);
    expect(events.find(({ Type }) => Type === 'container')?.Actor.Attributes).toMatchObject({
      name: 'seen',
      image: 'busybox',
      part: 'one',
    });
    expect(said).not.toContain('theirs');
    expect(said).not.toMatch(/l[0-9a-f]{12}|get-out-of-my-cloud/);
    const closed = once(stream, 'close');
    if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
    await closed;
    const filtered = await ada(
      `events --since ${since} --until ${Math.floor(Date.now() / 1000) + 1} --filter container=seen --filter event=start --format {{.Action}}`,
    );
    expect(filtered.out).toBe('start\n');
  }, 60_000);
});
