import { syslogTime } from '../journal.ts';
import { type Program, type ProgramContext, ProgramError } from '../program.ts';
import type { Supervised } from '../services/supervised.ts';
import { type Unit, UnitNotFound } from '../services/systemd.ts';
import { parseOptions } from './options.ts';

const NOT_ACTIVE = 3;
const NO_SUCH_UNIT = 4;

/** `systemctl`: https://www.freedesktop.org/software/systemd/man/latest/systemctl.html */
export const systemctl: Program = async (context) => {
  const { options, rest } = parseOptions('systemctl', context.args, {
    withValue: ['n', 'lines', 'type', 't'],
    long: { quiet: 'q' },
  });
  const [command = 'list-units', ...written] = rest;
  const names = written.map((name) => name.replace(/\.service$/, ''));
  try {
    return await carryOut(context, command, names, options);
  } catch (error) {
    if (!(error instanceof UnitNotFound)) throw error;
    const asking = command === 'status' || command.startsWith('is-');
    throw new ProgramError(
      asking ? error.message : `Failed to ${command} ${names[0]}.service: ${error.message}`,
      asking ? NO_SUCH_UNIT : 5,
    );
  }
};

async function carryOut(
  context: ProgramContext,
  command: string,
  names: readonly string[],
  options: ReadonlyMap<string, readonly string[]>,
): Promise<number> {
  const { machine, print } = context;
  const { systemd } = machine;
  switch (command) {
    case 'start':
    case 'restart':
    case 'reload-or-restart':
    case 'try-restart':
      demandRoot(context);
      return await startAll(context, names, command !== 'start');
    case 'stop':
      demandRoot(context);
      for (const name of names) await systemd.stop(name);
      return 0;
    case 'enable':
    case 'disable':
      demandRoot(context);
      return await enableAll(context, names, command, options.has('now'));
    case 'status':
      return names.length === 0
        ? listUnits(context)
        : Math.max(...names.map((name) => status(context, name)));
    case 'is-active':
    case 'is-enabled':
      return ask(context, command, names, options.has('q'));
    case 'list-units':
    case 'list-unit-files':
      return listUnits(context);
    case 'cat':
      for (const name of names) print(machine.readText(systemd.unit(name).path));
      return 0;
    case 'daemon-reload':
    case 'reset-failed':
      return 0;
    default:
      throw new ProgramError(`Unknown command verb '${command}'.`);
  }
}

function demandRoot({ user }: ProgramContext): void {
  if (user.name !== 'root') throw new ProgramError('Failed to carry it out: Access denied (use sudo).');
}

async function startAll(
  { machine, complain }: ProgramContext,
  names: readonly string[],
  again: boolean,
): Promise<number> {
  let code = 0;
  for (const name of names) {
    if (again) await machine.systemd.stop(name);
    const service = await machine.systemd.start(name);
    if (service.isUp || service.state === 'exited') continue;
    complain(
      `Job for ${name}.service failed because the control process exited with error code.\nSee "systemctl status ${name}.service" and "journalctl -xeu ${name}.service" for details.\n`,
    );
    code = 1;
  }
  return code;
}

async function enableAll(
  context: ProgramContext,
  names: readonly string[],
  command: 'enable' | 'disable',
  now: boolean,
): Promise<number> {
  const { systemd } = context.machine;
  for (const name of names) {
    const link = command === 'enable' ? systemd.enable(name) : systemd.disable(name);
    if (link !== undefined)
      context.complain(
        command === 'enable'
          ? `Created symlink ${link} -> ${systemd.unit(name).path}.\n`
          : `Removed "${link}".\n`,
      );
    if (now && command === 'disable') await systemd.stop(name);
  }
  return now && command === 'enable' ? await startAll(context, names, false) : 0;
}

function ask(
  { machine: { systemd }, print }: ProgramContext,
  question: 'is-active' | 'is-enabled',
  names: readonly string[],
  quiet: boolean,
): number {
  const [yes, no] = question === 'is-active' ? ['active', 'inactive'] : ['enabled', 'disabled'];
  const answers = names.map((name) =>
    question === 'is-active'
      ? systemd.service(name)?.state === 'running'
      : systemd.isEnabled(systemd.unit(name).name),
  );
  if (!quiet) print(answers.map((answer) => `${answer ? yes : no}\n`).join(''));
  return answers.every(Boolean) ? 0 : NOT_ACTIVE;
}

function status({ machine, print }: ProgramContext, name: string): number {
  const unit = machine.systemd.unit(name);
  const service = machine.systemd.service(unit.name);
  const enabled = machine.systemd.isEnabled(unit.name) ? 'enabled' : 'disabled';
  print(`${service?.state === 'running' ? '●' : '○'} ${unit.name}.service - ${unit.description}\n`);
  print(`     Loaded: loaded (${unit.path}; ${enabled}; preset: enabled)\n`);
  print(`     Active: ${activity(service)}\n`);
  if (service?.process) print(`   Main PID: ${service.process.pid} (${unit.name})\n`);
  const entries = machine.journal.entries().filter((entry) => concerns(entry, unit));
  if (entries.length > 0)
    print(
      `\n${entries
        .slice(-10)
        .map((entry) => `${machine.journal.format(entry)}\n`)
        .join('')}`,
    );
  return service?.state === 'running' ? 0 : NOT_ACTIVE;
}

/** Whether a message is a unit's own, or systemd's about it. */
export function concerns(
  { unit, message }: { unit: string; message: string },
  { name }: Pick<Unit, 'name'>,
): boolean {
  return unit === name || (unit === 'systemd' && message.includes(`${name}.service`));
}

function activity(service: Supervised | undefined): string {
  const since = service ? ` since ${syslogTime(service.changedAt)} UTC` : '';
  switch (service?.state) {
    case 'running':
      return `active (running)${since}`;
    case 'starting':
      return `activating (start)${since}`;
    case 'backoff':
      return `activating (auto-restart) (Result: exit-code)${since}`;
    case 'failed':
      return `failed (Result: exit-code)${since}`;
    default:
      return `inactive (dead)${since}`;
  }
}

function listUnits({ machine, print }: ProgramContext): number {
  print('  UNIT                      LOAD   ACTIVE   SUB     DESCRIPTION\n');
  for (const name of machine.systemd.names()) {
    const running = machine.systemd.service(name)?.state === 'running';
    const { description } = machine.systemd.unit(name);
    print(
      `  ${`${name}.service`.padEnd(25)} loaded ${running ? 'active  ' : 'inactive'} ${running ? 'running' : 'dead   '} ${description}\n`,
    );
  }
  return 0;
}
