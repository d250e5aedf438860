import type { MachineFileSystem } from '../disk/file-system.ts';
import { resolvePath } from '../disk/paths.ts';
import type { Machine } from '../machine.ts';
import { argumentsFor } from './completion-words.ts';

/** What a completion needs to know of the shell. */
export interface CompletionContext {
  readonly machine: Machine;
  readonly files: MachineFileSystem;
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What may stand in the line's place from `from` to the cursor; folders end with a slash. */
export interface Completion {
  readonly from: number;
  readonly candidates: readonly string[];
}

const BUILTINS = [
  ...['alias', 'bg', 'cd', 'clear', 'command', 'declare', 'echo', 'eval', 'exec', 'exit', 'export', 'fg'],
  ...[
    'for',
    'function',
    'history',
    'if',
    'jobs',
    'local',
    'logout',
    'printf',
    'pwd',
    'read',
    'return',
    'set',
  ],
  ...[
    'shift',
    'source',
    'test',
    'trap',
    'type',
    'ulimit',
    'umask',
    'unalias',
    'unset',
    'until',
    'wait',
    'while',
  ],
];
const COMMAND_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];
/** Words after which a command comes. */
const PREFIXES = new Set([
  'sudo',
  'time',
  'then',
  'do',
  'else',
  '!',
  'exec',
  'command',
  'xargs',
  'which',
  'type',
]);
const MOST_CANDIDATES = 2000;

/** What Tab offers for the word before the cursor: a command, a variable, what a program knows, or a file. */
export async function complete(text: string, context: CompletionContext): Promise<Completion> {
  const { from, word, before } = wordAtEnd(text);
  const candidates = await candidatesFor(word, before, context);
  const fitting = [...new Set(candidates)].filter((candidate) => candidate.startsWith(word));
  return { from, candidates: fitting.toSorted().slice(0, MOST_CANDIDATES) };
}

/** The beginning that all candidates share. */
export function commonPrefix(candidates: readonly string[]): string {
  const [first = '', ...others] = candidates;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/** The word that the text ends with, where it begins, and the words of the same command before it. */
export function wordAtEnd(text: string): { from: number; word: string; before: string[] } {
  const [word = ''] = /(?:\\.|[^\s;|&()<>"'`=\\])*$/su.exec(text) ?? [];
  const from = text.length - word.length;
  const [command = ''] = /[^;|&(\n]*$/.exec(text.slice(0, from)) ?? [];
  const before = command.split(/\s+/).filter((part) => part !== '');
  return { from, word, before };
}

async function candidatesFor(word: string, before: string[], context: CompletionContext): Promise<string[]> {
  if (word.startsWith('$')) return Object.keys(context.env).map((name) => `$${name}`);
  const words = before.filter((part) => !/^\w+=/.test(part));
  while (words[0] !== undefined && PREFIXES.has(words[0])) words.shift();
  const [program, ...given] = words;
  // After an assignment or a redirection comes a file, not a command.
  const isCommand = program === undefined && !word.includes('/');
  if (isCommand) return commands(context);
  const known = program === undefined ? undefined : argumentsFor(program, given, word, context.machine);
  const paths = await files(word, context, program === 'cd');
  return known === undefined ? paths : [...known, ...(word.includes('/') ? paths : [])];
}

function commands({ machine }: CompletionContext): string[] {
  const installed = COMMAND_FOLDERS.flatMap((folder) => [
    ...(machine.tree.find(folder)?.children.keys() ?? []),
  ]);
  return [...BUILTINS, ...installed, ...machine.programs().keys()];
}

async function files(word: string, context: CompletionContext, foldersOnly: boolean): Promise<string[]> {
  const plain = word.replace(/\\(.)/g, '$1');
  const slash = plain.lastIndexOf('/') + 1;
  const folder = plain.slice(0, slash);
  const start = plain.slice(slash);
  const path = resolvePath(context.cwd, folder.replace(/^~(?=\/)/, context.home) || '.');
  if (!(await context.files.exists(path))) return [];
  if (!(await context.files.stat(path)).isDirectory) return [];
  const entries = await context.files.readdirWithFileTypes(path);
  const found: string[] = [];
  for (const { name, isDirectory, isSymbolicLink } of entries) {
    if (!name.startsWith(start) || (name.startsWith('.') && !start.startsWith('.'))) continue;
    const full = resolvePath(path, name);
    const isFolder =
      isDirectory ||
      (isSymbolicLink && (await context.files.exists(full)) && (await context.files.stat(full)).isDirectory);
    if (foldersOnly && !isFolder) continue;
    found.push(`${escaped(folder)}${escaped(name)}${isFolder ? '/' : ''}`);
  }
  return found;
}

const escaped = (name: string): string => name.replace(/[\s"'\\$&|;()<>*?[\]{}`!#]/g, '\\$&');
