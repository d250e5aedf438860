import { appendLog } from '../disk/log-file.ts';
import type { Machine } from '../machine.ts';
import { ensureHostKey } from './host-keys.ts';
import { authorizeKeys, setHostname } from './identity.ts';
import { addressTable, routeTable } from './network-info.ts';
import { runUserData } from './user-data.ts';

const VERSION = '24.4';
const OUTPUT_LOG = '/var/log/cloud-init-output.log';
const CLOUD = '/var/lib/cloud';

/** `Tue, 24 Nov 2026 05:00:00 +0000` */
const moment = (machine: Machine): string =>
  new Date(machine.clock.now()).toUTCString().replace('GMT', '+0000');
const upTime = (machine: Machine): string => (machine.uptime / 1000).toFixed(2);

/** Prints where cloud-init prints: on the console, and into its log. */
function cloudInitOutput(machine: Machine): (text: string) => void {
  return (text) => {
    machine.console.write(text);
    appendLog(machine.tree, OUTPUT_LOG, text);
  };
}

/**
 * cloud-init's two early stages: the network, the host name, the keys.
 * https://cloudinit.readthedocs.io/en/latest/explanation/boot.html
 */
export async function initialize(machine: Machine): Promise<void> {
  const print = cloudInitOutput(machine);
  stage(machine, 'init-local');
  await machine.clock.wait(200, machine.power);
  const instance = `${CLOUD}/instances/${machine.id}`;
  machine.tree.makeFolder(`${instance}/sem`, true);
  if (!machine.tree.find(`${CLOUD}/instance`, false)) machine.tree.makeLink(instance, `${CLOUD}/instance`);
  oncePerInstance(machine, 'config_set_hostname', () => setHostname(machine, machine.card.hostname));
  oncePerInstance(machine, 'config_ssh_authkey', () => authorizeKeys(machine, machine.card.keys));
  machine.network.plug(machine.id, { hostname: machine.hostname });
  stage(machine, 'init');
  print(addressTable(machine.card));
  print(routeTable(machine.card));
  print(await ensureHostKey(machine));
}

/** cloud-init's last stages: what the user data asks for, once in a server's life, and the closing line. */
export async function finish(machine: Machine): Promise<void> {
  const print = cloudInitOutput(machine);
  stage(machine, 'modules:config');
  await machine.clock.wait(100, machine.power);
  stage(machine, 'modules:final');
  const { userData } = machine.card;
  const due = userData !== null && claim(machine, 'config_scripts_user');
  if (due) await runUserData(machine, userData, print);
  const source = 'Datasource DataSourceOpenStack [net,ver=2].';
  print(
    `Cloud-init v. ${VERSION} finished at ${moment(machine)}. ${source}  Up ${upTime(machine)} seconds\n`,
  );
  machine.writeText(
    `${CLOUD}/instance/boot-finished`,
    `${upTime(machine)} - ${moment(machine)} - v. ${VERSION}\n`,
  );
}

function stage(machine: Machine, name: string): void {
  const print = cloudInitOutput(machine);
  print(`Cloud-init v. ${VERSION} running '${name}' at ${moment(machine)}. Up ${upTime(machine)} seconds.\n`);
}

/** Sets the mark that something was done for this server; false when it had been set before. */
function claim(machine: Machine, name: string): boolean {
  const semaphore = `${CLOUD}/instances/${machine.id}/sem/${name}`;
  if (machine.tree.find(semaphore)) return false;
  machine.writeText(semaphore, `${name}: ${moment(machine)}\n`);
  return true;
}

function oncePerInstance(machine: Machine, name: string, action: () => void): void {
  if (claim(machine, name)) action();
}
