import { Bash, type BashExecResult, type CommandName, getCommandNames } from 'just-bash';
import { type Device, hiddenDevice } from '../disk/device.ts';
import { FileError } from '../disk/file-error.ts';
import type { LiveShell, Machine } from '../machine.ts';
import { programsElsewhere } from '../packages/archive.ts';
import { Killed, type Process } from '../processes.ts';
import type { ProgramTerminal, User } from '../program.ts';
import { ComputedTooLong } from './breath.ts';
import { Budget, PrintedTooMuch, StartedTooMuch } from './budget.ts';
import { commandFor, commandsFor, INNER_COMMANDS, type Surroundings } from './commands.ts';
import { quote } from './quote.ts';
import { BREATH_DEVICE, DIRECT_DEVICE, ERR_DEVICE, OUT_DEVICE, rewriteScript } from './rewrite.ts';
import { ShellFileSystem, shellWords } from './shell-file-system.ts';

/** Commands of the interpreter that a machine has its own of, or that reach further than a machine should. */
const NOT_OURS = new Set<string>(['sqlite3', 'html-to-markdown', 'xan', 'yq', 'rg', 'help', 'bash', 'sh']);

const baseCommands = (): CommandName[] => getCommandNames().filter(isOurs);
const isOurs = (name: string): name is CommandName => !NOT_OURS.has(name);

/** One run of a script: with what it is started, and who hears of it. */
export interface ScriptRun {
  readonly script: string;
  /** The positional parameters. */
  readonly args?: readonly string[];
  readonly user: User;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  /** What `ps` shows. */
  readonly command: string;
  readonly parent?: Process;
  /** A process that is there and becomes this script's; without it the script has one of its own. */
  readonly process?: Process;
  readonly budget?: Budget;
  readonly signal?: AbortSignal;
  /** The terminal in whose foreground it runs. */
  readonly terminal?: ProgramTerminal;
  out(text: string): void;
  err(text: string): void;
  /** Hears which process it became. */
  started?(process: Process): void;
}

/** How a script ended: its exit code, and the variables that it left. */
export interface ScriptEnd {
  readonly code: number;
  readonly env: Readonly<Record<string, string>>;
}

const CLEAR_WORDS = /, increase executionLimits\.\w+/g;
/** Longer than any wait that a guest has a reason for; the machine's own clock bounds user data. */
const LONGEST_RUN = 24 * 60 * 60 * 1000;

/** Commands that must be found in /usr/bin, or the interpreter passes them over; a listing does not show them. */
const FOUND_COMMANDS = [...INNER_COMMANDS, ...programsElsewhere];

/** A script is read at once, which nobody else can interrupt. */
const MOST_SOURCE = 1024 * 1024;

/** The variables that a login gives. */
export function loginEnvironment(user: User, hostname: string): Record<string, string> {
  return {
    // The interpreter knows its commands by their place in /usr/bin, so that one comes first.
    PATH: '/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin:/bin',
    HOME: user.home,
    USER: user.name,
    LOGNAME: user.name,
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    HOSTNAME: hostname,
  };
}

/**
 * Runs a script as one process of the machine, printing as it goes. Nothing of the host is within its reach:
 * its files are the machine's, its commands are ours, and its network is the virtual one.
 * @throws TooManyProcesses
 */
export async function runScript(machine: Machine, run: ScriptRun): Promise<ScriptEnd> {
  if (run.process) return await runIn(machine, run.process, run);
  const process = machine.processes.enter({
    user: run.user.name,
    command: run.command,
    parent: run.parent?.pid,
  });
  run.started?.(process);
  try {
    return await runIn(machine, process, run);
  } finally {
    machine.processes.leave(process);
  }
}

