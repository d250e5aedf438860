import { parse, type ScriptNode } from 'just-bash';
import type { Machine } from '../machine.ts';
import type { Process } from '../processes.ts';
import type { ProgramTerminal, User } from '../program.ts';
import { runScript } from './run-script.ts';
import { functionText } from './syntax.ts';

/** How a line is run, and who hears of it. */
export interface LineRun {
  /** Hears what is printed, as it is printed. */
  stdout(text: string): void;
  stderr(text: string): void;
  /** Aborted: the line is interrupted, as by Ctrl-C. */
  signal?: AbortSignal;
  /** Standard input of the line. */
  input?: string;
  /** The terminal in whose foreground it runs. */
  terminal?: ProgramTerminal;
  /** Variables that are set anew for this line, such as the size of a window. */
  env?: Readonly<Record<string, string>>;
}

/** How a line ended: its exit code, and whether the shell is over. */
export interface LineEnd {
  readonly code: number;
  /** The line was `exit`, or led to it: the shell is over. */
  readonly exited: boolean;
}

/** How a shell begins: at home, with a process for each line, unless told otherwise. */
export interface ShellPlace {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The process whose shell it is. */
  readonly process?: Process;
}

/** Reached at the end of each line, unless the line left the shell. */
const STILL_HERE = '__still_here';
const PER_SHELL = new Set(['SHELLOPTS', 'BASHOPTS', 'PPID', 'UID', 'EUID', STILL_HERE]);

/** A login on a machine: remembers between lines its folder, its variables, its functions, and how the last one ended. */
export class Shell {
  readonly #machine: Machine;
  readonly #user: User;
  readonly #process: Process | undefined;
  #cwd: string;
  #env: Record<string, string>;
  #functions = '';
  /** What `$?` is when the next line begins. */
  #code = 0;

  constructor(machine: Machine, user: User, start: ShellPlace = {}) {
    this.#machine = machine;
    this.#user = user;
    this.#cwd = start.cwd ?? user.home;
    this.#process = start.process;
    this.#env = { TERM: 'xterm-256color', ...start.env };
  }

  /** Where the shell is: for a prompt. */
  get cwd(): string {
    return this.#cwd;
  }

  /** The variables that it holds now. */
  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }

  /** What a prompt begins with, such as `ubuntu@app-controller:~$ `. */
  get prompt(): string {
    const { name, home } = this.#user;
    const place = this.#cwd === home ? '~' : this.#cwd.replace(`${home}/`, '~/');
    if (this.#machine.image.prompt === 'plain') return `${this.#cwd} ${name === 'root' ? '#' : '$'} `;
    return `${name}@${this.#machine.hostname}:${place}${name === 'root' ? '#' : '$'} `;
  }

  /** Runs one line, or a script of several. @throws MachineIsOff, TooManyProcesses */
  async run(
    line: string,
    { stdout, stderr, signal, input, terminal, env: given }: LineRun,
  ): Promise<LineEnd> {
    this.#machine.demandPower();
    const { code, env } = await runScript(this.#machine, {
      script: `${this.#functions}\n(exit ${this.#code})\n${line}\n{ ${STILL_HERE}=$?; set +x; } 2>/dev/null\n(exit $${STILL_HERE})`,
      user: this.#user,
      env: { ...this.#env, ...given },
      cwd: this.#cwd,
      input,
      command: '-bash',
      process: this.#process,
      signal,
      terminal,
      out: stdout,
      err: stderr,
    });
    this.#code = code;
    const script = parsed(line);
    this.#remember(script, env);
    const left = script !== undefined && env[STILL_HERE] === undefined;
    return { code, exited: left && code < 126 && !signal?.aborted };
  }

  #remember(script: ScriptNode | undefined, env: Readonly<Record<string, string>>): void {
    this.#cwd = env.PWD ?? this.#cwd;
    this.#env = Object.fromEntries(
      Object.entries(env).filter(([name]) => /^[A-Za-z_]\w*$/.test(name) && !PER_SHELL.has(name)),
    );
    const functions = script === undefined ? '' : functionText(script);
    if (functions !== '') this.#functions = `${this.#functions}\n${functions}`;
  }
}

/** Undefined when the line is no script, as the shell has told its user already. */
function parsed(line: string): ScriptNode | undefined {
  try {
    return parse(line);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
