import { loadOf, memoryUsed } from '../devices.ts';
import type { Machine } from '../machine.ts';
import { type Process, SIGNALS, type SignalName } from '../processes.ts';
import { type Program, type ProgramContext, ProgramError } from '../program.ts';
import { parseOptions } from './options.ts';

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 16);

/** `minutes:seconds` of processor time. */
function processorTime(process: Process): string {
  const seconds = process.computed / 1000;
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** Percent of one processor over the life of the process. */
function share(machine: Machine, process: Process): number {
  const lifetime = machine.clock.now() - process.startedAt;
  return lifetime <= 0 ? 0 : Math.min(100, (100 * process.computed) / lifetime);
}

const MEMORY = 12 * 1024;
const memoryShare = (machine: Machine): number => (100 * MEMORY) / (machine.card.flavor.ram * 1024);

/** `ps`, in its usual three styles: alone, `aux`, `-ef`. */
export const ps: Program = async ({ args, machine, user, print }) => {
  const style = args.join('');
  const processes = machine.processes.list();
  if (/a?u?x/.test(style) && /[aux]/.test(style) && !style.startsWith('-')) {
    print('USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n');
    for (const process of processes) {
      const state = process.busy ? 'R' : 'S';
      const usage = `${share(machine, process).toFixed(1).padStart(4)} ${memoryShare(machine).toFixed(1).padStart(4)}`;
      print(
        `${process.user.padEnd(10)} ${String(process.pid).padStart(5)} ${usage} ${String(4 * MEMORY).padStart(6)} ${String(MEMORY).padStart(5)} ?        ${state}    ${clockTime(process.startedAt)}   ${processorTime(process)} ${process.command}\n`,
      );
    }
    return 0;
  }
  if (/^-.*[eA]/.test(style)) {
    print('UID          PID    PPID  C STIME TTY          TIME CMD\n');
    for (const process of processes)
      print(
        `${process.user.padEnd(10)} ${String(process.pid).padStart(5)} ${String(process.parent).padStart(7)} ${String(Math.round(share(machine, process))).padStart(2)} ${clockTime(process.startedAt)} ?        00:0${processorTime(process)} ${process.command}\n`,
      );
    return 0;
  }
  print('    PID TTY          TIME CMD\n');
  for (const process of processes.filter((candidate) => candidate.user === user.name))
    print(
      `${String(process.pid).padStart(7)} pts/0    00:0${processorTime(process)} ${process.command.split(' ')[0]}\n`,
    );
  return 0;
};

/** `top -b -n1`: one page; without `-b` the same, once. */
export const top: Program = async ({ machine, print }) => {
  const processes = machine.processes.list();
  const busy = processes.filter((process) => process.busy);
  const { vcpus, ram } = machine.card.flavor;
  const used = Math.min(100, (100 * busy.length) / vcpus);
  const memory = memoryUsed(machine) / 1024;
  print(`top - ${uptimeLine(machine)}\n`);
  print(
    `Tasks: ${processes.length} total, ${busy.length} running, ${processes.length - busy.length} sleeping,   0 stopped,   0 zombie\n`,
  );
  print(
    `%Cpu(s): ${used.toFixed(1).padStart(4)} us,  0.0 sy,  0.0 ni, ${(100 - used).toFixed(1)} id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st\n`,
  );
  print(
    `MiB Mem : ${ram.toFixed(1).padStart(8)} total, ${(ram - memory).toFixed(1).padStart(8)} free, ${memory.toFixed(1).padStart(8)} used\n\n`,
  );
  print('    PID USER      PR  NI    VIRT    RES S  %CPU  %MEM     TIME+ COMMAND\n');
  for (const process of processes.toSorted((one, other) => Number(other.busy) - Number(one.busy))) {
    const percent = process.busy ? Math.min(100, (100 * vcpus) / busy.length) : 0;
    print(
      `${String(process.pid).padStart(7)} ${process.user.padEnd(9).slice(0, 9)} 20   0 ${String(4 * MEMORY).padStart(7)} ${String(MEMORY).padStart(6)} ${process.busy ? 'R' : 'S'} ${percent.toFixed(1).padStart(5)} ${memoryShare(machine).toFixed(1).padStart(5)} ${processorTime(process).padStart(9)} ${nameOf(process)}\n`,
    );
  }
  return 0;
};

const nameOf = (process: Process): string => (process.command.split(' ')[0] ?? '').replace(/^.*\//, '');

function uptimeLine(machine: Machine): string {
  const minutes = machine.uptime / 60_000;
  const up = minutes < 60 ? `${Math.floor(minutes)} min` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  const now = new Date(machine.clock.now()).toISOString().slice(11, 19);
  return `${now} up ${up},  1 user,  load average: ${loadOf(machine).replaceAll(' ', ', ')}`;
}

/** `uptime`: the time, how long the machine has run, and its load. */
export const uptime: Program = async ({ machine, print }) => {
  print(` ${uptimeLine(machine)}\n`);
  return 0;
};

function signalOf(text: string): SignalName {
  const name = /^\d+$/.test(text)
    ? Object.entries(SIGNALS).find(([, number]) => number === Number(text))?.[0]
    : `SIG${text.replace(/^SIG/, '')}`;
  const found = Object.keys(SIGNALS).find((candidate): candidate is SignalName => candidate === name);
  if (!found) throw new ProgramError(`kill: ${text}: invalid signal specification`);
  return found;
}

/** @throws ProgramError for a process of somebody else's */
function send({ user }: ProgramContext, process: Process, signal: SignalName): void {
  if (user.name !== 'root' && process.user !== user.name)
    throw new ProgramError(`kill: (${process.pid}) - Operation not permitted`);
  if (process.pid !== 1) process.kill(signal);
}

/** `kill`: sends a signal to processes by their numbers. */
export const kill: Program = async (context) => {
  let signal: SignalName | 'none' = 'SIGTERM';
  const words = [...context.args];
  if (words[0] === '-l') {
    context.print(
      `${Object.keys(SIGNALS)
        .map((name) => name.replace('SIG', ''))
        .join(' ')}\n`,
    );
    return 0;
  }
  if (words[0]?.startsWith('-')) {
    const option = words.shift() ?? '';
    const text = option === '-s' ? (words.shift() ?? '') : option.slice(1);
    signal = text === '0' ? 'none' : signalOf(text);
  }
  for (const word of words) {
    const process = context.machine.processes.get(Number(word));
    if (!process) throw new ProgramError(`kill: (${word}) - No such process`);
    if (signal !== 'none') send(context, process, signal);
  }
  return 0;
};

function matching({ machine, process: own }: ProgramContext, pattern: string, whole: boolean): Process[] {
  return machine.processes
    .list()
    .filter((process) => process !== own && process.pid !== 1)
    .filter((process) => (whole ? process.command : nameOf(process)).includes(pattern));
}

/** `pgrep`: the numbers of processes by their names. */
export const pgrep: Program = async (context) => {
  const { options, rest } = parseOptions('pgrep', context.args, { withValue: ['u'] });
  const found = matching(context, rest[0] ?? '', options.has('f'));
  for (const { pid, command } of found)
    context.print(options.has('a') || options.has('l') ? `${pid} ${command}\n` : `${pid}\n`);
  return found.length > 0 ? 0 : 1;
};

/** `pkill`: sends a signal to processes by their names. */
export const pkill: Program = async (context) => {
  const signal = context.args.find((argument) => /^-(\d+|[A-Z]+)$/.test(argument));
  const { options, rest } = parseOptions(
    'pkill',
    context.args.filter((argument) => argument !== signal),
    { withValue: ['u'] },
  );
  const found = matching(context, rest[0] ?? '', options.has('f'));
  for (const process of found)
    send(context, process, signal === undefined ? 'SIGTERM' : signalOf(signal.slice(1)));
  return found.length > 0 ? 0 : 1;
};

/** `free`: the memory of the machine's flavor. */
export const free: Program = async ({ args, machine, print }) => {
  const unit = args.includes('-m') || args.includes('-h') ? 1024 : 1;
  const total = machine.card.flavor.ram * 1024;
  const used = memoryUsed(machine);
  const show = (value: number): string =>
    (Math.round(value / unit) + (args.includes('-h') ? 'Mi' : '')).padStart(12);
  print(`               total        used        free      shared  buff/cache   available\n`);
  print(`Mem:    ${[total, used, total - used, 1024, 0, total - used].map(show).join('')}\n`);
  print(`Swap:   ${[0, 0, 0].map(show).join('')}\n`);
  return 0;
};
