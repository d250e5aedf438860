import { FileError } from '../disk/file-error.ts';
import type { Machine } from '../machine.ts';
import type { User } from '../program.ts';

const MOST_LINES = 1000;
const MOST_BYTES = 256 * 1024;

/** The file in which a shell keeps the lines of its user. */
export const historyFile = ({ home }: User): string => `${home}/.bash_history`;

/**
 * The lines that a user gave to a shell, the newest last. They are kept in `~/.bash_history` on the machine's disk
 * as they are given, so that they are there in the next terminal, and after a restart.
 */
export class History {
  readonly lines: string[];
  readonly #machine: Machine;
  readonly #path: string;

  constructor(machine: Machine, user: User) {
    this.#machine = machine;
    this.#path = historyFile(user);
    this.lines = readHistory(machine, user);
  }

  /** Keeps a line, as `HISTCONTROL=ignoreboth` has it: not one that begins with a blank, nor the same twice. */
  add(line: string): void {
    const kept = line.trimEnd();
    if (kept === '' || /^\s/.test(line) || kept === this.lines.at(-1)) return;
    this.lines.push(kept);
    if (this.lines.length > MOST_LINES) this.lines.shift();
    try {
      const { tree } = this.#machine;
      const bytes = new TextEncoder().encode(`${kept}\n`);
      const node = tree.find(this.#path);
      if (node && tree.size(node) + bytes.length > MOST_BYTES)
        this.#machine.writeText(this.#path, `${this.lines.slice(-MOST_LINES / 2).join('\n')}\n`, 0o600);
      else {
        tree.write(this.#path, bytes, 'append');
        if (!node) tree.change(this.#path, { mode: 0o600 }, 'chmod');
      }
    } catch (error) {
      // A full disk, or a folder in the file's place: the line is known until the shell ends, as in bash.
      if (!(error instanceof FileError)) throw error;
    }
  }
}

/** The lines in the file of a user's history; none where there is no such file. */
export function readHistory(machine: Machine, user: User): string[] {
  const path = historyFile(user);
  const node = machine.tree.find(path);
  if (node?.entry.kind !== 'file') return [];
  return machine
    .readText(path)
    .split('\n')
    .filter((line) => line !== '')
    .slice(-MOST_LINES);
}
