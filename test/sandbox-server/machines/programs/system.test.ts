import { describe, expect, test } from 'vitest';
import { asRoot, inShell, machineRoom } from '../../../fakes/machine-room.ts';

const boot = () =>
  machineRoom().boot('app', '10.0.0.5', { flavor: { name: 'm1.medium', vcpus: 2, ram: 4096, disk: 40 } });

describe('apt-get', () => {
  test('turns what it installs into commands, at once and in the same script', async () => {
    const machine = await boot();
    expect(await asRoot(machine, 'faafo --version')).toEqual({
      text: 'bash: faafo: command not found\n',
      code: 127,
    });
    const { text } = await asRoot(
      machine,
      'apt-get update; apt-get install -y supervisor; command -v supervisorctl && supervisorctl status; echo $?',
    );
    expect(text).toMatch(
      /The following NEW packages will be installed:\n {2}supervisor\n[\s\S]*Setting up supervisor[\s\S]*\/usr\/bin\/supervisorctl\n3\n$/,
    );
    expect((await asRoot(machine, 'apt-get install -y supervisor')).text).toContain(
      'supervisor is already the newest version',
    );
  });

  test('removes commands again', async () => {
    const machine = await boot();
    await asRoot(machine, 'apt-get install -y supervisor; apt-get remove -y supervisor');
    expect((await asRoot(machine, 'supervisorctl status; dpkg -l supervisor | grep -c ^ii')).text).toBe(
      'bash: supervisorctl: command not found\n0\n',
    );
  });

  test('knows no other packages, and needs root and a way to its archive', async () => {
    const room = machineRoom();
    const machine = await room.boot('app', '10.0.0.5');
    expect(await asRoot(machine, 'apt-get install -y emacs')).toMatchObject({
      code: 100,
      text: expect.stringContaining('E: Unable to locate package emacs\n'),
    });
    expect((await inShell(machine, 'apt-get install git')).text).toContain('are you root?');
    room.rewire({ routers: [] });
    const cut = await asRoot(machine, 'apt-get install -y git');
    expect(cut.code).toBe(100);
    expect(cut.text).toContain("Temporary failure resolving 'archive.ubuntu.com'");
    expect(machine.packages.isInstalled('git')).toBe(false);
  });

  test('is not on an image without packages', async () => {
    const machine = await machineRoom().boot('app', '10.0.0.5', { image: { id: 'c', name: 'cirros-0.6.3' } });
    expect((await asRoot(machine, 'apt-get update')).code).toBe(127);
  });
});

