import { describe, expect, test } from 'vitest';
import { asRoot, machineRoom } from '../../../fakes/machine-room.ts';

const MEBIBYTE = 1024 * 1024;

/** Limits so tight that a test is over soon. */
const limits = {
  computing: 400,
  output: 64 * 1024,
  diskBytes: 2 * MEBIBYTE,
  processes: 24,
  starts: 60,
  commands: 2000,
};
const boot = async () => {
  const room = machineRoom({ limits });
  return { room, machine: await room.boot('app', '10.0.0.5') };
};

/** How many turns the event loop took while the promise was pending: whether others had theirs. */
async function turnsDuring(promise: Promise<unknown>): Promise<number> {
  let turns = 0;
  let pending = true;
  const turn = (): void => {
    turns += 1;
    if (pending) setImmediate(turn);
  };
  setImmediate(turn);
  await promise;
  pending = false;
  return turns;
}

describe('a guest that misbehaves', () => {
  test('with an endless loop is ended, while others have their turn', async () => {
    const { machine } = await boot();
    const run = asRoot(machine, 'while true; do :; done; echo after');
    expect(await turnsDuring(run)).toBeGreaterThan(2);
    const { text, code } = await run;
    expect(code).toBeGreaterThan(125);
    expect(text).toMatch(/too many commands|Killed: it computed/);
    expect(text).not.toContain('after');
  });

  test.each(['eval "while true; do :; done"', './loop'])(
    'is ended with its endless loop hidden in %s',
    async (line) => {
      const { machine } = await boot();
      machine.writeText('/root/loop', '#!/bin/bash\nwhile true; do :; done\n', 0o755);
      const run = asRoot(machine, line);
      expect(await turnsDuring(run)).toBeGreaterThan(2);
      expect((await run).code).toBeGreaterThan(125);
    },
  );

  test('with loops in many processes is ended too', async () => {
    const { machine } = await boot();
    const { code, text } = await asRoot(machine, 'while true; do bash -c "while true; do :; done"; done');
    expect(code).toBe(137);
    expect(text).toMatch(/Killed: it (computed|started)/);
  });

  test('with a fork bomb runs out of processes, and leaves none behind', async () => {
    const { room, machine } = await boot();
    const before = machine.processes.list().length;
    await asRoot(machine, 'bomb() { bomb & bomb & }; bomb; sleep 5');
    while (machine.processes.list().length > before) await machine.clock.wait(1);
    expect(machine.processes.list().length).toBe(before);
    expect(room.faults).toEqual([]);
  });

  test('cannot start more processes at once than its machine may have', async () => {
    const { machine } = await boot();
    const { text } = await asRoot(machine, 'for i in {1..40}; do sleep 3 & done; wait');
    expect(text).toContain('fork: retry: Resource temporarily unavailable');
  });

  test('with a flood of output is cut off', async () => {
    const { machine } = await boot();
    const { text, code } = await asRoot(
      machine,
      'x=$(printf "%2000s" flood); while true; do echo "$x"; done',
    );
    expect(code).toBe(137);
    expect(text.length).toBeLessThan(limits.output + 200);
    expect(text).toContain('Killed: it printed more than');
  });

  test('with a huge file fills its own disk and no more', async () => {
    const { machine } = await boot();
    const { text } = await asRoot(
      machine,
      'dd if=/dev/zero of=big bs=1M count=100; echo more > small; df | tail -n 1',
    );
    expect(text).toContain('no space left on device');
    const { used, size } = machine.tree.usage();
    expect(used).toBeLessThanOrEqual(size);
    expect(size).toBe(2 * MEBIBYTE);
  });

  test('with a text that doubles without end is stopped', async () => {
    const { machine } = await boot();
    expect((await asRoot(machine, 'x=ab; while true; do x=$x$x; done')).text).toContain('limit exceeded');
  });

  test('with a function that calls itself is stopped', async () => {
    const { machine } = await boot();
    expect((await asRoot(machine, 'f() { f; f; }; f')).text).toContain('maximum recursion depth');
  });

  test('with a pattern that explodes waits no longer than others', async () => {
    const { machine } = await boot();
    const { code } = await asRoot(machine, `echo ${'a'.repeat(40)}! | grep -E '(a+)+$'`);
    expect(code).toBe(1);
  });

  test('that floods the console in its user data leaves the newest part there', async () => {
    const room = machineRoom({ limits: { ...limits, console: 8192 } });
    const userData =
      '#!/bin/bash\nx=$(printf "%1000s" flood)\nfor i in {1..40}; do echo "$x"; done\necho last words\n';
    const machine = await room.boot('app', '10.0.0.5', { userData });
    const text = machine.console.read();
    expect(text.length).toBeLessThanOrEqual(8192);
    expect(text).toMatch(/last words\n[\s\S]*login: $/);
    expect(text).not.toContain('Linux version');
  });

  test('does not keep the machine from being used afterwards', async () => {
    const { machine } = await boot();
    await asRoot(machine, 'while true; do :; done');
    expect((await asRoot(machine, 'echo fine')).text).toBe('fine\n');
  });
});
