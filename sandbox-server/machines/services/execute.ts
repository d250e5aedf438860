import { nameOf, resolvePath } from '../disk/paths.ts';
import type { Machine } from '../machine.ts';
import { Killed, type Process, TooManyProcesses } from '../processes.ts';
import { runProgram } from '../run-program.ts';
import { Budget } from '../shell/budget.ts';
import { loginEnvironment, runScript } from '../shell/run-script.ts';

/** A command line to run outside of any shell. */
export interface Execution {
  readonly command: readonly string[];
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  out(text: string): void;
  err(text: string): void;
  started(process: Process): void;
  ready(): void;
}

/** What systemd says when there is nothing to execute. */
const NO_SUCH_PROGRAM = 203;
const PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Runs a service's command: a program that is installed, or a script on the disk. */
export async function execute(machine: Machine, execution: Execution): Promise<number> {
  const [command = '', ...args] = execution.command;
  const path = findInPath(machine, command, execution.cwd);
  if (path === undefined) {
    execution.err(`${command}: No such file or directory\n`);
    return NO_SUCH_PROGRAM;
  }
  try {
    return await run(machine, execution, path, args);
  } catch (error) {
    if (error instanceof Killed) return error.code;
    if (!(error instanceof TooManyProcesses)) throw error;
    execution.err(`${error.message}\n`);
    return 254;
  }
}

async function run(machine: Machine, execution: Execution, path: string, args: string[]): Promise<number> {
  const { cwd, out, err, started, ready } = execution;
  const user = machine.user(execution.user);
  const env = { ...loginEnvironment(user, machine.hostname), ...execution.env };
  const program = machine.programs().get(nameOf(path));
  const sinks = { out, err, started, user, cwd };
  if (program) {
    return runProgram(machine, program, {
      ...sinks,
      ready,
      name: nameOf(path),
      args,
      env: new Map(Object.entries(env)),
    });
  }
  const script = machine.readText(path);
  const budget = new Budget(machine.limits);
  const end = await runScript(machine, {
    ...sinks,
    script,
    args,
    env,
    budget,
    command: [path, ...args].join(' '),
  });
  return end.code;
}

function findInPath(machine: Machine, command: string, cwd: string): string | undefined {
  const candidates = command.includes('/')
    ? [resolvePath(cwd, command)]
    : PATH.map((folder) => `${folder}/${command}`);
  return command === ''
    ? undefined
    : candidates.find((path) => machine.tree.find(path)?.entry.kind === 'file');
}
