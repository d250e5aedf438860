import { describe, expect, test } from 'vitest';
import { UnknownMachine } from '../../../sandbox-server/machines/hypervisor.ts';
import { asRoot, loginPrompt, machineRoom, serverCard } from '../../fakes/machine-room.ts';
import { MemoryDisks } from '../../fakes/memory-disks.ts';

const userData = '#!/bin/bash\necho ran >> /root/runs\napt-get install -y rabbitmq-server\n';
const outside = { from: { machine: 'peer' }, port: 5672, timeout: 2000 };

const two = async () => {
  const room = machineRoom();
  await room.boot('peer', '10.0.0.6');
  const machine = await room.boot('app', '10.0.0.5', { userData });
  return { room, machine, knock: () => room.network.connect({ ...outside, to: '10.0.0.5' }) };
};

describe('the hypervisor', () => {
  test('has switched a server on when its boot is answered', async () => {
    const room = machineRoom();
    room.plugIn('app', '10.0.0.5');
    await room.hypervisor.boot(serverCard('app', '10.0.0.5'));
    expect(room.machine('app').isOn).toBe(true);
    await loginPrompt(room.machine('app'));
    expect(await room.hypervisor.console('app')).toMatch(/login: $/);
  });

  test('stops a server: it answers nothing, and keeps its disk', async () => {
    const { room, machine, knock } = await two();
    expect((await knock()).kind).toBe('amqp');
    await room.hypervisor.power('app', 'stop');
    await expect(knock()).rejects.toThrow('No route to host');
    await expect(asRoot(machine, 'true')).rejects.toThrow();
    expect(await room.hypervisor.console('app')).toMatch(/reboot: Power down\n$/);
    expect(machine.readText('/root/runs')).toBe('ran\n');
  });

  test.each(['reboot', 'stop'] as const)(
    'brings enabled services up again after %s, and runs user data once',
    async (action) => {
      const { room, machine, knock } = await two();
      await room.hypervisor.power('app', action);
      if (action === 'stop') await room.hypervisor.power('app', 'start');
      await loginPrompt(machine);
      expect((await knock()).kind).toBe('amqp');
      expect(machine.readText('/root/runs')).toBe('ran\n');
    },
  );

  test('settles at the start what a host that was killed left between the cloud’s word and the deed', async () => {
    const disks = new MemoryDisks();
    const before = machineRoom({ disks });
    await before.boot('kept', '10.0.0.5');
    await before.boot('stopped', '10.0.0.6');
    await before.boot('deleted', '10.0.0.7');
    disks.open('half-made').setNote('power', 'on');
    await before.hypervisor.close();

    const after = machineRoom({ disks });
    for (const [name, address] of Object.entries({ kept: '10.0.0.5', ordered: '10.0.0.9' }))
      after.plugIn(name, address);
    await after.hypervisor.adopt([
      { ...serverCard('kept', '10.0.0.5'), running: true },
      { ...serverCard('stopped', '10.0.0.6'), running: false },
      { ...serverCard('ordered', '10.0.0.9'), running: true },
    ]);
    await after.hypervisor.resume();
    expect(after.hypervisor.machines().map(({ id, isOn }) => [id, isOn])).toEqual([
      ['kept', true],
      ['stopped', false],
      ['ordered', true],
    ]);
    expect(disks.ids().toSorted()).toEqual(['kept', 'ordered', 'stopped']);
  });

  test('carries machines over a restart of the whole server', async () => {
    const disks = new MemoryDisks();
    const before = machineRoom({ disks });
    await before.boot('app', '10.0.0.5', { userData });
    await before.boot('resting', '10.0.0.7');
    await before.hypervisor.power('resting', 'stop');
    await before.hypervisor.close();

    const after = machineRoom({ disks });
    after.plugIn('app', '10.0.0.5');
    await after.boot('peer', '10.0.0.6');
    expect(after.machine('app').isOn).toBe(false);
    await after.hypervisor.resume();
    await loginPrompt(after.machine('app'));
    expect((await after.network.connect({ ...outside, to: '10.0.0.5' })).kind).toBe('amqp');
    expect(after.machine('app').readText('/root/runs')).toBe('ran\n');
    expect(after.machine('resting').isOn).toBe(false);
    expect(before.faults).toEqual([]);
  });

  test('destroys a server with its disk, at once', async () => {
    const { room, machine, knock } = await two();
    await room.hypervisor.destroy('app');
    expect(room.hypervisor.machine('app')).toBeUndefined();
    expect(room.disks.ids()).not.toContain('app');
    expect(machine.processes.list()).toEqual([]);
    await expect(knock()).rejects.toThrow();
    expect(await room.hypervisor.console('app')).toBe('');
    await room.hypervisor.destroy('app');
    expect(room.faults).toEqual([]);
  });

  test('destroys a server in the middle of its user data', async () => {
    const room = machineRoom();
    room.plugIn('app', '10.0.0.5');
    await room.hypervisor.boot(serverCard('app', '10.0.0.5', { userData: '#!/bin/sh\nsleep 50\n' }));
    await room.clock.wait(10_000);
    await room.hypervisor.destroy('app');
    await room.clock.wait(10_000);
    expect(room.faults).toEqual([]);
  });

  test('tells a running machine of its new ports', async () => {
    const { room, machine } = await two();
    const card = serverCard('app', '10.0.0.5');
    const extra = {
      id: 'second',
      mac: 'fa:16:3e:00:00:02',
      addresses: [{ address: '10.0.9.9', prefix: 24, gateway: null }],
    };
    await room.hypervisor.update({ ...card, ports: [...card.ports, extra] });
    expect((await asRoot(machine, 'ip addr')).text).toContain('inet 10.0.9.9/24');
  });

  test('restarts a machine whose root asks for it', async () => {
    const { room, machine } = await two();
    await asRoot(machine, 'reboot');
    await loginPrompt(machine);
    expect(machine.console.read()).toContain('reboot: Restarting system');
    expect(room.faults).toEqual([]);
  });

  test('does not know machines that were never booted', async () => {
    const { hypervisor } = machineRoom();
    await expect(hypervisor.power('nobody', 'start')).rejects.toThrow(UnknownMachine);
    await expect(hypervisor.update(serverCard('nobody', '10.0.0.9'))).rejects.toThrow(UnknownMachine);
  });
});
