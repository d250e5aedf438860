import type { Machine } from '../../../machines/machine.ts';
import type { Process } from '../../../machines/processes.ts';
import type { Program, User } from '../../../machines/program.ts';
import { runProgram } from '../../../machines/run-program.ts';
import { Budget } from '../../../machines/shell/budget.ts';
import { quote } from '../../../machines/shell/quote.ts';
import { runScript } from '../../../machines/shell/run-script.ts';
import { Shell } from '../../../machines/shell/shell.ts';
import { isIncomplete } from '../../../machines/terminal/incomplete.ts';
import { runLogin } from '../../../machines/terminal/interactive-shell.ts';
import { programTerminal } from '../../../machines/terminal/program-terminal.ts';
import type { Tty } from '../../../machines/terminal/tty.ts';
import type { FoundCommand } from './find-command.ts';
import type { Input } from './input.ts';
import type { StreamName } from './output.ts';

/** One run of a command in a container. */
export interface CommandRun {
  readonly command: FoundCommand;
  /** What `ps` shows. */
  readonly words: readonly string[];
  readonly user: User;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Standard input when there is any; a terminal has its own. */
  readonly input: Input | undefined;
  readonly tty: Tty | undefined;
  print(stream: StreamName, text: string): void;
  started(process: Process): void;
  /** Ctrl-C was typed and no shell took it. */
  interrupted(): void;
}

/** Programs that never read what comes in: they begin at once, whoever may type. */
const DEAF = new Set([
  'sleep',
  'nginx',
  'redis-server',
  'mariadbd',
  'rabbitmq-server',
  'haproxy',
  'faafo-api',
  'faafo-worker',
  'docker-entrypoint.sh',
  'httpd',
  'ping',
  'ps',
  'hostname',
]);
const SHELLS = new Set(['sh', 'bash']);

/** Runs a command to its exit code. @throws TooManyProcesses */
export async function runCommand(machine: Machine, run: CommandRun): Promise<number> {
  const { command, words, user, env, cwd, started, tty } = run;
  const sinks = {
    user,
    cwd,
    started,
    out: (text: string) => run.print('stdout', text),
    err: (text: string) => run.print('stderr', text),
    ...(tty && { terminal: programTerminal(tty, runLogin) }),
  };
  if (tty) tty.interrupt = run.interrupted;
  const program = { ...sinks, args: words.slice(1), env: new Map(Object.entries(env)) };
  if (command.kind === 'program')
    return await runProgram(machine, programFor(run, command), {
      ...program,
      name: command.name,
      args: command.args,
    });
  const script =
    command.kind === 'script'
      ? { script: command.text, args: command.args }
      : { script: command.words.map(quote).join(' ') };
  const { input } = run;
  if (!input) {
    const end = await runScript(machine, {
      ...sinks,
      ...script,
      env,
      command: words.join(' '),
      budget: new Budget(machine.limits),
    });
    return end.code;
  }
  const reading: Program = async (context) =>
    context.script({ ...script, input: await input.all(context.signal), inPlace: true });
  return await runProgram(machine, reading, { ...program, name: words[0] ?? '' });
}

/** The program as it reads what comes in: a shell line by line, others all of it. */
function programFor(
  { input, tty }: CommandRun,
  { name, program, args }: FoundCommand & { kind: 'program' },
): Program {
  const plain = name.replace(/^.*\//, '');
  if (!input || tty || DEAF.has(plain)) return program;
  if (SHELLS.has(plain) && args.every((argument) => /^-[a-z]*$/.test(argument) && !argument.includes('c')))
    return lineByLine(input);
  return async (context) => program({ ...context, input: await input.all(context.signal) });
}

/** A shell whose commands come in line by line, each run when it is whole. */
function lineByLine(input: Input): Program {
  return async ({ machine, user, cwd, env, process, signal, print, complain }) => {
    const shell = new Shell(machine, user, { cwd, env: Object.fromEntries(env), process });
    let script = '';
    let code = 0;
    for (let line = await input.line(signal); line !== undefined; line = await input.line(signal)) {
      script += line;
      if (isIncomplete(script.replace(/\n$/, ''))) continue;
      const end = await shell.run(script, { stdout: print, stderr: complain, signal });
      code = end.code;
      if (end.exited) return code;
      script = '';
    }
    if (script.trim() !== '')
      code = (await shell.run(script, { stdout: print, stderr: complain, signal })).code;
    return code;
  };
}
