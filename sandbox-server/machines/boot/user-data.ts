import type { Machine } from '../machine.ts';
import { Budget } from '../shell/budget.ts';
import { quote } from '../shell/quote.ts';
import { runScript } from '../shell/run-script.ts';
import { type CloudConfig, InvalidCloudConfig, parseCloudConfig } from './cloud-config.ts';
import { authorizeKeys, setHostname } from './identity.ts';

type Print = (text: string) => void;

const SCRIPTS = '/var/lib/cloud/instance/scripts';

/** Does what a server's user data asks for, as root. Whatever it says, the boot goes on. */
export async function runUserData(machine: Machine, userData: string, print: Print): Promise<void> {
  machine.writeText('/var/lib/cloud/instance/user-data.txt', userData, 0o600);
  if (userData.startsWith('#!')) await runPart(machine, 'part-001', userData, print);
  else if (/^#cloud-config\s/.test(`${userData}\n`)) await followConfig(machine, userData, print);
  else
    print(
      warning(machine, `Unhandled non-multipart user data: it begins neither with #! nor with #cloud-config`),
    );
}

async function followConfig(machine: Machine, text: string, print: Print): Promise<void> {
  try {
    await follow(machine, parseCloudConfig(text), print);
  } catch (error) {
    if (!(error instanceof InvalidCloudConfig)) throw error;
    print(warning(machine, `Invalid cloud-config provided: ${error.message}`));
  }
}

async function follow(machine: Machine, config: CloudConfig, print: Print): Promise<void> {
  if (config.hostname !== undefined) {
    setHostname(machine, config.hostname);
    machine.network.plug(machine.id, { hostname: config.hostname });
  }
  authorizeKeys(machine, config.ssh_authorized_keys);
  await runCommands(machine, 'bootcmd', config.bootcmd, print);
  for (const file of config.write_files) writeFile(machine, file);
  const names = config.packages.map((entry) => (typeof entry === 'string' ? entry : (entry[0] ?? '')));
  const install = [['apt-get', 'install', '-y', ...names]];
  if (config.package_update || names.length > 0) install.unshift(['apt-get', 'update']);
  await runCommands(machine, 'packages', names.length > 0 ? install : install.slice(0, -1), print);
  await runCommands(machine, 'runcmd', config.runcmd, print);
  if (config.final_message !== undefined) print(`${config.final_message.trimEnd()}\n`);
}

function writeFile(machine: Machine, file: CloudConfig['write_files'][number]): void {
  const text = file.encoding === 'text/plain' ? file.content : decodeBase64(file.content);
  const before = file.append && machine.tree.find(file.path) ? machine.readText(file.path) : '';
  const { permissions } = file;
  const mode = typeof permissions === 'number' ? permissions : Number.parseInt(permissions ?? '644', 8);
  machine.writeText(file.path, before + text, Number.isNaN(mode) ? 0o644 : mode);
}

function decodeBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
}

async function runCommands(
  machine: Machine,
  name: string,
  commands: CloudConfig['runcmd'],
  print: Print,
): Promise<void> {
  if (commands.length === 0) return;
  const lines = commands.map((command) =>
    typeof command === 'string' ? command : command.map((part) => quote(String(part))).join(' '),
  );
  await runPart(machine, name, `#!/bin/sh\n${lines.join('\n')}\n`, print);
}

async function runPart(machine: Machine, name: string, script: string, print: Print): Promise<void> {
  const path = `${SCRIPTS}/${name}`;
  machine.writeText(path, script, 0o700);
  const interpreter = script.slice(2, script.indexOf('\n')).trim();
  if (!/\b(ba|da)?sh\b/.test(interpreter)) {
    print(
      warning(machine, `${path}: cannot run '${interpreter}': a simulated machine runs shell scripts only`),
    );
    return;
  }
  const code = await runInTime(machine, script, path, print);
  if (code !== 0) print(warning(machine, `Failed to run module scripts_user: ${path} exited with ${code}`));
}

async function runInTime(machine: Machine, script: string, path: string, print: Print): Promise<number> {
  const limit = new AbortController();
  const over = new AbortController();
  const tooLong = new Error(`it took longer than ${machine.limits.userData / 60_000} minutes`);
  const alarm = machine.clock.wait(machine.limits.userData, over.signal).then(
    () => limit.abort(tooLong),
    () => undefined,
  );
  try {
    const end = await runScript(machine, {
      script,
      user: machine.user('root'),
      cwd: '/',
      command: `/bin/bash ${path}`,
      budget: new Budget(machine.limits),
      signal: AbortSignal.any([limit.signal, machine.power]),
      out: print,
      err: print,
    });
    return end.code;
  } finally {
    over.abort();
    await alarm;
    if (limit.signal.aborted) print(warning(machine, `${path} was ended: ${tooLong.message}`));
  }
}

function warning(machine: Machine, message: string): string {
  const now = new Date(machine.clock.now()).toISOString().replace('T', ' ').replace('.', ',').slice(0, 23);
  return `${now} - cloud-init[WARNING]: ${message}\n`;
}
