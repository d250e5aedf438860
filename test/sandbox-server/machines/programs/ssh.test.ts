import { afterEach, describe, expect, test } from 'vitest';
import { generateSshKey } from '../../../../sandbox-server/cloud/services/compute/ssh-key.ts';
import { systemPrograms } from '../../../../sandbox-server/machines/programs/system-programs.ts';
import { withoutEscapes } from '../../../../sandbox-server/machines/terminal/escapes.ts';
import { runLogin } from '../../../../sandbox-server/machines/terminal/interactive-shell.ts';
import { Tty } from '../../../../sandbox-server/machines/terminal/tty.ts';
import { Workstations } from '../../../../sandbox-server/machines/workstations.ts';
import { inShell, machineRoom, openGroup } from '../../../fakes/machine-room.ts';
import { MemoryDisks } from '../../../fakes/memory-disks.ts';
import { floatingTo, group, outward } from '../../../fakes/topology.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that knows the key of a learner, and the learner's own machine outside. */
async function cloudAndWorkstation() {
  const room = machineRoom();
  const { publicKey, privateKey } = await generateSshKey('learner');
  const server = await room.boot('app', '10.0.0.5', { project: 'p', keys: [publicKey] });
  const { network, clock } = room;
  const disks = new MemoryDisks();
  const make = () =>
    new Workstations({
      network,
      clock,
      disks,
      programs: systemPrograms,
      failed: (error) => room.faults.push(error),
    });
  const workstations = make();
  const own = workstations.of('p', { openrc: 'export OS_USERNAME=me\n' });
  return { room, server, workstations, own, privateKey, make };
}

/** From a server to its neighbour, where no floating IP is needed. */
async function neighbours() {
  const room = machineRoom();
  const { publicKey, privateKey } = await generateSshKey('learner');
  const from = await room.boot('one', '10.0.0.4');
  const to = await room.boot('app', '10.0.0.5', { keys: [publicKey] });
  from.writeText('/home/ubuntu/.ssh/id_rsa', privateKey, 0o600);
  return { room, from, to, privateKey };
}

const SSH = 'ssh -o StrictHostKeyChecking=accept-new';

