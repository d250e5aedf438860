import { describe, expect, test } from 'vitest';
import { asRoot, inShell, loginPrompt, machineRoom } from '../../../fakes/machine-room.ts';

const unit = (exec: string, more = ''): string => `[Unit]
Description=Demo
[Service]
ExecStart=${exec}
${more}
[Install]
WantedBy=multi-user.target
`;

async function withUnit(script: string, more = '') {
  const room = machineRoom();
  const machine = await room.boot('app', '10.0.0.5');
  machine.writeText('/usr/local/bin/demo', `#!/bin/bash\n${script}\n`, 0o755);
  machine.writeText('/etc/systemd/system/demo.service', unit('/usr/local/bin/demo', more));
  return { room, machine };
}

describe('systemd', () => {
  test("starts a unit of the learner's own, and stops it", async () => {
    const { machine } = await withUnit('echo ready; sleep 1000000');
    expect(
      (await asRoot(machine, 'systemctl start demo; systemctl is-active demo; ps -ef | grep -c bin/demo'))
        .text,
    ).toBe('active\n1\n');
    expect((await asRoot(machine, 'systemctl status demo')).text).toMatch(
      /Active: active \(running\) since[\s\S]*demo\[\d+\]: ready/,
    );
    expect((await asRoot(machine, 'systemctl stop demo; systemctl is-active demo')).text).toBe('inactive\n');
    expect(machine.processes.list().map(({ command }) => command)).not.toContain('/usr/local/bin/demo');
  });

  test('starts a failed service again, and gives up in the end', async () => {
    const { machine, room } = await withUnit('echo try; exit 3', 'Restart=on-failure\nRestartSec=1');
    await asRoot(machine, 'systemctl start demo; sleep 20');
    expect((await asRoot(machine, 'journalctl -u demo | grep -c try')).text).toBe('5\n');
    expect((await asRoot(machine, 'systemctl status demo')).text).toContain(
      'Active: failed (Result: exit-code)',
    );
    expect(room.faults).toEqual([]);
  });

  test('starts a killed service again', async () => {
    const { machine } = await withUnit('sleep 1000000', 'Restart=always\nRestartSec=1');
    await asRoot(machine, 'systemctl start demo; pkill -f bin/demo; sleep 3');
    expect((await asRoot(machine, 'systemctl is-active demo')).text).toBe('active\n');
  });

  test('brings up what is enabled, and only that, at the next boot', async () => {
    const { machine, room } = await withUnit('sleep 1000000');
    await asRoot(machine, 'systemctl enable --now demo');
    for (const expected of ['active\n', 'inactive\n']) {
      await room.hypervisor.power('app', 'reboot');
      await loginPrompt(machine);
      expect(
        (await asRoot(machine, 'systemctl is-active demo; systemctl -q disable demo 2>/dev/null')).text,
      ).toBe(expected);
    }
  });

  test.each([
    ['systemctl start nothing', 'Failed to start nothing.service: Unit nothing.service not found.\n', 5],
    ['systemctl status nothing', 'Unit nothing.service not found.\n', 4],
    ['systemctl dance', "Unknown command verb 'dance'.\n", 1],
  ])('refuses %s', async (line, text, code) => {
    const machine = await machineRoom().boot('app', '10.0.0.5');
    expect(await asRoot(machine, line)).toEqual({ text, code });
  });

  test('lets nobody but root change services', async () => {
    const machine = await machineRoom().boot('app', '10.0.0.5');
    expect((await inShell(machine, 'systemctl stop ssh')).text).toContain('Access denied');
  });
});

const program = (name: string, command: string, more = ''): string =>
  `[program:${name}]\ncommand=${command}\nautorestart=true\n${more}\n`;

async function supervised(configuration: string) {
  const room = machineRoom();
  const machine = await room.boot('app', '10.0.0.5', {
    userData: '#!/bin/sh\napt-get install -y supervisor\n',
  });
  machine.writeText('/usr/local/bin/steady', '#!/bin/bash\necho up\nsleep 1000000\n', 0o755);
  machine.writeText('/usr/local/bin/fickle', '#!/bin/bash\necho tried >&2\nexit 1\n', 0o755);
  machine.writeText('/etc/supervisor/conf.d/demo.conf', configuration);
  return { room, machine };
}

describe('supervisor', () => {
  test('takes up new programs with reread and update, and keeps their output', async () => {
    const { machine } = await supervised(program('steady', '/usr/local/bin/steady'));
    expect((await asRoot(machine, 'supervisorctl reread; supervisorctl update')).text).toBe(
      'steady: available\nsteady: added process group\n',
    );
    expect((await asRoot(machine, 'sleep 45; supervisorctl status')).text).toMatch(
      /^steady +RUNNING +pid \d+, uptime 0:00:45\n$/,
    );
    expect(machine.readText('/var/log/supervisor/steady-stdout.log')).toBe('up\n');
  });

  test('restarts a program that was killed, and gives up on one that cannot start', async () => {
    const { machine } = await supervised(
      program('steady', '/usr/local/bin/steady') + program('fickle', '/usr/local/bin/fickle'),
    );
    await asRoot(machine, 'supervisorctl update; sleep 2; pkill -f steady; sleep 10');
    expect((await asRoot(machine, 'supervisorctl status')).text).toMatch(
      /^fickle +FATAL +Exited too quickly .*\nsteady +RUNNING/,
    );
    expect(machine.readText('/var/log/supervisor/fickle-stderr.log')).toBe('tried\n'.repeat(4));
  });

  test('starts, stops and restarts by name', async () => {
    const { machine } = await supervised(program('steady', '/usr/local/bin/steady', 'autostart=false'));
    const { text } = await asRoot(
      machine,
      'supervisorctl update; supervisorctl start steady; supervisorctl restart all; supervisorctl stop steady; supervisorctl status; supervisorctl start nobody',
    );
    expect(text).toBe(
      'steady: added process group\nsteady: started\nsteady: stopped\nsteady: started\nsteady: stopped\nsteady                           STOPPED\nnobody: ERROR (no such process)\n',
    );
  });

  test('says that it does not run', async () => {
    const { machine } = await supervised('');
    const { text, code } = await asRoot(machine, 'systemctl stop supervisor; supervisorctl status');
    expect(text).toBe('unix:///var/run/supervisor.sock no such file\n');
    expect(code).toBe(4);
  });

  test('has its programs up again after a reboot', async () => {
    const { room, machine } = await supervised(program('steady', '/usr/local/bin/steady'));
    await asRoot(machine, 'supervisorctl update');
    await room.hypervisor.power('app', 'reboot');
    await loginPrompt(machine);
    expect((await asRoot(machine, 'supervisorctl status')).text).toContain('RUNNING');
  });
});
