import { type Program, type ProgramContext, ProgramError } from '../program.ts';
import type { Supervised } from '../services/supervised.ts';
import { Supervisor } from '../services/supervisor.ts';
import { untilAborted } from './until-aborted.ts';

const NO_SOCKET = 'unix:///var/run/supervisor.sock no such file';

/** `supervisord`: keeps the programs of /etc/supervisor/conf.d up until it is told to end. */
export const supervisord: Program = async ({ machine, process, signal, ready }) => {
  const supervisor = new Supervisor(machine);
  machine.supervisor = supervisor;
  supervisor.log(`INFO supervisord started with pid ${process.pid}`);
  try {
    await supervisor.update();
    ready();
    await untilAborted(signal);
  } finally {
    if (machine.supervisor === supervisor) machine.supervisor = undefined;
    await supervisor.stopAll();
  }
  return 0;
};

/** `supervisorctl`: http://supervisord.org/running.html#supervisorctl-actions */
export const supervisorctl: Program = async (context) => {
  const [action = 'status', ...names] = context.args.filter((argument) => !argument.startsWith('-'));
  const { supervisor } = context.machine;
  if (!supervisor) {
    context.print(`${NO_SOCKET}\n`);
    return 4;
  }
  if (context.user.name !== 'root')
    throw new ProgramError("error: <class 'PermissionError'>, [Errno 13] Permission denied", 2);
  switch (action) {
    case 'status':
      return status(context, supervisor, names);
    case 'start':
    case 'stop':
    case 'restart':
      return await each(context, supervisor, names, action);
    case 'reread':
      return reread(context, supervisor);
    case 'update':
      return await update(context, supervisor);
    case 'reload':
      await supervisor.reload();
      context.print('Restarted supervisord\n');
      return 0;
    case 'tail':
      return tail(context, supervisor, names);
    case 'pid':
      context.print(`${context.machine.systemd.service('supervisor')?.process?.pid ?? 0}\n`);
      return 0;
    case 'shutdown':
      await context.machine.systemd.stop('supervisor');
      context.print('Shut down\n');
      return 0;
    default:
      throw new ProgramError(`*** Unknown syntax: ${[action, ...names].join(' ')}`);
  }
};

const STATES = {
  stopped: 'STOPPED',
  starting: 'STARTING',
  running: 'RUNNING',
  backoff: 'BACKOFF',
  stopping: 'STOPPING',
  exited: 'EXITED',
  failed: 'FATAL',
} as const satisfies Record<Supervised['state'], string>;

function status(
  { machine, print }: ProgramContext,
  supervisor: Supervisor,
  names: readonly string[],
): number {
  const shown = supervisor
    .list()
    .filter(({ program }) => names.length === 0 || names.includes('all') || names.includes(program.name));
  for (const { program, service } of shown) {
    const up = Math.floor((machine.clock.now() - service.changedAt) / 1000);
    const details =
      service.state === 'running'
        ? `pid ${service.process?.pid ?? 0}, uptime ${duration(up)}`
        : service.state === 'failed'
          ? 'Exited too quickly (process log may have details)'
          : '';
    print(`${program.name.padEnd(32)} ${STATES[service.state].padEnd(9)} ${details}`.trimEnd().concat('\n'));
  }
  for (const name of names)
    if (name !== 'all' && !supervisor.get(name)) print(`${name}: ERROR (no such process)\n`);
  return shown.every(({ service }) => service.state === 'running') && shown.length > 0 ? 0 : 3;
}

/** `0:01:05` */
function duration(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

async function each(
  { print }: ProgramContext,
  supervisor: Supervisor,
  names: readonly string[],
  action: 'start' | 'stop' | 'restart',
): Promise<number> {
  const wanted = names.includes('all') ? supervisor.list().map(({ program }) => program.name) : names;
  let code = 0;
  for (const name of wanted) {
    const service = supervisor.get(name);
    if (!service) {
      print(`${name}: ERROR (no such process)\n`);
      code = 1;
      continue;
    }
    if (action !== 'start') {
      print(service.isUp ? `${name}: stopped\n` : `${name}: ERROR (not running)\n`);
      await service.stop();
    }
    if (action === 'stop') continue;
    if (service.isUp) print(`${name}: ERROR (already started)\n`);
    else {
      await service.start();
      print(service.isUp ? `${name}: started\n` : `${name}: ERROR (spawn error)\n`);
    }
  }
  return code;
}

function reread({ print }: ProgramContext, supervisor: Supervisor): number {
  const changes = supervisor.reread();
  if (changes.length === 0) print('No config updates to processes\n');
  for (const { name, change } of changes) print(`${name}: ${change}\n`);
  return 0;
}

async function update({ print }: ProgramContext, supervisor: Supervisor): Promise<number> {
  for (const { name, change } of await supervisor.update()) {
    if (change !== 'added') print(`${name}: stopped\n`);
    print(`${name}: ${change} process group\n`);
  }
  return 0;
}

function tail({ machine, print }: ProgramContext, supervisor: Supervisor, names: readonly string[]): number {
  const [name = '', channel = 'stdout'] = names;
  const entry = supervisor.list().find(({ program }) => program.name === name);
  if (!entry) throw new ProgramError(`${name}: ERROR (no such process name)`);
  const path = channel === 'stderr' ? entry.program.errFile : entry.program.outFile;
  const text = machine.tree.find(path) ? machine.readText(path) : '';
  print(text.slice(-1600));
  return 0;
}
