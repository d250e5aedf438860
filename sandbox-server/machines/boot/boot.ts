import { layImage } from '../images/lay-image.ts';
import type { Machine } from '../machine.ts';
import { finish, initialize } from './cloud-init.ts';
import { kernelLog } from './kernel-log.ts';
import { METADATA_ADDRESS, metadataService } from './metadata.ts';

/**
 * Brings a machine up, from its first kernel line to the login prompt. Resolves when cloud-init has finished;
 * rejects with the reason of `machine.power` when the power goes on the way.
 */
export async function boot(machine: Machine): Promise<void> {
  // This boot's own power: after a quick restart, `machine.power` is the next one's.
  const { power } = machine;
  if (machine.tree.isEmpty()) machine.tree.together(() => layImage(machine));
  machine.network.listen(
    machine.id,
    80,
    metadataService(() => machine.card),
    METADATA_ADDRESS,
  );
  await printKernelLog(machine);
  power.throwIfAborted();
  const done = (what: string): void => machine.console.line(`[  OK  ] ${what}`);
  done('Mounted the file systems.');
  await initialize(machine);
  power.throwIfAborted();
  done('Reached target network-online.target - Network is Online.');
  await machine.systemd.startEnabled(({ name, description }, service) => {
    if (service.state === 'failed')
      machine.console.line(`[FAILED] Failed to start ${name}.service - ${description}.`);
    else done(`Started ${name}.service - ${description}.`);
  });
  power.throwIfAborted();
  done('Reached target multi-user.target - Multi-User System.');
  await finish(machine);
  power.throwIfAborted();
  machine.console.write(`\n${machine.image.issue} ${machine.hostname} ttyS0\n\n${machine.hostname} login: `);
}

/** Ends what runs, in order, before the power goes. */
export async function shutDown(machine: Machine, last: 'Restarting system' | 'Power down'): Promise<void> {
  machine.console.write('\n');
  for (const name of machine.systemd.names().toReversed()) {
    if (!machine.systemd.service(name)?.isUp) continue;
    await machine.systemd.stop(name);
    machine.console.line(`[  OK  ] Stopped ${name}.service.`);
  }
  machine.console.line(`[${stamp(machine.uptime)}] reboot: ${last}`);
}

async function printKernelLog(machine: Machine): Promise<void> {
  for (const [at, line] of kernelLog(machine)) {
    if (at > machine.uptime) await machine.clock.wait(at - machine.uptime, machine.power);
    machine.console.line(`[${stamp(at)}] ${line}`);
  }
}

const stamp = (milliseconds: number): string => (milliseconds / 1000).toFixed(6).padStart(12);