describe('ssh', () => {
  test('runs a command on a machine that knows the key, and ends with its code', async () => {
    const { from } = await neighbours();
    const { text, code } = await inShell(from, `${SSH} ubuntu@app 'hostname; whoami; exit 3'`, 'ubuntu');
    expect(text).toBe(
      "Warning: Permanently added '10.0.0.5' (ED25519) to the list of known hosts.\napp\nubuntu\n",
    );
    expect(code).toBe(3);
  });

  test.each([
    ['a name that nobody knows', 'ubuntu@nowhere', 'Could not resolve hostname nowhere'],
    ['a port where nobody listens', '-p 2222 ubuntu@app', 'port 2222: Connection timed out'],
    ['a user who is not there', 'nobody@app', 'nobody@app: Permission denied (publickey).'],
    ['a user who has no keys', 'root@app', 'root@app: Permission denied (publickey).'],
    ['a key that is not at hand', '-i /tmp/other ubuntu@app', 'Permission denied (publickey).'],
  ])('says what a real one says of %s', async (_what, destination, words) => {
    const { from } = await neighbours();
    const { text, code } = await inShell(from, `${SSH} ${destination} true`, 'ubuntu');
    expect(text).toContain(words);
    expect(code).toBe(255);
  });

  test('does not use a key that others may read', async () => {
    const { from } = await neighbours();
    const { text } = await inShell(from, `chmod 644 ~/.ssh/id_rsa; ${SSH} ubuntu@app true`, 'ubuntu');
    expect(text).toContain('UNPROTECTED PRIVATE KEY FILE');
    expect(text).toContain('Permission denied');
  });

  test('warns of a machine that has become another', async () => {
    const { from, to } = await neighbours();
    await inShell(from, `${SSH} ubuntu@app true`, 'ubuntu');
    to.writeText(
      '/etc/ssh/ssh_host_ed25519_key.pub',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOther root@app\n',
    );
    const { text } = await inShell(from, `${SSH} ubuntu@app true`, 'ubuntu');
    expect(text).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
  });

  test('uses a pair that ssh-keygen made', async () => {
    const { from, to } = await neighbours();
    const made = await inShell(
      from,
      'ssh-keygen -t ed25519 -N "" -f ~/.ssh/id_ed25519 && rm ~/.ssh/id_rsa && cat ~/.ssh/id_ed25519.pub',
      'ubuntu',
    );
    const [publicKey = ''] = /ssh-ed25519 .*/.exec(made.text) ?? [];
    to.writeText('/home/ubuntu/.ssh/authorized_keys', `${publicKey}\n`, 0o600);
    expect((await inShell(from, `${SSH} ubuntu@app hostname`, 'ubuntu')).text).toContain('\napp\n');
    expect((await inShell(from, 'ssh-keygen -y', 'ubuntu')).text.trim()).toBe(publicKey.replace(/ \S+$/, ''));
  });

  test('gives a shell in the terminal, asks about the host first, and comes back', async () => {
    const { from } = await neighbours();
    let printed = '';
    let listener = (): void => undefined;
    const tty = new Tty({ columns: 80, rows: 24 }, (text) => {
      printed += withoutEscapes(text).replaceAll('\r', '');
      listener();
    });
    const shown = (pattern: RegExp): Promise<void> =>
      new Promise((resolve) => {
        listener = () => {
          if (pattern.test(printed)) resolve();
        };
        listener();
      });
    const ending = new AbortController();
    closing.push(() => ending.abort(new Error('the test is over')));
    runLogin({ machine: from, user: from.user('ubuntu'), tty, signal: ending.signal }).catch(() => undefined);
    tty.feed('ssh ubuntu@app\r');
    await shown(/continue connecting \(yes\/no\)\? $/);
    tty.feed('yes\r');
    await shown(/ubuntu@app:~\$ $/);
    tty.feed('hostname; exit\r');
    await shown(/\napp\n[\s\S]*Connection to app closed\.\nubuntu@one:~\$ $/);
  });
});

describe('a learner’s own machine', () => {
  test('is outside: it does not see the servers’ own addresses, and no neighbour’s name', async () => {
    const { own } = await cloudAndWorkstation();
    const { text } = await inShell(
      own,
      `${SSH} -o ConnectTimeout=5 ubuntu@10.0.0.5 true; ssh ubuntu@app true`,
    );
    expect(text).toContain('Network is unreachable');
    expect(text).toContain('Could not resolve hostname app');
  });

  test('knocks in vain while no rule lets ssh in, says so, and gets in when one does', async () => {
    const { room, own, privateKey } = await cloudAndWorkstation();
    own.writeText('/home/learner/.ssh/id_rsa', privateKey, 0o600);
    const floatingIps = [floatingTo('203.0.113.10', 'app', '10.0.0.5')];
    const enter = () => inShell(own, `${SSH} ubuntu@203.0.113.10 hostname`);
    room.rewire({ floatingIps, groups: [group('open', outward)] });
    const start = room.clock.now();
    expect(await enter()).toEqual({
      text: 'ssh: connect to host 203.0.113.10 port 22: Connection timed out\n',
      code: 255,
    });
    expect(room.clock.now() - start).toBe(30_000);
    room.rewire({ floatingIps, groups: [openGroup] });
    expect((await enter()).text).toMatch(/known hosts\.\napp\n$/);
    room.rewire({ floatingIps, groups: [group('open', outward)] });
    expect((await enter()).text).toContain('Connection timed out');
  });

  test('keeps its files until the cloud is reset', async () => {
    const { own, make, workstations } = await cloudAndWorkstation();
    await inShell(own, 'echo kept > ~/note; source ~/openrc; echo $OS_USERNAME');
    expect(make().of('p', {}).readText('/home/learner/note')).toBe('kept\n');
    workstations.reset('p');
    const { text } = await inShell(make().of('p', {}), 'ls ~');
    expect(text).toBe('README\n');
  });
});
