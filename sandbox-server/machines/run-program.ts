import { FileError } from './disk/file-error.ts';
import { MachineFileSystem } from './disk/file-system.ts';
import type { Machine } from './machine.ts';
import { Killed, type Process } from './processes.ts';
import {
  type ChildScript,
  type Program,
  type ProgramContext,
  ProgramError,
  type ProgramTerminal,
  type User,
} from './program.ts';
import type { Budget } from './shell/budget.ts';
import { runScript } from './shell/run-script.ts';

/** One run of a program: with what it is started, and who hears of it. */
export interface ProgramRun {
  readonly name: string;
  readonly args: readonly string[];
  readonly user: User;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly input?: string;
  readonly parent?: Process;
  readonly budget?: Budget;
  readonly signal?: AbortSignal;
  /** The terminal that it runs in, when it has all of it. */
  readonly terminal?: ProgramTerminal;
  out(text: string): void;
  err(text: string): void;
  /** Hears which process it became. */
  started?(process: Process): void;
  /** Hears that it is ready to serve. */
  ready?(): void;
}

/** What a program ends with when it was ours that failed: EX_SOFTWARE of sysexits.h. */
const OUR_FAULT = 70;

/**
 * Runs a program as a process of the machine, to its exit code. What it throws on purpose becomes its last
 * words; anything else is a fault of ours, which the host hears of.
 * @throws TooManyProcesses
 */
export async function runProgram(machine: Machine, program: Program, run: ProgramRun): Promise<number> {
  const command = [run.name, ...run.args].join(' ');
  const process = machine.processes.enter({ user: run.user.name, command, parent: run.parent?.pid });
  const signal = run.signal ? AbortSignal.any([process.signal, run.signal]) : process.signal;
  run.budget?.start();
  run.started?.(process);
  try {
    signal.throwIfAborted();
    return await program(contextFor(machine, run, process, signal));
  } catch (error) {
    return endOf(machine, error, run, signal);
  } finally {
    machine.processes.leave(process);
  }
}

function endOf(machine: Machine, error: unknown, run: ProgramRun, signal: AbortSignal): number {
  if (signal.aborted) return signal.reason instanceof Killed ? signal.reason.code : 130;
  if (error instanceof ProgramError) {
    run.err(`${error.message}\n`);
    return error.code;
  }
  if (error instanceof FileError) {
    run.err(`${run.name}: ${error.path}: ${error.message.replace(/^\w+: /, '').replace(/, .*$/, '')}\n`);
    return 1;
  }
  machine.report(error);
  run.err(`${run.name}: the simulation of this program failed; it is no fault of yours\n`);
  return OUR_FAULT;
}

function contextFor(
  machine: Machine,
  run: ProgramRun,
  process: Process,
  signal: AbortSignal,
): ProgramContext {
  const script = async (child: ChildScript): Promise<number> => {
    const end = await runScript(machine, {
      ...child,
      user: child.user ?? run.user,
      env: child.env ?? Object.fromEntries(run.env),
      cwd: child.cwd ?? run.cwd,
      command: process.command,
      ...(child.inPlace ? { process } : { parent: process }),
      budget: run.budget,
      signal,
      terminal: run.terminal,
      out: run.out,
      err: run.err,
    });
    return end.code;
  };
  return {
    machine,
    args: run.args,
    env: run.env,
    cwd: run.cwd,
    user: run.user,
    input: run.input ?? '',
    files: new MachineFileSystem(machine.tree, machine.devices(), run.user),
    process,
    terminal: run.terminal,
    signal,
    print: run.out,
    complain: run.err,
    ready: () => run.ready?.(),
    script,
  };
}
