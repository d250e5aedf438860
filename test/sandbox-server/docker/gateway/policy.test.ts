import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Classroom, openClassroom } from './classroom.ts';
import { describeEngine } from './describe-engine.ts';

const gibibyte = 2 ** 30;
const order = { Image: 'busybox', Cmd: ['true'] };

/** What somebody may try with `HostConfig`, by the rule that it would break, and what they are told. */
const forbidden: Record<string, [tried: object, told: string][]> = {
  'no privileged containers': [
    [{ Privileged: true }, 'Privileged'],
    [{ Privileged: 'true' }, 'Privileged'],
  ],
  'no folders of the host': [
    [{ Binds: ['/:/host'] }, 'folder / of this computer'],
    [{ Binds: ['/var/run/docker.sock:/s:ro'] }, 'of this computer'],
    [{ Binds: ['./x:/s'] }, 'of this computer'],
    [{ Binds: ['..:/s'] }, 'of this computer'],
    [{ Binds: ['~root:/s'] }, 'of this computer'],
    [{ Binds: ['data:/s:shared'] }, 'invalid mode'],
    [{ Mounts: [{ Type: 'bind', Source: '/', Target: '/host' }] }, 'Mounts.0.Type'],
    [{ Mounts: [{ Type: 'npipe', Source: '/', Target: '/host' }] }, 'Mounts.0.Type'],
    [{ Mounts: [{ Type: 'volume', Source: '/etc', Target: '/host' }] }, 'invalid volume name'],
    [{ Mounts: [{ Type: 'volume', Source: '../x', Target: '/host' }] }, 'invalid volume name'],
    [
      {
        Mounts: [
          {
            Type: 'volume',
            Target: '/x',
            VolumeOptions: {
              DriverConfig: { Name: 'local', Options: { type: 'none', o: 'bind', device: '/' } },
            },
          },
        ],
      },
      'could mount folders',
    ],
    [
      { Mounts: [{ Type: 'volume', Target: '/x', VolumeOptions: { DriverConfig: { Name: 'rexray' } } }] },
      'driver “local”',
    ],
    [{ Mounts: [{ Type: 'volume', Target: '/x', BindOptions: { Propagation: 'shared' } }] }, 'BindOptions'],
    [{ Mounts: [{ Type: 'tmpfs', Source: '/etc', Target: '/x' }] }, 'Source must not'],
    [{ VolumeDriver: 'rexray', Binds: ['a1:/x'] }, 'driver “local”'],
    [{ VolumesFrom: ['0123456789ab'] }, 'No such container'],
  ],
  'no devices': [
    [
      { Devices: [{ PathOnHost: '/dev/kvm', PathInContainer: '/dev/kvm', CgroupPermissions: 'rwm' }] },
      'devices',
    ],
    [{ DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }] }, 'graphics'],
    [{ DeviceCgroupRules: ['a *:* rwm'] }, 'devices'],
    [{ BlkioDeviceReadBps: [{ Path: '/dev/sda', Rate: 1 }] }, 'devices'],
  ],
  'no name space of the host': [
    [{ PidMode: 'host' }, 'processes'],
    [{ PidMode: 'container:0123456789ab' }, 'No such container'],
    [{ IpcMode: 'host' }, 'ipc'],
    [{ UTSMode: 'host' }, 'uts'],
    [{ UsernsMode: 'host' }, 'users'],
    [{ CgroupnsMode: 'host' }, 'control groups'],
    [{ CgroupParent: '/' }, 'CgroupParent'],
    [{ NetworkMode: 'container:0123456789ab' }, 'No such container'],
    [{ NetworkMode: 'docker0' }, 'network docker0 not found'],
  ],
  'capabilities of a list only': [
    [{ CapAdd: ['SYS_ADMIN'] }, 'SYS_ADMIN'],
    [{ CapAdd: ['CAP_NET_ADMIN'] }, 'NET_ADMIN'],
    [{ CapAdd: ['sys_ptrace'] }, 'SYS_PTRACE'],
    [{ CapAdd: ['ALL'] }, 'ALL'],
    [{ CapAdd: ['MKNOD'] }, 'MKNOD'],
  ],
  'no confinement put off': [
    [{ SecurityOpt: ['seccomp=unconfined'] }, 'seccomp'],
    [{ SecurityOpt: ['seccomp:{"defaultAction":"SCMP_ACT_ALLOW"}'] }, 'seccomp'],
    [{ SecurityOpt: ['apparmor=unconfined'] }, 'AppArmor'],
    [{ SecurityOpt: ['label=disable'] }, 'label'],
    [{ SecurityOpt: ['no-new-privileges:false'] }, 'no-new-privileges'],
    [{ SecurityOpt: ['systempaths=unconfined'] }, 'systempaths'],
    [{ MaskedPaths: [] }, 'masked'],
    [{ ReadonlyPaths: [] }, 'read-only'],
    [{ Runtime: 'runsc' }, 'runc'],
    [{ Annotations: { x: 'y' } }, 'Annotations'],
    [{ Sysctls: { 'kernel.core_pattern': '|/x' } }, 'kernel.core_pattern'],
    [{ Sysctls: { 'net.ipv6.conf.all.disable_ipv6': '0' } }, 'net.ipv6'],
    [{ OomKillDisable: true }, 'OomKillDisable'],
    [{ OomScoreAdj: -1000 }, 'OomScoreAdj'],
  ],
  'no more than a share': [
    [{ Memory: 64 * gibibyte }, 'Memory'],
    [{ NanoCpus: 64e9 }, 'Processors'],
    [{ CpuQuota: 6_400_000, CpuPeriod: 100_000 }, 'Processors'],
    [{ PidsLimit: 100_000 }, 'Processes'],
    [{ Ulimits: [{ Name: 'nofile', Soft: 1_048_576, Hard: 1_048_576 }] }, 'nofile'],
    [{ Ulimits: [{ Name: 'nofile', Soft: -1, Hard: -1 }] }, 'nofile'],
    [{ Tmpfs: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`/t${index}`, ''])) }, 'tmpfs'],
    [{ LogConfig: { Type: 'syslog', Config: { 'syslog-address': 'udp://1.1.1.1' } } }, 'LogConfig'],
    [{ LogConfig: { Type: 'json-file', Config: { tag: 'x' } } }, 'tag'],
    [{ KernelMemory: 1 }, 'KernelMemory'],
    [{ CpuRealtimeRuntime: 1 }, 'real-time'],
  ],
  'names of fields to the letter': [
    [{ privileged: true }, 'privileged is not known'],
    [{ PRIVILEGED: true }, 'not known'],
    [{ binds: ['/:/host'] }, 'binds is not known'],
    [{ Whatever: { deep: true } }, 'Whatever is not known'],
  ],
};

