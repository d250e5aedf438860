import {
  type Command,
  decodeBytesToUtf8,
  defineCommand,
  type ExecResult,
  parse,
  type ResolvedCommandContext,
  serialize,
} from 'just-bash';
import type { Machine } from '../machine.ts';
import { PROGRAM_COMMAND } from '../packages/stub.ts';
import { type Process, TooManyProcesses } from '../processes.ts';
import type { Program, ProgramTerminal, User } from '../program.ts';
import { runProgram } from '../run-program.ts';
import { readHistory } from '../terminal/history.ts';
import type { Budget } from './budget.ts';
import { jobCommands } from './jobs.ts';
import { listCommand } from './list-command.ts';
import {
  BACKGROUND_COMMAND,
  DIRECT_DESCRIPTOR,
  DIRECT_DEVICE,
  REWRITE_COMMAND,
  RUN_COMMAND,
  rewriteScript,
  WAIT_COMMAND,
} from './rewrite.ts';
import { runFile } from './run-file.ts';

/** What a shell's commands run in. */
export interface Surroundings {
  readonly machine: Machine;
  readonly process: Process;
  readonly user: User;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  readonly terminal: ProgramTerminal | undefined;
  out(text: string): void;
  err(text: string): void;
}

/** Commands that no package brings: a shell's own. They must be found as files, or the interpreter passes them over. */
export const INNER_COMMANDS = [
  BACKGROUND_COMMAND,
  WAIT_COMMAND,
  PROGRAM_COMMAND,
  RUN_COMMAND,
  REWRITE_COMMAND,
  'jobs',
  'history',
] as const;

/** The commands that a shell adds to those of the interpreter: the programs installed on its machine. */
export function commandsFor(surroundings: Surroundings): Command[] {
  const programs = [...surroundings.machine.programs()];
  return [
    ...programs.map(([name, program]) =>
      name === 'tail' ? tailCommand(surroundings, program) : commandFor(surroundings, name, program),
    ),
    ...jobCommands(surroundings),
    dateCommand(surroundings),
    historyCommand(surroundings),
    listCommand(surroundings),
    programCommand(surroundings),
    runCommand(surroundings),
    rewriteCommand,
  ];
}

/** Whether what a command prints goes straight to where its shell's own output goes. */
export function printsDirectly({
  fileDescriptors,
}: Pick<ResolvedCommandContext, 'fileDescriptors'>): boolean {
  return fileDescriptors?.get(DIRECT_DESCRIPTOR) === `__file__:${DIRECT_DEVICE}`;
}

/** A program as a command of one shell. */
export function commandFor(surroundings: Surroundings, name: string, program: Program): Command {
  return defineCommand(name, async (args, context) => {
    const direct = printsDirectly(context);
    const output = direct ? surroundings : new Collected(surroundings.machine.limits.output);
    const terminal = direct ? surroundings.terminal : undefined;
    const exitCode = await start(surroundings, { name, program, args, context, output, terminal });
    surroundings.budget.breath.wake();
    return output instanceof Collected ? output.result(exitCode) : { stdout: '', stderr: '', exitCode };
  });
}

interface Invocation {
  readonly name: string;
  readonly program: Program;
  readonly args: string[];
  readonly context: ResolvedCommandContext;
  readonly output: Pick<Surroundings, 'out' | 'err'>;
  readonly terminal: ProgramTerminal | undefined;
}

async function start(surroundings: Surroundings, invocation: Invocation): Promise<number> {
  const { machine, user, process, budget, signal } = surroundings;
  const { name, program, args, context, output, terminal } = invocation;
  try {
    return await runProgram(machine, program, {
      name,
      args,
      user,
      env: new Map(Object.entries(context.exportedEnv ?? {})),
      cwd: context.cwd,
      input: decodeBytesToUtf8(context.stdin),
      parent: process,
      budget,
      signal: context.signal ? AbortSignal.any([context.signal, signal]) : signal,
      terminal,
      out: (text) => output.out(text),
      err: (text) => output.err(text),
    });
  } catch (error) {
    if (!(error instanceof TooManyProcesses)) throw error;
    output.err(`bash: ${error.message}\n`);
    return 254;
  }
}

/** Output that goes on to a pipe or a file once the command is over. */
class Collected {
  readonly #most: number;
  #out = '';
  #err = '';

  constructor(most: number) {
    this.#most = most;
  }

  out(text: string): void {
    if (this.#out.length < this.#most) this.#out += text;
  }

  err(text: string): void {
    if (this.#err.length < this.#most) this.#err += text;
  }

  result(exitCode: number): ExecResult {
    return { stdout: this.#out, stderr: this.#err, exitCode };
  }
}

/** What the file of a program outside of /usr/bin calls: the program of that name. */
function programCommand(surroundings: Surroundings): Command {
  return defineCommand(PROGRAM_COMMAND, async ([name = '', ...args], context) => {
    const program = surroundings.machine.programs().get(name);
    if (!program) return { stdout: '', stderr: `bash: ${name}: command not found\n`, exitCode: 127 };
    return commandFor(surroundings, name, program).execute(args, context);
  });
}

/** A script by its path: a process of its own, with as many arguments as there are. */
function runCommand(surroundings: Surroundings): Command {
  return defineCommand(RUN_COMMAND, (args, context) =>
    commandFor(surroundings, 'bash', runFile).execute(args, context),
  );
}

/** A text that is no script is left for the interpreter to complain about. */
const rewriteCommand = defineCommand(REWRITE_COMMAND, async (args) => {
  const text = args.join(' ');
  try {
    return { stdout: serialize(rewriteScript(parse(text), false)), stderr: '', exitCode: 0 };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { stdout: text, stderr: '', exitCode: 0 };
  }
});

/** `tail` is the interpreter's, which does not know how to follow. */
function tailCommand(surroundings: Surroundings, follow: Program): Command {
  const following = commandFor(surroundings, 'tail', follow);
  return defineCommand('tail', async (args, context) => {
    const plain = args.some((argument) => /^-[a-z]*[fF]|^--follow/.test(argument))
      ? undefined
      : context.origCommand;
    return plain ? plain(args) : following.execute(args, context);
  });
}

/** `history`: the lines that the user gave to shells, numbered. */
function historyCommand({ machine, user }: Surroundings): Command {
  return defineCommand('history', async ([most]) => {
    const lines = readHistory(machine, user).map(
      (line, index) => `${String(index + 1).padStart(5)}  ${line}\n`,
    );
    return { stdout: lines.slice(most === undefined ? 0 : -Number(most)).join(''), stderr: '', exitCode: 0 };
  });
}

/** `date` tells the machine's time, which need not be that of its host. */
function dateCommand({ machine }: Surroundings): Command {
  return defineCommand('date', async (args, context) => {
    const asked = args.some((argument) => /^(-d|--date|-r|--reference|-f|--help)/.test(argument));
    const now = new Date(machine.clock.now()).toISOString();
    const result = await context.origCommand?.(asked ? args : ['-d', now, ...args]);
    return result ?? { stdout: '', stderr: 'date: not available\n', exitCode: 1 };
  });
}
