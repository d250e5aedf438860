import { describe, expect, test } from 'vitest';
import { asRoot, inShell, machineRoom } from '../../../fakes/machine-room.ts';

const OUTPUT_LOG = '/var/log/cloud-init-output.log';
const boot = (userData: string | null, given = {}) =>
  machineRoom().boot('app', '10.0.0.5', { userData, ...given });

describe('a boot', () => {
  test('tells its story on the console, from the kernel to the login prompt', async () => {
    const text = (await boot(null)).console.read();
    const order = [
      'Linux version',
      "running 'init-local'",
      'ci-info: |  ens3  | True | 10.0.0.5',
      'SSH HOST KEY',
      'Started ssh.service',
      "running 'modules:final'",
      'Cloud-init v. 24.4 finished at',
      'app login: ',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test("gives the up-time in cloud-init's last line", async () => {
    const text = (await boot('#!/bin/bash\nsleep 30\n')).console.read();
    const seconds = Number(text.match(/finished at .* Up (\d+\.\d\d) seconds/)?.[1]);
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThan(35);
  });

  test('runs a script of user data as root, its output on the console and in the log', async () => {
    const machine = await boot('#!/usr/bin/env bash\necho "I am $(whoami) in $PWD"\nnosuch\n');
    const expected = 'I am root in /\nbash: nosuch: command not found\n';
    expect(machine.console.read()).toContain(expected);
    expect(machine.readText(OUTPUT_LOG)).toContain(expected);
  });

  test('says when the script failed, and comes up all the same', async () => {
    const text = (await boot('#!/bin/bash\nexit 7\n')).console.read();
    expect(text).toContain(
      '[WARNING]: Failed to run module scripts_user: /var/lib/cloud/instance/scripts/part-001 exited with 7',
    );
    expect(text).toMatch(/login: $/);
  });

  test('ends user data that never ends', async () => {
    const room = machineRoom({ limits: { userData: 40_000 } });
    const machine = await room.boot('app', '10.0.0.5', {
      userData: '#!/bin/bash\nwhile true; do sleep 10; done\n',
    });
    expect(machine.console.read()).toContain('part-001 was ended: it took longer than');
  });

  test.each([
    ['#!/usr/bin/python3\nprint(1)\n', "cannot run '/usr/bin/python3'"],
    ['echo hello\n', 'it begins neither with #! nor with #cloud-config'],
    ['#cloud-config\npackages: 7\n', 'Invalid cloud-config provided: packages: '],
    ['#cloud-config\n\t: [\n', 'Invalid cloud-config provided: '],
  ])('explains user data that it cannot follow: %j', async (userData, words) => {
    const text = (await boot(userData)).console.read();
    expect(text).toContain(words);
    expect(text).toMatch(/login: $/);
  });

  test('lets the holder of the key in, and names the machine', async () => {
    const machine = await boot(null, { hostname: 'controller' });
    const { text } = await inShell(
      machine,
      'hostname; cat ~/.ssh/authorized_keys; grep 127.0.1.1 /etc/hosts',
    );
    expect(text).toBe(
      'controller\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDemo learner\n127.0.1.1 controller\n',
    );
  });

  test.each([
    ['debian-12', 'debian', 'ID=debian'],
    ['ubuntu-24.04', 'ubuntu', 'ID=ubuntu'],
    ['cirros-0.6.3', 'cirros', 'ID=cirros'],
  ])('of %s has its user %s', async (name, user, id) => {
    const machine = await boot(null, { image: { id: 'i', name } });
    expect((await inShell(machine, 'whoami; cat /etc/os-release')).text).toMatch(
      new RegExp(`^${user}\\n[\\s\\S]*${id}\\n`),
    );
  });
});

describe('#cloud-config', () => {
  test('installs packages, writes files and runs commands, in that order', async () => {
    const machine = await boot(`#cloud-config
hostname: renamed
packages: [supervisor]
write_files:
  - path: /etc/demo/plain
    content: |
      one
    permissions: '0600'
  - path: /etc/demo/coded
    encoding: b64
    content: ${btoa('two')}
runcmd:
  - echo "shell $((1+1))" > /tmp/ran
  - [sh, -c, 'cat /etc/demo/plain >> /tmp/ran']
  - [echo, "it's", done]
final_message: all is well
`);
    expect(machine.readText('/tmp/ran')).toBe('shell 2\none\n');
    expect(machine.readText('/etc/demo/coded')).toBe('two');
    expect(machine.tree.get('/etc/demo/plain', 'test').entry.mode).toBe(0o600);
    expect(machine.packages.isInstalled('supervisor')).toBe(true);
    expect(machine.console.read()).toMatch(
      /Setting up supervisor[\s\S]*it's done\nall is well\n[\s\S]*renamed login: $/,
    );
  });
});

describe('the metadata service', () => {
  const ask = async (path: string): Promise<string> => {
    const machine = await boot('#!/bin/sh\ntrue\n', { metadata: { role: 'web' } });
    return (await asRoot(machine, `curl -s http://169.254.169.254${path}`)).text;
  };

  test('describes the server as Nova does', async () => {
    expect(JSON.parse(await ask('/openstack/latest/meta_data.json'))).toMatchObject({
      uuid: 'app',
      name: 'app',
      meta: { role: 'web' },
      project_id: 'p',
      availability_zone: 'nova',
      keys: [{ name: 'learner', type: 'ssh' }],
    });
  });

  test.each([
    ['/openstack/latest/user_data', '#!/bin/sh\ntrue\n'],
    ['/latest/meta-data/local-ipv4', '10.0.0.5'],
    ['/latest/meta-data/public-keys/0/openssh-key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDemo learner'],
    ['/latest/meta-data/placement/', 'availability-zone'],
    ['/latest/meta-data/toString', '404 Not Found\n\nThe resource could not be found.\n'],
  ])('answers %s', async (path, expected) => {
    expect(await ask(path)).toBe(expected);
  });

  test('answers each machine with what is its own', async () => {
    const room = machineRoom();
    const [one, two] = [await room.boot('one', '10.0.0.5'), await room.boot('two', '10.0.0.6')];
    const line = 'curl -s http://169.254.169.254/latest/meta-data/local-ipv4';
    expect([(await asRoot(one, line)).text, (await asRoot(two, line)).text]).toEqual([
      '10.0.0.5',
      '10.0.0.6',
    ]);
  });
});
