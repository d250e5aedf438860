import { describe, expect, test } from 'vitest';
import { asRoot, inShell, machineRoom } from '../../../fakes/machine-room.ts';

const boot = () => machineRoom().boot('app', '10.0.0.5');

describe('a shell on a machine', () => {
  test('remembers its folder, its variables and its functions from line to line', async () => {
    const shell = (await boot()).shell();
    let text = '';
    const add = (more: string): void => {
      text += more;
    };
    for (const line of [
      'greet() { echo "$WORD from $1"; }; WORD=hello',
      'cd /tmp; export DEEP=1',
      'greet "$PWD"; echo $DEEP',
    ])
      await shell.run(line, { stdout: add, stderr: add });
    expect(text).toBe('hello from /tmp\n1\n');
    expect(shell.prompt).toBe('ubuntu@app:/tmp$ ');
  });

  test('knows in the next line how the one before ended, also one that was interrupted', async () => {
    const shell = (await boot()).shell();
    let text = '';
    const heard = {
      stdout: (more: string): void => {
        text += more;
      },
      stderr: () => undefined,
    };
    const interrupted = AbortSignal.abort(new Error('Ctrl+C'));
    await shell.run('(exit 3)', heard);
    await shell.run('echo $?', heard);
    await shell.run('echo $?', heard);
    await shell.run('fi', heard);
    await shell.run('echo $?', heard);
    await shell.run('sleep 100', { ...heard, signal: interrupted });
    await shell.run('echo $?', heard);
    expect(text).toBe('3\n0\n2\n130\n');
  });

  test('says when the line left it, and with which code', async () => {
    const shell = (await boot()).shell();
    const quiet = { stdout: () => undefined, stderr: () => undefined };
    expect(await shell.run('false', quiet)).toEqual({ code: 1, exited: false });
    expect(await shell.run('fi', quiet)).toEqual({ code: 2, exited: false });
    expect(await shell.run('exit 3', quiet)).toEqual({ code: 3, exited: true });
  });

  test('is heard while a line still runs', async () => {
    const machine = await boot();
    const heard: string[] = [];
    await machine
      .shell()
      .run('echo one; f() { echo two; sleep 1; echo "three after $(date +%s)"; }; f; echo four', {
        stdout: (text) => heard.push(`${text.trim()} at ${machine.clock.now() % 100_000}`),
        stderr: () => undefined,
      });
    const at = heard.map((line) => Number(line.replace(/^.* /, '')));
    expect(heard.map((line) => line.split(' ')[0])).toEqual(['one', 'two', 'three', 'four']);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBe(1000);
  });

  test.each([
    ['echo a | tr a b', 'b\n'],
    ['f() { echo in; }; f | tr i I; echo "[$(f)]"; f > /tmp/f; cat /tmp/f', 'In\n[in]\nin\n'],
    ['for i in 1 2; do echo $i; done | tail -n 1', '2\n'],
    ['{ echo a; echo b; } > /tmp/x; cat /tmp/x', 'a\nb\n'],
    ['ls /nowhere 2>&1 | wc -l', '1\n'],
    ['ls /nowhere 2>/dev/null; echo $?', '2\n'],
    ['exec > /tmp/log 2>&1; echo kept | cat; nosuch; exec 1>&2', ''],
    ['x=$(echo $(echo deep)); echo $x', 'deep\n'],
    ['while read line; do echo "<$line>"; done < /etc/hostname', '<app>\n'],
    ['(cd /; pwd); pwd', '/\n/home/ubuntu\n'],
    ['set -e; false; echo never', ''],
    ['cat <<END\n  $USER\nEND', '  ubuntu\n'],
  ])('%s', async (line, expected) => {
    expect((await inShell(await boot(), line)).text).toBe(expected);
  });

  test('keeps what exec sent into a file in that file', async () => {
    const machine = await boot();
    await inShell(machine, 'exec > /tmp/log 2>&1; echo kept | cat; nosuch');
    expect(machine.readText('/tmp/log')).toBe('kept\nbash: nosuch: command not found\n');
  });

  test('runs jobs in the background, which end by themselves', async () => {
    const machine = await boot();
    const { text } = await inShell(
      machine,
      'sleep 5 && echo late > /tmp/late & \njobs; test -e /tmp/late; echo $?; wait $!; cat /tmp/late',
    );
    expect(text).toMatch(/^\[1\] {3}Running .*sleep 5.*&\n1\nlate\n$/);
    expect(machine.processes.list().map(({ command }) => command)).not.toContain('sleep 5');
  });

  test('stops at once when it is interrupted', async () => {
    const machine = await boot();
    const interrupt = new AbortController();
    let text = '';
    const run = machine.shell().run('echo before; sleep 100000; echo after', {
      stdout: (more) => {
        text += more;
        interrupt.abort();
      },
      stderr: () => undefined,
      signal: interrupt.signal,
    });
    expect(await run).toEqual({ code: 130, exited: false });
    expect(text).toBe('before\n');
    expect(machine.processes.list().map(({ command }) => command)).not.toContain('sleep 100000');
  });

  test('takes a script from standard input with its arguments', async () => {
    const machine = await boot();
    const script = `echo 'echo "[$1] [$2] $#"; exit 4' | bash -s -- a "b c"; echo $?`;
    expect((await inShell(machine, script)).text).toBe('[a] [b c] 2\n4\n');
    expect((await inShell(machine, `bash -c 'echo $1' name first`)).text).toBe('first\n');
    machine.writeText('/root/s.sh', 'echo script $1\n');
    expect((await asRoot(machine, 'bash s.sh x; sh -x s.sh y 2>&1 | sort')).text).toBe(
      'script x\n+ echo script y\nscript y\n',
    );
  });

  test('runs files by their path, with all their arguments', async () => {
    const machine = await boot();
    machine.writeText(
      '/home/ubuntu/count',
      '#!/bin/bash\nshift 11 2>/dev/null; echo "$# $1 $HOME"; exit 3\n',
      0o755,
    );
    machine.writeText('/home/ubuntu/plain', 'echo no\n');
    const { text } = await inShell(
      machine,
      './count 1 2 3 4 5 6 7 8 9 10 11 twelve; echo $?; ./count | tr a-z A-Z; ./plain; echo $?; ./none; ~/count; /bin/echo x',
    );
    expect(text).toBe(
      '1 twelve /home/ubuntu\n3\n0  /HOME/UBUNTU\nbash: ./plain: Permission denied\n126\nbash: ./none: No such file or directory\n0  /home/ubuntu\nx\n',
    );
  });

  test('evaluates what it is given, in place', async () => {
    const { text } = await inShell(
      await boot(),
      `x=1; eval 'x=2; echo "in $x"'; echo $x; eval "for i in a b; do echo \\$i; done" | tr a-z A-Z; eval 'exit 4'; echo never`,
    );
    expect(text).toBe('in 2\n2\nA\nB\n');
  });

  test('lets a user who is not root write at home and in /tmp alone', async () => {
    const machine = await boot();
    const { text } = await inShell(
      machine,
      'echo x > /etc/mine; echo still here; echo y > ~/mine; cat ~/mine; sudo sh -c "echo z > /etc/mine"; cat /etc/mine',
    );
    expect(text).toBe('bash: /etc/mine: Permission denied\nstill here\ny\nz\n');
  });

  test('reaches neither the files, the environment nor the network of its host', async () => {
    const machine = await boot();
    const { text } = await asRoot(
      machine,
      'cat /etc/passwd | wc -l; ls /proc/self 2>&1; env | grep -c -i -e node -e npm; curl -sS http://127.0.0.1:4321/',
    );
    expect(text).toMatch(/^4\nls: .*No such file.*\n0\ncurl: \(7\)/);
  });
});
