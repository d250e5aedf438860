import { expect, test } from 'vitest';
import type { Program } from '../../../sandbox-server/machines/program.ts';
import { asRoot, machineRoom } from '../../fakes/machine-room.ts';

const broken: Program = async () => {
  throw new TypeError('our own mistake');
};

test('a fault of ours ends the program alone: its user is told, and so is the host', async () => {
  const room = machineRoom({
    programs: new Map([
      ['uptime', broken],
      ['sshd', broken],
    ]),
  });
  const machine = await room.boot('app', '10.0.0.5', { userData: '#!/bin/bash\nuptime; echo $?\n' });
  expect(machine.console.read()).toContain(
    'uptime: the simulation of this program failed; it is no fault of yours\n70\n',
  );
  expect((await asRoot(machine, 'systemctl is-active ssh; uptime | cat; echo on')).text).toContain('on\n');
  expect(room.faults.length).toBeGreaterThan(2);
  expect(room.faults[0]).toBeInstanceOf(TypeError);
});
