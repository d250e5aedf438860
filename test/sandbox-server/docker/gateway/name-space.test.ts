import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Classroom, openClassroom } from './classroom.ts';
import { describeEngine } from './describe-engine.ts';

const sleeping = { Image: 'busybox', Cmd: ['sleep', '1000'], name: 'same' };

describeEngine('two learners on one engine', () => {
  let room: Classroom;
  let ofAda: { id: string; exec: string };
  beforeAll(async () => {
    room = await openClassroom();
    const container = await room.ada.docker.createContainer(sleeping);
    await container.start();
    const exec = await container.exec({ Cmd: ['true'] });
    ofAda = { id: container.id, exec: exec.id };
  });
  afterAll(() => room.close());

  test('may use the same names, and each sees their own', async () => {
    const own = await room.bob.docker.createContainer(sleeping);
    const found = await room.bob.docker.getContainer('same').inspect();
    expect(found.Id).toBe(own.id);
    expect((await room.bob.docker.listContainers({ all: true })).map(({ Id }) => Id)).toEqual([own.id]);
    expect((await room.ada.docker.listContainers({ all: true })).map(({ Id }) => Id)).toEqual([ofAda.id]);
    await own.remove();
  });

  const calls: [method: string, path: string, body?: object][] = [
    ['GET', '/containers/{}/json'],
    ['POST', '/containers/{}/start'],
    ['POST', '/containers/{}/stop?t=0'],
    ['POST', '/containers/{}/restart?t=0'],
    ['POST', '/containers/{}/kill'],
    ['POST', '/containers/{}/pause'],
    ['POST', '/containers/{}/unpause'],
    ['POST', '/containers/{}/rename?name=mine'],
    ['POST', '/containers/{}/resize?h=1&w=1'],
    ['POST', '/containers/{}/wait'],
    ['POST', '/containers/{}/attach?stream=1&stdout=1'],
    ['POST', '/containers/{}/update', { Memory: 1 << 26 }],
    ['POST', '/containers/{}/exec', { Cmd: ['sh'] }],
    ['GET', '/containers/{}/logs?stdout=1'],
    ['GET', '/containers/{}/stats?stream=0'],
    ['GET', '/containers/{}/top'],
    ['GET', '/containers/{}/changes'],
    ['GET', '/containers/{}/export'],
    ['GET', '/containers/{}/archive?path=/etc'],
    ['PUT', '/containers/{}/archive?path=/etc'],
    ['DELETE', '/containers/{}?force=1'],
  ];

  test.each(calls)(
    '%s %s finds nothing of another learner’s, by whatever reference',
    async (method, path, body) => {
      const { Name } = await room.engine.getContainer(ofAda.id).inspect();
      for (const reference of [
        ofAda.id,
        ofAda.id.slice(0, 12),
        ofAda.id.slice(0, 1),
        Name.slice(1),
        'same',
      ]) {
        const { status, message } = await room.bob.call(method, path.replace('{}', reference), body);
        expect(status, `${reference}: ${message}`).toBe(404);
        expect(message.toLowerCase()).toContain('no such container');
        expect(message).not.toMatch(/l[0-9a-f]{12}-/);
      }
      expect((await room.engine.getContainer(ofAda.id).inspect()).State.Running).toBe(true);
    },
  );

  test('cannot reach an execution, name spaces, volumes or networks of each other', async () => {
    for (const [method, path] of [
      ['GET', 'json'],
      ['POST', 'start'],
      ['POST', 'resize?h=1&w=1'],
    ] as const)
      expect(
        (await room.bob.call(method, `/exec/${ofAda.exec}/${path}`, method === 'POST' ? {} : undefined))
          .status,
      ).toBe(404);
    for (const HostConfig of [
      { NetworkMode: `container:${ofAda.id}` },
      { PidMode: `container:${ofAda.id}` },
      { IpcMode: `container:${ofAda.id}` },
      { VolumesFrom: [ofAda.id] },
      { VolumesFrom: ['same'] },
    ]) {
      const { status } = await room.bob.call('POST', '/containers/create', { Image: 'busybox', HostConfig });
      expect(status, JSON.stringify(HostConfig)).toBe(404);
    }
    const { NetworkSettings } = await room.engine.getContainer(ofAda.id).inspect();
    for (const [name, { NetworkID }] of Object.entries(NetworkSettings.Networks))
      for (const NetworkMode of [name, NetworkID, NetworkID.slice(0, 12)])
        expect(
          (
            await room.bob.call('POST', '/containers/create', {
              Image: 'busybox',
              HostConfig: { NetworkMode },
            })
          ).status,
        ).toBe(404);
  });

  test('do not reach the container that plays the other’s host, nor their own, which is no container of theirs', async () => {
    const host = await room.ada.docker.createContainer({
      ...sleeping,
      name: 'on-host',
      HostConfig: { NetworkMode: 'host' },
    });
    const { HostConfig } = await room.engine.getContainer(host.id).inspect();
    const playing = HostConfig.NetworkMode?.replace('container:', '') ?? '';
    for (const learner of [room.ada, room.bob])
      for (const reference of [playing, playing.slice(0, 12)]) {
        expect((await learner.call('GET', `/containers/${reference}/json`)).status).toBe(404);
        expect((await learner.call('POST', `/containers/${reference}/exec`, { Cmd: ['sh'] })).status).toBe(
          404,
        );
      }
    expect((await host.inspect()).HostConfig.NetworkMode).toBe('host');
    await host.remove();
  }, 90_000);

  test('filters and labels find nothing of another’s', async () => {
    for (const filters of [{ id: [ofAda.id] }, { name: ['.*'] }, { label: [] }, { status: ['running'] }])
      expect(await room.bob.docker.listContainers({ all: true, filters: JSON.stringify(filters) })).toEqual(
        [],
      );
    const { status } = await room.bob.call(
      'GET',
      `/containers/json?filters=${encodeURIComponent('{"label":["get-out-of-my-cloud.learner=x"]}')}`,
    );
    expect(status).toBe(400);
  });

  test('the removal of one’s things leaves the other’s, and things of nobody here', async () => {
    const foreign = await room.engine.createContainer({ Image: 'busybox', Cmd: ['true'] });
    await room.bob.docker.createContainer({ ...sleeping, HostConfig: { Binds: ['data:/data'] } });
    await room.bob.removeAll();
    expect(await room.bob.docker.listContainers({ all: true })).toEqual([]);
    expect((await room.ada.docker.getContainer('same').inspect()).State.Running).toBe(true);
    await foreign.inspect();
    await foreign.remove();
  });

  test('after a crash, the next start keeps what is a learner’s, and removes what is nobody’s any more', async () => {
    const left = await room.bob.docker.createContainer({
      ...sleeping,
      HostConfig: { Binds: ['data:/data'] },
    });
    const { Mounts } = await room.engine.getContainer(left.id).inspect();
    await room.restart('bob');
    await expect(room.engine.getContainer(left.id).inspect()).rejects.toThrow('No such container');
    await expect(room.engine.getVolume(Mounts[0]?.Name ?? '').inspect()).rejects.toThrow('no such volume');
    expect((await room.ada.docker.getContainer('same').inspect()).State.Running).toBe(true);
  });
});
