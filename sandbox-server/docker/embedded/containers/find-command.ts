import { nameOf, resolvePath } from '../../../machines/disk/paths.ts';
import type { Machine } from '../../../machines/machine.ts';
import type { Program } from '../../../machines/program.ts';
import { DockerFault } from '../fault.ts';

/** What a command line comes to in a container. */
export type FoundCommand =
  | {
      readonly kind: 'program';
      readonly name: string;
      readonly program: Program;
      readonly args: readonly string[];
    }
  /** A command of the interpreter. */
  | { readonly kind: 'line'; readonly words: readonly string[] }
  | { readonly kind: 'script'; readonly text: string; readonly args: readonly string[] };

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const EXECUTABLE = 0o111;
const SHELL = /^(ba|da|a)?sh$/;
/** The file of a program that the engine runs code of its own for. */
export const SIMULATED = /^\u007fELF simulated|^#!\/bin\/sh\n# This program is simulated/;

/** A command that cannot be started; the code is what a shell would say. */
export class CannotStart extends DockerFault {
  readonly code: number;

  constructor(words: string, code: number) {
    super(
      400,
      `failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${words}: unknown`,
    );
    this.name = 'CannotStart';
    this.code = code;
  }
}

/** Finds what the words of a command start. @throws CannotStart */
export function findCommand(
  machine: Machine,
  words: readonly string[],
  cwd: string,
  path = DEFAULT_PATH,
): FoundCommand {
  const [command = '', ...args] = words;
  const places = command.includes('/')
    ? [resolvePath(cwd, command)]
    : path.split(':').map((folder) => `${folder}/${command}`);
  const found =
    command === '' ? undefined : places.find((place) => machine.tree.find(place)?.entry.kind === 'file');
  if (found === undefined) throw notFound(machine, command, places);
  if (((machine.tree.find(found)?.entry.mode ?? 0) & EXECUTABLE) === 0)
    throw new CannotStart(`exec: "${command}": permission denied`, 126);
  const text = machine.readText(found);
  const name = nameOf(found);
  const program = SIMULATED.test(text) ? machine.programs().get(name) : undefined;
  if (program) return { kind: 'program', name: command, program, args };
  if (SIMULATED.test(text)) return { kind: 'line', words: [name, ...args] };
  return script(machine, { command, path: found, text, args });
}

function notFound(machine: Machine, command: string, places: readonly string[]): CannotStart {
  const folder =
    command.includes('/') && places.some((place) => machine.tree.find(place)?.entry.kind === 'folder');
  if (folder) return new CannotStart(`exec: "${command}": is a directory`, 126);
  return new CannotStart(
    command.includes('/')
      ? `exec: "${command}": stat ${command}: no such file or directory`
      : `exec: "${command}": executable file not found in $PATH`,
    127,
  );
}

function script(
  machine: Machine,
  { command, path, text, args }: { command: string; path: string; text: string; args: readonly string[] },
): FoundCommand {
  const [, line] = /^#!\s*(.*)/.exec(text) ?? [];
  const [interpreter = '', ...more] = (line ?? '').replace(/^\/usr\/bin\/env\s+(-S\s+)?/, '').split(/\s+/);
  const name = nameOf(interpreter);
  if (line === undefined) throw new CannotStart(`exec: "${command}": exec format error`, 126);
  if (SHELL.test(name) && machine.programs().has(name)) return { kind: 'script', text, args };
  const program = machine.programs().get(name);
  if (!program)
    throw new CannotStart(`exec: "${command}": stat ${interpreter}: no such file or directory`, 127);
  return { kind: 'program', name, program, args: [...more, path, ...args] };
}