describe('the programs of a machine', () => {
  test.each([
    ['whoami; id -u', 'ubuntu\n1000\n'],
    ['sudo whoami; sudo -u ubuntu whoami', 'root\nubuntu\n'],
    ["sudo A=1 sh -c 'echo $A $SUDO_USER'", '1 ubuntu\n'],
    ['nproc; uname -sm; hostname; hostname -I', '2\nLinux x86_64\napp\n10.0.0.5 \n'],
    ['free -m | head -n 2 | tail -n 1 | cut -c 1-20', 'Mem:            4096\n'],
    ['date -u +%Y-%m-%d', '2026-01-01\n'],
    ['kill 99999', 'kill: (99999) - No such process\n'],
    ['kill 1', 'kill: (1) - Operation not permitted\n'],
    ['ss -ltn | tail -n 1', 'LISTEN  0       128              0.0.0.0:22         0.0.0.0:*\n'],
    ['ip route | head -n 1', 'default via 10.0.0.1 dev ens3 proto dhcp src 10.0.0.5 metric 100\n'],
    ['ping -c 1 nowhere.example', 'ping: nowhere.example: Name or service not known\n'],
    ['sudo logger -t demo noted; journalctl -n 1 | cut -d: -f4', ' noted\n'],
    ['cloud-init status', 'status: done\n'],
    ['nothing-of-the-kind', 'bash: nothing-of-the-kind: command not found\n'],
  ])('%s', async (line, expected) => {
    expect((await inShell(await boot(), line)).text).toBe(expected);
  });

  test("ps and top show the machine's own processes, and no other", async () => {
    const machine = await boot();
    const { text } = await inShell(machine, 'sleep 50 & ps aux; top -b -n1');
    expect(text).toMatch(/root +1 .* \/sbin\/init\n/);
    expect(text).toMatch(/ubuntu .* sleep 50\n/);
    expect(text).toMatch(/^Tasks: \d+ total, 0 running/m);
    expect(text).not.toMatch(/node|vitest/);
  });

  test('kill ends a process', async () => {
    const machine = await boot();
    expect((await inShell(machine, 'sleep 100000 & kill $!; wait $!; echo $?')).text).toBe('143\n');
  });

  test('ping counts what is lost', async () => {
    const room = machineRoom();
    const machine = await room.boot('app', '10.0.0.5');
    await room.boot('web', '10.0.0.6');
    expect((await inShell(machine, 'ping -c 2 web')).text).toContain(
      '2 packets transmitted, 2 received, 0% packet loss',
    );
    await room.hypervisor.power('web', 'stop');
    const lost = await inShell(machine, 'ping -c 1 10.0.0.6');
    expect(lost).toMatchObject({ code: 1, text: expect.stringContaining('Destination Host Unreachable') });
  });

  test('tail -f and journalctl -f follow until they are interrupted', async () => {
    const machine = await boot();
    const interrupt = new AbortController();
    let text = '';
    const heard = machine.shell({ user: 'root' }).run('tail -n 1 -f /var/log/demo', {
      stdout: (more) => {
        text += more;
        if (text.includes('second')) interrupt.abort();
      },
      stderr: () => undefined,
      signal: interrupt.signal,
    });
    machine.writeText('/var/log/demo', 'zeroth\nfirst\n');
    await asRoot(machine, 'sleep 2; echo second >> /var/log/demo');
    await heard;
    expect(text).toBe('first\nsecond\n');
  });
});

describe('the database server', () => {
  const prepare = async () => {
    const room = machineRoom();
    const machine = await room.boot('db', '10.0.0.5');
    const sql = (text: string) => asRoot(machine, `mysql -e "${text}"`);
    await asRoot(machine, 'apt-get install -y mariadb-server');
    return { room, machine, sql };
  };

  test('keeps users and databases, and lets in who has the password', async () => {
    const { machine, sql } = await prepare();
    await sql(
      "CREATE DATABASE faafo; CREATE USER 'f'@'%' IDENTIFIED BY 'secret'; GRANT ALL PRIVILEGES ON faafo.* TO 'f'@'%'",
    );
    expect((await asRoot(machine, 'mysql -u f -psecret -e "SHOW DATABASES"')).text).toContain('| faafo ');
    expect((await asRoot(machine, 'mysql -u f -pwrong -e "SHOW DATABASES"')).text).toContain(
      '1045: Access denied',
    );
    expect((await sql('CREATE DATABASE faafo')).text).toContain('database exists');
  });

  test('carries out nothing that would reach the host or take its time', async () => {
    const { sql } = await prepare();
    await sql('CREATE DATABASE d');
    for (const text of [
      "ATTACH DATABASE '/tmp/x' AS x",
      'SELECT * FROM (WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n FROM t) SELECT n FROM t)',
      'PRAGMA database_list',
    ])
      expect((await sql(`USE d; ${text}`)).text).toContain('ERROR 1064');
  });

  test('listens to its own machine alone until it is told otherwise', async () => {
    const { room, machine } = await prepare();
    const other = await room.boot('app', '10.0.0.6', {
      userData: '#!/bin/sh\napt-get install -y mariadb-client\n',
    });
    const line = 'mysql -h 10.0.0.5 -u f -psecret -e "SHOW DATABASES"';
    expect((await asRoot(other, line)).text).toContain('ERROR 2003');
    await asRoot(
      machine,
      `printf '[mysqld]\\nbind-address = 0.0.0.0\\n' > /etc/mysql/mariadb.conf.d/60-x.cnf; systemctl restart mariadb; mysql -e "CREATE USER 'f'@'%' IDENTIFIED BY 'secret'"`,
    );
    expect((await asRoot(other, line)).code).toBe(0);
  });
});