async function runIn(machine: Machine, process: Process, run: ScriptRun): Promise<ScriptEnd> {
  const budget = run.budget ?? new Budget(machine.limits);
  budget.start();
  const out = (text: string): void => {
    if (text !== '') run.out(budget.print(text));
  };
  const err = (text: string): void => {
    if (text !== '') run.err(budget.print(text.replace(CLEAR_WORDS, '')));
  };
  const signal = AbortSignal.any([process.signal, budget.signal, ...(run.signal ? [run.signal] : [])]);
  const { user, terminal } = run;
  const surroundings: Surroundings = { machine, process, user, budget, signal, terminal, out, err };
  const bash = bashFor(surroundings, run);
  const live: LiveShell = {
    add: (name, program) => bash.registerCommand(commandFor(surroundings, name, program)),
  };
  machine.shells.add(live);
  try {
    const environment = environmentFor(machine, run);
    const exported = Object.keys(environment).filter((name) => /^[A-Za-z_]\w*$/.test(name));
    const prelude = `export ${exported.join(' ')}; set -- ${(run.args ?? []).map(quote).join(' ')}; `;
    const result = await bash.exec(prelude + run.script, {
      rawScript: true,
      replaceEnv: true,
      env: environment,
      cwd: run.cwd ?? run.user.home,
      stdin: run.input ?? '',
      signal,
    });
    return endOf(result, signal, { out, err: run.err });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    err(`bash: ${error.path}: ${shellWords(error)}\n`);
    return { code: 1, env: run.env ?? {} };
  } finally {
    machine.shells.delete(live);
  }
}

function environmentFor(machine: Machine, run: ScriptRun): Record<string, string> {
  const cwd = run.cwd ?? run.user.home;
  const login = machine.image.bareEnvironment ? {} : loginEnvironment(run.user, machine.hostname);
  return { ...login, ...run.env, PWD: cwd };
}

function bashFor(surroundings: Surroundings, run: ScriptRun): Bash {
  const { machine, user, budget, process, out, err } = surroundings;
  const devices = new Map<string, Device>([
    ...machine.devices(),
    [OUT_DEVICE, { ...hiddenDevice, write: out }],
    [ERR_DEVICE, { ...hiddenDevice, write: err }],
    [DIRECT_DEVICE, hiddenDevice],
    ...FOUND_COMMANDS.map((name): [string, Device] => [`/usr/bin/${name}`, hiddenDevice]),
    [BREATH_DEVICE, { ...hiddenDevice, read: () => budget.breath.take().then(() => '') }],
  ]);
  const { commands, output } = machine.limits;
  const bash = new Bash({
    fs: new ShellFileSystem(machine.tree, devices, user, err),
    cwd: run.cwd ?? user.home,
    commands: baseCommands(),
    customCommands: commandsFor(surroundings),
    executionLimits: {
      maxCommandCount: commands,
      maxLoopIterations: commands,
      maxExecutionTimeMs: LONGEST_RUN,
      maxSourceBytes: MOST_SOURCE,
      maxOutputSize: 4 * output,
      maxStringLength: output,
      maxHeredocSize: output,
      maxLiveBytes: 4 * output,
      maxInputBytes: 8 * output,
      maxArrayElements: commands,
      maxBraceExpansionResults: commands,
    },
    processInfo: { pid: process.pid, ppid: process.parent, uid: user.id, gid: user.id },
  });
  bash.registerTransformPlugin({ name: 'machine', transform: ({ ast }) => ({ ast: rewriteScript(ast) }) });
  return bash;
}

function endOf(
  result: BashExecResult,
  signal: AbortSignal,
  { out, err }: Pick<ScriptRun, 'out' | 'err'>,
): ScriptEnd {
  const reason: unknown = signal.aborted ? signal.reason : undefined;
  out(result.stdout);
  if (reason instanceof Killed) return { code: reason.code, env: result.env };
  if (
    reason instanceof ComputedTooLong ||
    reason instanceof PrintedTooMuch ||
    reason instanceof StartedTooMuch
  ) {
    err(`bash: ${reason.message}\n`);
    return { code: 137, env: result.env };
  }
  if (reason !== undefined) return { code: 130, env: result.env };
  err(result.stderr.replace(CLEAR_WORDS, ''));
  return { code: result.exitCode, env: result.env };
}