const seen = z.object({
  Config: z.looseObject({}),
  HostConfig: z.looseObject({}),
  Mounts: z.array(z.looseObject({})),
});

describeEngine('the gateway’s policy:', () => {
  let room: Classroom;
  beforeAll(async () => {
    room = await openClassroom();
  });
  afterAll(() => room.close());

  test.each(Object.entries(forbidden))('%s', async (_rule, cases) => {
    for (const [HostConfig, told] of cases) {
      const { status, message } = await room.ada.call('POST', '/containers/create?name=bad', {
        ...order,
        HostConfig,
      });
      expect([400, 403, 404], `${JSON.stringify(HostConfig)}: ${status} ${message}`).toContain(status);
      expect(message).toContain(told);
    }
    expect(await room.ada.docker.listContainers({ all: true })).toEqual([]);
  });

  test('what stands beside HostConfig is read to the letter too', async () => {
    for (const [tried, told] of [
      [{ hostconfig: { Privileged: true } }, 'hostconfig is not known'],
      [{ HostConfig: {}, hostConfig: { Privileged: true } }, 'hostConfig is not known'],
      [{ Labels: { 'get-out-of-my-cloud.learner': 'x' } }, 'own'],
      [{ NetworkingConfig: { EndpointsConfig: { host: {} } } }, 'host not found'],
      [{ NetworkingConfig: { EndpointsConfig: { bridge: { DriverOpts: { x: 'y' } } } } }, 'driver'],
      [{ Image: '../x' }, 'invalid reference'],
      [{ Image: 'workbook-tests/private:1' }, 'No such image'],
    ] as const) {
      const { status, message } = await room.ada.call('POST', '/containers/create', { ...order, ...tried });
      expect([400, 403, 404], JSON.stringify(tried)).toContain(status);
      expect(message).toContain(told);
    }
  });

  test('of what is sent twice in a body, the engine gets what was checked, and nothing else', async () => {
    const body =
      '{"Image":"busybox","Cmd":["true"],"HostConfig":{"Privileged":true},"HostConfig":{"Privileged":false,"Memory":67108864}}';
    const answer = await room.ada.raw(
      `POST {path}/v1.41/containers/create?name=twice HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer).toContain('HTTP/1.1 201');
    const { Id } = await room.ada.docker.getContainer('twice').inspect();
    const { HostConfig } = seen.parse(await room.engine.getContainer(Id).inspect());
    expect(HostConfig).toMatchObject({ Privileged: false, Memory: 64 << 20 });
    await room.ada.docker.getContainer(Id).remove();
  });

  test('whoever asks for nothing is bounded all the same: the engine says so', async () => {
    const made = await room.ada.docker.createContainer({
      ...order,
      Volumes: { '/data': {} },
      HostConfig: { Binds: ['kept:/kept'], Tmpfs: { '/t': 'size=99g,suid' }, ShmSize: 99 * gibibyte },
    });
    const { HostConfig, Mounts } = seen.parse(await room.engine.getContainer(made.id).inspect());
    expect(HostConfig).toMatchObject({
      Memory: 256 << 20,
      MemorySwap: 256 << 20,
      NanoCpus: 1e9,
      PidsLimit: 128,
      Privileged: false,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      IpcMode: 'private',
      PidMode: '',
      LogConfig: { Type: 'json-file', Config: { 'max-size': String(4 << 20), 'max-file': '2' } },
      ShmSize: 128 << 20,
      Tmpfs: { '/t': `nosuid,nodev,size=${128 << 20}` },
      Devices: null,
      PortBindings: null,
    });
    expect(HostConfig.CapAdd).not.toContain('CAP_MKNOD');
    expect(Mounts.map(({ Type }) => Type)).toEqual(['volume', 'volume']);
    await made.remove({ v: true });
  });

  test('a container reaches its neighbours, and neither this computer nor anything beyond', async () => {
    const addresses = [
      '$(ip route | sed -n "s/default via \\([^ ]*\\).*/\\1/p")',
      '172.17.0.1',
      '169.254.169.254',
      '1.1.1.1',
    ];
    const tries = addresses.map(
      (each) =>
        `timeout 2 nc -w1 ${each} ${new URL('http://127.0.0.1:4321').port} </dev/null && echo OPEN; ping -c1 -w1 ${each} >/dev/null && echo PING`,
    );
    const made = await room.ada.docker.createContainer({
      Image: 'busybox',
      Tty: true,
      Cmd: ['sh', '-c', `${tries.join(' ')} wait; nslookup example.com 2>&1 | sed s/^/said:/; echo done`],
    });
    await made.start();
    await made.wait();
    const said = String(await made.logs({ stdout: true }));
    expect(said).toContain('done');
    expect(said).not.toMatch(/OPEN|PING/);
    expect(said).toMatch(/SERVFAIL|can't|timed out|REFUSED/);
    await made.remove();
  });

  test('what its own root may do is little: no device, no mount, no other host’s name', async () => {
    const script =
      'mknod /d b 8 0 || echo no-device; mount -t tmpfs x /mnt || echo no-mount; hostname x || echo no-name; grep NoNewPrivs /proc/self/status; id -u';
    const made = await room.ada.docker.createContainer({
      Image: 'busybox',
      Tty: true,
      Cmd: ['sh', '-c', script],
    });
    await made.start();
    await made.wait();
    const said = String(await made.logs({ stdout: true }));
    for (const part of ['no-device', 'no-mount', 'no-name', '\t1']) expect(said).toContain(part);
    await made.remove();
  });

  test('no program gets more rights than its container, and no exec is privileged', async () => {
    const made = await room.ada.docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '100'] });
    await made.start();
    const { status, message } = await room.ada.call('POST', `/containers/${made.id}/exec`, {
      Cmd: ['sh'],
      Privileged: true,
    });
    expect([status, message]).toEqual([
      403,
      'Privileged: no program runs with more rights than its container has',
    ]);
    await made.remove({ force: true });
  });

  test('answers say nothing of this computer', async () => {
    const made = await room.ada.docker.createContainer({ ...order, HostConfig: { Binds: ['kept:/kept'] } });
    const texts = [
      JSON.stringify(await made.inspect()),
      JSON.stringify(await room.ada.docker.info()),
      JSON.stringify(await room.ada.docker.version()),
      JSON.stringify(await room.ada.docker.listContainers({ all: true })),
    ].join('\n');
    const info = z
      .object({ DockerRootDir: z.string(), Name: z.string(), ID: z.string() })
      .parse(await room.engine.info());
    const { Mounts } = await room.engine.getContainer(made.id).inspect();
    for (const secret of [
      info.DockerRootDir,
      info.ID,
      Mounts[0]?.Source ?? '?',
      'get-out-of-my-cloud',
      'overlay2/',
    ])
      if (secret !== '/var/lib/docker') expect(texts).not.toContain(secret);
    expect(texts).not.toMatch(/l[0-9a-f]{12}-/);
    await made.remove({ v: true });
  });
});
