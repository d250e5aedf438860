import { afterEach, describe, expect, test } from 'vitest';
import type { Machine } from '../../../../sandbox-server/machines/machine.ts';
import { withoutEscapes } from '../../../../sandbox-server/machines/terminal/escapes.ts';
import { runLogin } from '../../../../sandbox-server/machines/terminal/interactive-shell.ts';
import { Tty } from '../../../../sandbox-server/machines/terminal/tty.ts';
import { machineRoom } from '../../../fakes/machine-room.ts';

const PROMPT = /ubuntu@app:\S+\$ $/;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Somebody at a terminal of a machine: types, and waits for what they see. */
async function sitAt(machine: Machine, user = 'ubuntu') {
  let printed = '';
  let listener = (): void => undefined;
  let reaction = (): void => undefined;
  const tty = new Tty({ columns: 80, rows: 24 }, (text) => {
    printed += text;
    listener();
    reaction();
  });
  const ending = new AbortController();
  closing.push(() => ending.abort(new Error('the test is over')));
  const ended = runLogin({ machine, user: machine.user(user), tty, signal: ending.signal });
  ended.catch(() => undefined);
  const seat = {
    tty,
    ended,
    get printed(): string {
      return printed;
    },
    /** All that was printed, without colours and carriage returns. */
    get text(): string {
      return withoutEscapes(printed).replaceAll('\r', '');
    },
    /** Does something as soon as what is printed from now on matches, while it is being printed. */
    whenShown(shows: RegExp, react: () => void): void {
      const from = printed.length;
      reaction = () => {
        if (!shows.test(withoutEscapes(printed.slice(from)).replaceAll('\r', ''))) return;
        reaction = () => undefined;
        react();
      };
    },
    /** Waits until all that was printed matches. */
    async shown(shows: RegExp): Promise<void> {
      await new Promise<void>((resolve) => {
        listener = () => {
          if (shows.test(seat.text)) resolve();
        };
        listener();
      });
    },
    /** Types, and waits until what is printed from now on matches. */
    async type(keys: string, shows: RegExp): Promise<string> {
      const from = printed.length;
      const seen = (): string => withoutEscapes(printed.slice(from)).replaceAll('\r', '');
      const found = new Promise<void>((resolve) => {
        listener = () => {
          if (shows.test(seen())) resolve();
        };
      });
      tty.feed(keys);
      listener();
      await found;
      return seen();
    },
  };
  await seat.shown(PROMPT);
  return seat;
}

const boot = () => machineRoom().boot('app', '10.0.0.5');

