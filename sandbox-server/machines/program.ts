import type { MachineFileSystem } from './disk/file-system.ts';
import type { Machine } from './machine.ts';
import type { Process } from './processes.ts';

/** Somebody who may use a machine. */
export interface User {
  readonly name: string;
  readonly home: string;
  readonly id: number;
}

/** A script to run as a child of a program. */
export interface ChildScript {
  readonly script: string;
  readonly args?: readonly string[];
  readonly user?: User;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  /** Runs it in the program's own process, as `exec` does, and not in a new one. */
  readonly inPlace?: boolean;
}

/** The terminal at which somebody started a program. */
export interface ProgramTerminal {
  readonly columns: number;
  readonly rows: number;
  /** What is typed next, as the terminal sends it; rejects when the program has to end. */
  read(signal: AbortSignal): Promise<string>;
  /** One line, which is shown while it is typed; Ctrl-C gives undefined. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Lets somebody work in a shell, here or on another machine, until they leave it; resolves to its exit code. */
  login(machine: Machine, user: User, signal: AbortSignal, start?: ShellStart): Promise<number>;
}

/** A shell that is no login: it begins where its program was called, in the program's own process. */
export interface ShellStart {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly process: Process;
}

/** What a program is given when it runs. */
export interface ProgramContext {
  readonly machine: Machine;
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly user: User;
  /** All of its standard input. */
  readonly input: string;
  /** The machine's files as its user sees them. */
  readonly files: MachineFileSystem;
  readonly process: Process;
  /** Absent when nobody sits before it, or when what it prints goes elsewhere. */
  readonly terminal?: ProgramTerminal;
  /** Aborted when the program has to end: a signal, an interrupt, the power. */
  readonly signal: AbortSignal;
  print(text: string): void;
  complain(text: string): void;
  /** A service tells whoever started it that it serves now. */
  ready(): void;
  /** Runs a script with the program's own output. Resolves to its exit code. */
  script(child: ChildScript): Promise<number>;
}

/** A command of a machine; resolves to its exit code. */
export type Program = (context: ProgramContext) => Promise<number>;

/** A program ends with a sentence on standard error. */
export class ProgramError extends Error {
  readonly code: number;

  constructor(message: string, code = 1) {
    super(message);
    this.name = 'ProgramError';
    this.code = code;
  }
}