describe('somebody at a terminal', () => {
  test('is asked by a prompt, runs lines one after another, and leaves by Ctrl-D', async () => {
    const seat = await sitAt(await boot());
    expect(await seat.type('echo "a b" | tr a-z A-Z\r', /A B\n.*\$ $/)).toContain('A B\n');
    await seat.type('cd /var/log\r', /:\/var\/log\$ $/);
    await seat.type('\u0004', /logout/);
    expect(await seat.ended).toBe(0);
  });

  test('leaves by exit, with its code', async () => {
    const seat = await sitAt(await boot());
    seat.tty.feed('exit 3\r');
    expect(await seat.ended).toBe(3);
  });

  test('interrupts what runs by Ctrl-C, and goes on with the shell', async () => {
    const seat = await sitAt(await boot());
    seat.whenShown(/\nbefore\n/, () => seat.tty.feed('\u0003'));
    await seat.type('echo before; sleep 100000; echo after\r', /before\n\^C\n.*\$ $/);
    await seat.type('echo still here\r', /\nstill here\n/);
    expect(seat.text).not.toContain('\nafter\n');
  });

  test('runs nothing of what is pasted before Enter is pressed', async () => {
    const seat = await sitAt(await boot());
    await seat.type('\u001b[200~echo one\necho two\n\u001b[201~', /echo two/);
    expect(seat.text).not.toContain('\none\n');
    await seat.type('\r', /one\ntwo\n/);
  });

  test.each([
    ['an open quote', 'echo "a\rb"\r', '\na\nb\n'],
    ['a loop', 'for i in 1 2\rdo echo n$i\rdone\r', '\nn1\nn2\n'],
    ['a document', 'cat <<END\rhello\rEND\r', '\nhello\n'],
    ['a backslash at the end', 'echo a\\\rb\r', '\nab\n'],
    ['a pipe at the end', 'echo abc |\rtr a x\r', '\nxbc\n'],
  ])('is asked for more after %s', async (_what, keys, printed) => {
    const seat = await sitAt(await boot());
    expect(await seat.type(keys, new RegExp(`${printed}.*\\$ $`))).toContain(printed);
  });

  test('is told about a line that is no script, and goes on', async () => {
    const seat = await sitAt(await boot());
    await seat.type('fi\r', /syntax error.*\n.*\$ $/);
    await seat.type('nosuch\r', /nosuch: command not found\n.*\$ $/);
  });

  test('finds the lines of earlier terminals by the up arrow', async () => {
    const machine = await boot();
    const first = await sitAt(machine);
    await first.type('echo kept\r', /\nkept\n/);
    await first.type(' echo secret\r', /\nsecret\n/);
    const second = await sitAt(machine);
    expect(await second.type('\u001b[A', /echo/)).toContain('echo kept');
    expect(machine.readText('/home/ubuntu/.bash_history')).toBe('echo kept\n');
  });

  test('has a prompt on a row of its own also after an output without an end', async () => {
    const seat = await sitAt(await boot());
    expect(await seat.type('printf abc\r', /abc\n.*\$ $/)).toContain('abc\nubuntu@app');
  });

  test('sees names in columns and colours, and plain lines in a pipe', async () => {
    const machine = await boot();
    for (const name of ['b', 'a', 'c']) machine.writeText(`/home/ubuntu/x/${name}`, '');
    machine.writeText('/home/ubuntu/x/run', '', 0o755);
    machine.tree.makeFolder('/home/ubuntu/x/sub');
    const seat = await sitAt(machine);
    expect(await seat.type('ls x\r', /sub[\s\S]*\$ $/)).toContain('a    b    c    run  sub\n');
    expect(seat.printed).toContain('\u001b[1;34msub\u001b[0m');
    expect(seat.printed).toContain('\u001b[1;32mrun\u001b[0m');
    expect(await seat.type('ls --color=auto x | head -n 2\r', /\$ $/)).toContain('a\nb\n');
    await seat.type('ls -l --color x\r', /sub[\s\S]*\$ $/);
    const folder = seat.printed.split('\n').findLast((line) => line.startsWith('drwx'));
    expect(folder).toContain(' \u001b[1;34msub');
  });

  test('is told by history what was run', async () => {
    const seat = await sitAt(await boot());
    await seat.type('echo one\r', /one\n.*\$ $/);
    await seat.type('history\r', /1 {2}echo one\n {4}2 {2}history\n/);
  });

  test('tells programs how large the window is', async () => {
    const seat = await sitAt(await boot());
    seat.tty.resize({ columns: 100, rows: 30 });
    await seat.type('echo $COLUMNS x $LINES\r', /100 x 30/);
  });
});

describe('Tab', () => {
  test.each([
    ['a command', 'hostnamec\t', 'hostnamectl '],
    ['a folder', 'cd /var/lo\t', 'cd /var/log/'],
    ['a file', 'cat /etc/hostn\t', 'cat /etc/hostname '],
    ['a file at home', 'cat ~/.bashr\t', 'cat ~/.bashrc '],
    ['a file with a blank in its name', 'cat /tmp/my\t', 'cat /tmp/my\\ file '],
    ['as far as it is clear', 'cat /etc/host\t', 'cat /etc/host'],
    ['a subcommand', 'sudo systemctl rest\t', 'sudo systemctl restart '],
    ['a unit', 'systemctl status ss\t', 'systemctl status ssh '],
    ['a package', 'sudo apt-get install supervis\t', 'sudo apt-get install supervisor '],
    ['a variable', 'echo $LOGN\t', 'echo $LOGNAME '],
    ['a long option', 'journalctl --foll\t', 'journalctl --follow '],
    ['a command after a pipe', 'ls | hostnamec\t', 'ls | hostnamectl '],
    ['a file after a redirection', 'cat < /etc/hostn\t', 'cat < /etc/hostname '],
  ])('completes %s', async (_what, keys, line) => {
    const machine = await boot();
    machine.writeText('/tmp/my file', '');
    const seat = await sitAt(machine);
    await seat.type('export LOGNAME\r', /\n.*\$ $/);
    await seat.type(keys, new RegExp(`${line.replace(/[\\$|.<]/g, '\\$&')}$`));
  });

  test('lists what there is when it is pressed twice', async () => {
    const seat = await sitAt(await boot());
    expect(await seat.type('cat /etc/host\t\t', /hostname.*\n.*\$ cat \/etc\/host$/)).toMatch(
      /hostname +hosts/,
    );
  });
});
